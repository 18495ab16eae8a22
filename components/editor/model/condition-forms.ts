/** Each condition as an expression: the forms that mean the same, first the one that is written. */
import { splitTemplate } from '#components/editor/model/references.ts';
import { parseSource, type Node } from '#lib/expression-ast.ts';
import { hasTemplate, parseTemplate } from '#lib/expression.ts';
import type { Operator, Param } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { UNARY_OPERATORS } from '#nodes/operators.ts';

export type ConditionRow = { left?: Json; operator: Operator; right?: Json };

/** A row that has no form: nothing filled in, a text with holes, or data inside of a list. */
export class NotARow extends Error {
  readonly why: 'empty' | 'mixedText' | 'dataWithin';
  constructor(why: NotARow['why']) {
    super(why);
    this.why = why;
  }
}

/** One side: how it is written, and how so that "nothing" is null; its value where that is written down. */
type Side = { text: string; sure: string; literal: boolean; value: Json | undefined; isCount: boolean };

/** The forms of a row. Throws `NotARow`. */
export function formsOf({ left, operator, right }: ConditionRow): string[] {
  if (left === undefined) throw new NotARow('empty');
  const a = sideOf(left);
  const b = sideOf(UNARY_OPERATORS.includes(operator) ? null : (right ?? null));
  switch (operator) {
    case 'equals':
      return [`${a.sure} = ${b.sure}`, ...(b.literal && b.value !== null ? [`${a.text} = ${b.text}`] : [])];
    case 'notEquals':
      return [`${a.sure} != ${b.sure}`];
    case 'contains':
      return [containsForm(a, b)];
    case 'notContains':
      return [`$not(${containsForm(a, b)})`];
    case 'startsWith':
      return [`$substring(${asText(a)}, 0, $length(${asText(b)})) = ${asText(b)}`];
    case 'endsWith':
      return [`$substring(${asText(a)}, $length(${asText(a)}) - $length(${asText(b)})) = ${asText(b)}`];
    case 'greater':
      return orderForms(a, '>', b);
    case 'greaterOrEqual':
      return orderForms(a, '>=', b);
    case 'less':
      return orderForms(a, '<', b);
    case 'lessOrEqual':
      return orderForms(a, '<=', b);
    case 'exists':
      return [`(${a.text} ?? null) != null`];
    case 'notExists':
      return [`(${a.text} ?? null) = null`];
    case 'isEmpty':
      return [emptyForm(a)];
    case 'isNotEmpty':
      return [`$not(${emptyForm(a)})`];
    case 'isTrue':
      return [`${a.sure} = true`];
    case 'isFalse':
      return [`${a.sure} = false`];
    default:
      return operator satisfies never;
  }
}

function emptyForm({ text }: Side): string {
  return `($value := ${text} ?? null; $value = null or $value = "" or $value = [] or $value = {})`;
}

/** Numbers count texts that are numbers, as the rows do. */
function orderForms(a: Side, sign: string, b: Side): string[] {
  const plain = `${a.sure} ${sign} ${b.sure}`;
  const [leftCasts, rightCasts] = [casts(a, b), casts(b, a)];
  if (!leftCasts && !rightCasts) return [plain];
  const written = (side: Side, cast: boolean) => (cast ? `$number(${side.sure})` : side.sure);
  return [`${written(a, leftCasts)} ${sign} ${written(b, rightCasts)}`, plain];
}

/** A value that may be a text, beside a number. */
function casts(side: Side, other: Side): boolean {
  return typeof other.value === 'number' && !side.literal && !side.isCount;
}

/** What "contains" means depends on what it looks into: an item of a list, a field of an object, words of a text. */
function containsForm(a: Side, b: Side): string {
  const plain = b.literal && (b.value === null || typeof b.value !== 'object');
  const inList = plain
    ? `${b.text} in ${a.text}`
    : `$reduce(${a.text}, function($found, $one) { $found or $one = ${b.sure} }, false)`;
  const kind = `$type(${a.text})`;
  const words = asText(b);
  return `(${kind} = "array" ? ${inList} : ${kind} = "object" ? ${words} in $keys(${a.text}) : $contains(${asText(a)}, ${words}))`;
}

function asText({ text, value }: Side): string {
  return typeof value === 'string' ? text : `$string(${text})`;
}

function sideOf(value: Json): Side {
  if (!hasTemplate(value)) {
    const text = JSON.stringify(value);
    return { text, sure: text, literal: true, value, isCount: false };
  }
  if (typeof value !== 'string') throw new NotARow('dataWithin');
  const parts = splitTemplate(value);
  const [only] = parts;
  if (parts.length !== 1 || !only || !('hole' in only)) throw new NotARow('mixedText');
  return holeSide(only.hole);
}

const WHOLE = new Set(['string', 'number', 'value', 'function', 'path', 'variable']);

function holeSide(source: string): Side {
  const known = read(source);
  if (!known) throw new NotARow('empty');
  const { ast, param } = known;
  const isCount = ast.type === 'function' && ast.procedure?.value === 'count';
  // What is worked out may give nothing, which rows take for null; a path either is there or fails the step.
  const isSure = isCount || (param.kind === 'reference' && param.reference.optional !== true);
  const isWhole = WHOLE.has(ast.type ?? '') && !/\^|\/\*/.test(source);
  const text = isWhole ? source : `(${source})`;
  return { text, sure: isSure ? text : `(${text} ?? null)`, literal: false, value: undefined, isCount };
}

function read(source: string): { ast: Node; param: Param } | null {
  try {
    return { ast: parseSource(source), param: parseTemplate(`{{ ${source} }}`) };
  } catch {
    // What is wrong with it stands at the field.
    return null;
  }
}
