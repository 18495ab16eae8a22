import type { Flow, FlowNode } from '#lib/flow.ts';
import type { Operator } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import type { Catalogue } from '#nodes/define.ts';
import { OPERATOR_TITLES, UNARY_OPERATORS } from '#nodes/operators.ts';
import { firstSentence } from '#components/editor/model/catalogue.ts';
import { findNode } from '#components/editor/model/graph.ts';
import { parsePath, splitTemplate, triggersOf } from '#components/editor/model/references.ts';
import { inputSchema, isShown, withDefaults, type Schema } from '#components/editor/model/schema.ts';
import { word } from '#components/editor/model/words.ts';
import { operatorTitle } from '#components/texts/step-texts.ts';

/** A piece of a card's line: plain words, or a reference drawn as a chip. */
export type SummaryPart = { text: string } | { chip: string; broken?: boolean };

/** Where a value is drawn: needed to turn ids into names. */
export type Place = { flow: Flow; node: string; catalogue: Catalogue };

const LONGEST = 60;

/** `firstName` or `first_name` as `First name`. */
export function humanize(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function fieldName(path: readonly (string | number)[]): string | null {
  const named = path.findLastIndex((part) => typeof part === 'string' && part !== '*');
  const name = path[named];
  if (typeof name !== 'string') return null;
  const index = path[named + 1];
  return typeof index === 'number' ? `${humanize(name)} ${index + 1}` : humanize(name);
}

/** What a hole refers to in words: `Subject from Search`; a longer expression is called one. */
export function describeHole(hole: string, place: Place): { chip: string; broken?: boolean } {
  const path = parsePath(hole.split('??')[0]?.trim() ?? hole);
  if (!path) return { chip: word('expression') };
  const field = fieldName(path.path);
  if (typeof path.root === 'object') {
    const step = findNode(place.flow, path.root.step);
    const from = step?.name ?? path.root.step;
    return {
      chip: field ? word('fieldFrom', { field, from }) : word('resultOf', { from }),
      ...(step ? {} : { broken: true }),
    };
  }
  if (path.root === 'vars') {
    const [name, ...inner] = path.path;
    const inside = fieldName(inner);
    return {
      chip: inside
        ? word('fieldOfVariable', { field: inside, name: String(name) })
        : word('variable', { name: String(name ?? '') }),
    };
  }
  if (path.root !== 'trigger')
    return { chip: field ? word('fieldOf', { field, from: path.root }) : humanize(path.root) };
  const [only, other] = triggersOf(place.flow, place.node, place.catalogue);
  const from = only && !other ? only.name : word('theTrigger');
  return { chip: field ? word('fieldFrom', { field, from }) : word('allOf', { from }) };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function describeRow(row: Record<string, Json>, place: Place): SummaryPart[] {
  const operator = row.operator as Operator;
  const left = describeValue(row.left ?? row.field, place);
  const right = UNARY_OPERATORS.includes(operator) ? [] : describeValue(row.right ?? row.value, place);
  const word = { text: ` ${operatorTitle(operator) ?? OPERATOR_TITLES[operator] ?? operator} ` };
  return [...(left.length > 0 ? left : [{ text: '…' }]), word, ...right];
}

function isRow(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value.operator === 'string';
}

/** A parameter's value in a few words. */
export function describeValue(value: Json | undefined, place: Place, schema?: Schema): SummaryPart[] {
  if (value === undefined || value === null || value === '') return [];
  if (typeof value === 'string') {
    const title = schema?.options?.[value];
    if (title) return [{ text: title }];
    return splitTemplate(value).map((part) =>
      'hole' in part ? describeHole(part.hole, place) : { text: shorten(part.text) },
    );
  }
  if (typeof value !== 'object') return [{ text: String(value) }];
  if (!Array.isArray(value)) return [{ text: shorten(Object.keys(value).join(', ')) }].filter((part) => part.text);
  const [first, ...more] = value;
  if (first !== undefined && isRow(first)) {
    return [
      ...describeRow(first, place),
      ...(more.length > 0 ? [{ text: ` ${word('andMore', { count: more.length })}` }] : []),
    ];
  }
  const plain = value.every((item) => typeof item !== 'object');
  return value.length === 0
    ? []
    : [{ text: plain ? shorten(value.join(', ')) : word('entries', { count: value.length }) }];
}

/** One line of what the node will do with its present settings; the type's help when there is nothing to say yet. */
export function summarize(node: FlowNode, context: { flow: Flow; catalogue: Catalogue }): SummaryPart[] {
  const spec = context.catalogue[node.type];
  if (!spec) return [{ text: word('unknownType', { type: node.type }) }];
  const help = [{ text: firstSentence(spec.help) }];
  if (!spec.summary) return help;
  const params = withDefaults(spec, node.params);
  const properties = inputSchema(spec).properties ?? {};
  const parts: SummaryPart[] = [];
  for (const piece of spec.summary.split(/(\{\w+\})/)) {
    const field = /^\{(\w+)\}$/.exec(piece)?.[1];
    const schema = field ? properties[field] : undefined;
    if (!field) parts.push({ text: piece });
    else if (!schema || isShown(schema, params)) {
      parts.push(...describeValue(params[field], { ...context, node: node.id }, schema));
    }
  }
  const drawn = Object.keys(node.params).length > 0;
  const line = tidyLine(parts);
  return drawn && line.length > 0 ? line : help;
}

/** Leaves out separators at the ends: `:` before a message that is not written yet. */
function tidyLine(parts: SummaryPart[]): SummaryPart[] {
  const line = parts.filter((part) => 'chip' in part || part.text !== '');
  const last = line.at(-1);
  if (last && 'text' in last) line[line.length - 1] = { text: last.text.replace(/[\s:,-]+$/, '') };
  return line.filter((part) => 'chip' in part || part.text !== '');
}
