/** One part of an expression as a row: guesses by its looks, and keeps a guess only if it is written just like that. */
import { formsOf, NotARow, type ConditionRow } from '#components/editor/model/condition-forms.ts';
import { splitAtTop } from '#components/editor/model/expression-split.ts';
import type { Operator } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';

type Guess = { left: string; operator: Operator; right?: string };

/** The row that is written like this; null where none is. */
export function rowOf(part: string): ConditionRow | null {
  // Other parts of an expression may ask what it asks for, which rows do not see.
  if (part.includes('$exists(')) return null;
  const rows = guesses(part).flatMap(rowsOf);
  // The form that rows write goes before those that only mean the same.
  return rows.find((row) => formsIf(row)[0] === part) ?? rows.find((row) => formsIf(row).includes(part)) ?? null;
}

function rowsOf({ left, operator, right }: Guess): ConditionRow[] {
  const others = right === undefined ? [null] : valuesOf(right);
  return valuesOf(left).flatMap((a) => others.map((b) => ({ left: a, operator, ...(b === null ? {} : { right: b }) })));
}

function formsIf(row: ConditionRow): string[] {
  try {
    return formsOf(row);
  } catch (error) {
    if (error instanceof NotARow) return [];
    throw error;
  }
}

/** What a side may stand for: a value, or an expression with what was put around it taken off. */
function valuesOf(text: string): Json[] {
  const value = literalOf(text);
  if (value !== undefined) return [value];
  const bare = [text, ...inside(text, '(', ' ?? null)'), ...inside(text, '(', ')')];
  const holes = [...bare, ...bare.flatMap((one) => inside(one, '(', ')'))];
  return [...new Set(holes)].map((hole) => `{{ ${hole} }}`);
}

function literalOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function inside(text: string, open: string, close: string): string[] {
  const fits = text.startsWith(open) && text.endsWith(close) && text.length > open.length + close.length;
  return fits ? [text.slice(open.length, -close.length)] : [];
}

function guesses(part: string): Guess[] {
  const denied = inside(part, '$not(', ')')[0] ?? null;
  return [
    ...emptyGuesses(denied ?? part, denied === null ? 'isEmpty' : 'isNotEmpty'),
    ...containsGuesses(denied ?? part, denied === null ? 'contains' : 'notContains'),
    ...comparisons(part),
  ];
}

function emptyGuesses(part: string, operator: Operator): Guess[] {
  const [, left] = /^\(\$value := (.*) \?\? null; \$value = null or /s.exec(part) ?? [];
  return left === undefined ? [] : [{ left, operator }];
}

function containsGuesses(part: string, operator: Operator): Guess[] {
  const [, left] = /^\(\$type\((.*?)\) = "array" \? /s.exec(part) ?? [];
  if (left === undefined) return [];
  return [`$string(${left})`, left].flatMap((words) => {
    const mark = ` : $contains(${words}, `;
    const at = part.lastIndexOf(mark);
    if (at < 0 || !part.endsWith('))')) return [];
    const right = part.slice(at + mark.length, -2);
    return [right, ...inside(right, '$string(', ')')].map((one) => ({ left, operator, right: one }));
  });
}

const SIGNS: readonly (readonly [sign: string, operator: Operator])[] = [
  [' != ', 'notEquals'],
  [' >= ', 'greaterOrEqual'],
  [' <= ', 'lessOrEqual'],
  [' > ', 'greater'],
  [' < ', 'less'],
  [' = ', 'equals'],
];

function comparisons(part: string): Guess[] {
  for (const [sign, operator] of SIGNS) {
    const sides = splitAtTop(part, sign);
    const [left = '', right = ''] = sides;
    if (sides.length !== 2) continue;
    if (operator === 'equals')
      return [...presence(left, right, 'notExists'), ...ends(left, right), { left, operator, right }];
    if (operator === 'notEquals') return [...presence(left, right, 'exists'), { left, operator, right }];
    const bare = (side: string) => inside(side, '$number(', ')')[0] ?? side;
    return [
      { left: bare(left), operator, right: bare(right) },
      { left, operator, right },
    ];
  }
  return [];
}

function presence(left: string, right: string, operator: Operator): Guess[] {
  return right === 'null' ? inside(left, '(', ' ?? null)').map((one) => ({ left: one, operator })) : [];
}

/** Texts that begin or end with another. */
function ends(left: string, right: string): Guess[] {
  const begin = inside(left, '$substring(', `, 0, $length(${right}))`);
  const end = inside(left, '$substring(', ` - $length(${right}))`).map((both) =>
    both.slice(0, (both.length - ', $length()'.length) / 2),
  );
  const bare = (text: string) => [text, ...inside(text, '$string(', ')')];
  const guess = (operator: Operator) => (text: string) =>
    bare(text).flatMap((one) => bare(right).map((other) => ({ left: one, operator, right: other })));
  return [...begin.flatMap(guess('startsWith')), ...end.flatMap(guess('endsWith'))];
}
