import type { Flow, FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import type { Catalogue } from '#nodes/define.ts';
import { fieldsOfSchema, fieldsOfValue } from '#components/editor/model/data-fields.ts';
import type { DataField } from '#components/editor/model/data-fields.ts';
import { findNode, reachable } from '#components/editor/model/graph.ts';
import { fieldsInside, loopsAround } from '#components/editor/model/loop-sources.ts';
import { triggersOf } from '#components/editor/model/references.ts';
import { outputSchema, withDefaults, type Schema } from '#components/editor/model/schema.ts';
import { humanize } from '#components/editor/model/summary.ts';
import { word } from '#components/editor/model/words.ts';

/** A step (or the trigger) whose data a node may use. `root` begins the expression. */
export type DataSource = {
  root: string;
  node: string;
  name: string;
  icon: string;
  kind: string;
  fields: DataField[];
  /** The fields were seen in a run, not only declared. */
  seen: boolean;
};

/** What a node's own settings say of its output beyond its type's declaration. */
function drawnFields(node: FlowNode): DataField[] | null {
  const { fields, sample, schema } = node.params;
  if (node.type === 'set' && fields && typeof fields === 'object') return fieldsNamed(Object.keys(fields));
  if (node.type === 'approval') {
    const answers = fieldsNamed(namesOf(fields)).map((field) => ({ ...field, path: ['answers', ...field.path] }));
    return [{ path: ['answers'], name: word('answers'), type: 'object', children: answers }];
  }
  if (node.type === 'form') return formFields(fields);
  if (node.type === 'manual') {
    const names = namesOf(fields);
    if (sample && typeof sample === 'object')
      return fieldsOfValue({ ...Object.fromEntries(names.map((name) => [name, null])), ...sample });
    return fieldsNamed(names);
  }
  const answer = node.type === 'llm.ask' ? 'json' : 'data';
  if ((node.type === 'llm.ask' || node.type === 'llm.extract') && schema && typeof schema === 'object') {
    const children = fieldsOfSchema(schema as Schema, [answer]);
    return [{ path: [answer], name: word('data'), type: 'object', children }];
  }
  return null;
}

/** Names of declared form fields, half-typed ones left out. */
function namesOf(fields: Json | undefined): string[] {
  const asked = Array.isArray(fields) ? fields.map((field) => (field as { name?: Json } | null)?.name) : [];
  return asked.filter((name): name is string => typeof name === 'string' && name !== '');
}

/** What a public form gives: the declared fields, files apart from the rest. */
function formFields(fields: Json | undefined): DataField[] {
  const isFile = (field: Json) => (field as { type?: Json } | null)?.type === 'file';
  const drawn = Array.isArray(fields) ? fields : [];
  const part = (root: string, name: string, of: Json[]): DataField[] => {
    const children = fieldsNamed(namesOf(of)).map((field) => ({ ...field, path: [root, ...field.path] }));
    return children.length > 0 ? [{ path: [root], name, type: 'object', children }] : [];
  };
  const answers = drawn.filter((field) => !isFile(field));
  return [...part('fields', word('answers'), answers), ...part('files', word('files'), drawn.filter(isFile))];
}

function fieldsNamed(names: string[]): DataField[] {
  return names.map((name) => ({ path: [name], name: humanize(name), type: 'any', children: [] }));
}

/** A trigger that gathers events gives a list of what it gives of one. */
function batchFields(node: FlowNode, catalogue: Catalogue): DataField[] {
  const { pace: _pace, ...settings } = node.settings ?? {};
  const deeper = (field: DataField): DataField => ({
    ...field,
    path: ['events', 0, ...field.path],
    children: field.children.map(deeper),
  });
  const one = fieldsOfNode({ ...node, settings }, catalogue).map(deeper);
  const first: DataField = { path: ['events', 0], name: word('first'), type: 'object', children: one };
  return [
    { path: ['events'], name: word('events'), type: 'array', children: [first] },
    { path: ['count'], name: word('count'), type: 'number', children: [] },
  ];
}

function fieldsOfNode(node: FlowNode, catalogue: Catalogue): DataField[] {
  const spec = catalogue[node.type];
  if (!spec) return [];
  if (spec.kind === 'trigger' && node.settings?.pace?.mode === 'batch') return batchFields(node, catalogue);
  const full = { ...node, params: withDefaults(spec, node.params) };
  const drawn = drawnFields(full) ?? [];
  const taken = new Set(drawn.map((field) => field.path[0]));
  return [...drawn, ...fieldsOfSchema(outputSchema(spec)).filter((field) => !taken.has(field.path[0]))];
}

/** Whose data the node may use, nearest first; `samples` are outputs of the last run by node id. */
export function sourcesFor(
  flow: Flow,
  id: string,
  known: { catalogue: Catalogue; samples: ReadonlyMap<string, Json> },
): DataSource[] {
  const { catalogue, samples } = known;
  const source = (node: FlowNode, root: string): DataSource => {
    const sample = samples.get(node.id);
    const seen = sample === undefined ? [] : fieldsOfValue(sample);
    const spec = catalogue[node.type];
    return {
      root,
      node: node.id,
      name: node.name,
      icon: spec?.icon ?? '',
      kind: spec?.kind ?? 'unknown',
      fields: seen.length > 0 ? seen : fieldsOfNode(node, catalogue),
      seen: seen.length > 0,
    };
  };
  const around = loopsAround(flow, id);
  const isSeen = (other: string) =>
    !around.includes(other) && loopsAround(flow, other).every((loop) => around.includes(loop));
  const steps = reachable(flow, id, 'up')
    .filter(isSeen)
    .map((other) => findNode(flow, other))
    .filter((node): node is FlowNode => node !== undefined && catalogue[node.type]?.kind !== 'trigger');
  const inside = around.flatMap((loop, depth) => {
    const node = findNode(flow, loop);
    const fields = fieldsInside(flow, loop, samples);
    const icon = catalogue[node?.type ?? '']?.icon ?? '';
    const root = depth === 0 ? 'item' : `steps.${loop}.item`;
    return node
      ? [{ root, node: loop, name: word('itemOf', { name: node.name }), icon, kind: 'control', fields, seen: false }]
      : [];
  });
  return [
    ...inside,
    ...steps.map((node) => source(node, `steps.${node.id}`)),
    ...triggersOf(flow, id, catalogue).map((node) => source(node, 'trigger')),
  ];
}

/** The fields whose names or samples contain the words, with the way to them kept. */
export function searchFields(fields: readonly DataField[], query: string): DataField[] {
  const words = query.trim().toLowerCase();
  if (words === '') return [...fields];
  return fields.flatMap((field) => {
    const children = searchFields(field.children, query);
    const own = `${field.name} ${field.path.join('.')} ${field.sample ?? ''}`.toLowerCase().includes(words);
    return own || children.length > 0 ? [{ ...field, children }] : [];
  });
}
