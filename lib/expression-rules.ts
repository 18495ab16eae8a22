/** What an expression may name. */
export const ROOTS = ['trigger', 'steps', 'item', 'run', 'vars'] as const;
export type Root = (typeof ROOTS)[number];

/** Functions of the language with what they take, as they are offered while somebody types. */
export const FUNCTION_SIGNATURES: Readonly<Record<string, string>> = {
  sum: 'numbers',
  count: 'list',
  max: 'numbers',
  min: 'numbers',
  average: 'numbers',
  substring: 'text, start, length?',
  substringBefore: 'text, mark',
  substringAfter: 'text, mark',
  lowercase: 'text',
  uppercase: 'text',
  length: 'text',
  trim: 'text',
  pad: 'text, width, char?',
  match: 'text, pattern, limit?',
  contains: 'text, pattern',
  replace: 'text, pattern, with, limit?',
  split: 'text, mark, limit?',
  join: 'texts, between?',
  formatNumber: 'number, picture',
  formatBase: 'number, base?',
  formatInteger: 'number, picture',
  parseInteger: 'text, picture',
  number: 'value',
  floor: 'number',
  ceil: 'number',
  round: 'number, digits?',
  abs: 'number',
  sqrt: 'number',
  power: 'base, exponent',
  boolean: 'value',
  not: 'value',
  map: 'list, function',
  zip: 'lists …',
  filter: 'list, function',
  single: 'list, function?',
  reduce: 'list, function, start?',
  sift: 'object, function',
  keys: 'object',
  lookup: 'object, key',
  append: 'list, list',
  exists: 'value',
  spread: 'object',
  merge: 'objects',
  reverse: 'list',
  each: 'object, function',
  error: 'text',
  assert: 'condition, text',
  type: 'value',
  sort: 'list, function?',
  distinct: 'list',
  base64encode: 'text',
  base64decode: 'text',
  encodeUrlComponent: 'text',
  encodeUrl: 'text',
  decodeUrlComponent: 'text',
  decodeUrl: 'text',
  toMillis: 'time, picture?',
  fromMillis: 'number, picture?, zone?',
  string: 'value',
  clone: 'value',
};

/** Names of the functions an expression may call. */
export const FUNCTIONS: ReadonlySet<string> = new Set(Object.keys(FUNCTION_SIGNATURES));

/** Functions of JSONata that are off, and why. */
export const BANNED = new Map([
  ['eval', '$eval is off: a text that came from data must never be run.'],
  ['now', '$now is off, so that a run can be repeated exactly. Use run.startedAt, or the time of the trigger.'],
  ['millis', '$millis is off, so that a run can be repeated exactly. Use $toMillis(run.startedAt).'],
  ['random', '$random is off, so that a run can be repeated exactly.'],
  ['shuffle', '$shuffle is off, so that a run can be repeated exactly.'],
]);

/** An expression that cannot be used; the message says what to write instead. */
export class ExpressionError extends Error {
  override name = 'ExpressionError';
}

/** Whether a name is one of the places where values come from. */
export function isRoot(name: unknown): name is Root {
  return ROOTS.includes(name as Root);
}

/** Throws unless `$name` is a function of the language or was bound in the expression. */
export function checkVariable(name: string, bound: ReadonlySet<string>): void {
  const banned = BANNED.get(name);
  if (banned) throw new ExpressionError(banned);
  if (name === '$') throw new ExpressionError('$$ is not there. Begin with trigger, steps.<id> or run.');
  if (!bound.has(name) && !FUNCTIONS.has(name)) {
    throw new ExpressionError(`$${name} is not known. It is no function, and nothing in the expression sets it.`);
  }
}

/** Throws when an expression gives a name of its own to something that would hide ours. */
export function checkBinding(name: string): void {
  if (FUNCTIONS.has(name) || BANNED.has(name) || /^[ro]\d+$/.test(name)) {
    throw new ExpressionError(`$${name} is taken. Choose another name.`);
  }
}

/** What to say about a name that stands where a root must. */
export function unknownRoot(name: string): ExpressionError {
  return new ExpressionError(
    `"${name}" is not known here. Begin with trigger, steps.<id> or run, or put a text in quotes.`,
  );
}
