/** What an expression may name. */
export const ROOTS = ['trigger', 'steps', 'item', 'run', 'vars'] as const;
export type Root = (typeof ROOTS)[number];

/** Names of the functions an expression may call. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match ' +
    'contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power ' +
    'boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse each error assert type ' +
    'sort distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis fromMillis clone'
  ).split(' '),
);

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
