import type { ActivityContext, Implementations } from '#activities/context.ts';
import { searchRows, type Where } from '#activities/table-search.ts';
import { checkedValue, type Check } from '#lib/check-value.ts';
import { Refused } from '#lib/errors.ts';
import type { check as declared } from '#nodes/check.ts';
import { listedAddress } from '#platform/lists.ts';

type Checks = Implementations<typeof declared>;
type Input = Parameters<Checks['value.check']>[0];

export const check = {
  'value.check': async (input, ctx) => {
    const value = await passing(input, ctx);
    // The value itself is not told: it is somebody else's text, and would end up in the error.
    if (value === null) throw new Refused(`The value is not ${WANTED[input.kind]}. It does not go on.`);
    return { value };
  },
} satisfies Checks;

const WANTED: Record<Input['kind'], string> = {
  choice: 'one of those that may pass',
  yesno: 'yes or no',
  number: 'a number within its ends',
  date: 'a date near today',
  mail: 'the mail address of a contact',
  host: 'a host on your list',
  row: 'in your table',
};

async function passing(
  input: Input,
  { now, signal }: Pick<ActivityContext, 'now' | 'signal'>,
): Promise<string | number | boolean | null> {
  const { kind, value } = input;
  // What the owner's list says is handed on, not what was given.
  if (kind === 'mail' || kind === 'host') return typeof value === 'string' ? listedAddress(kind, value) : null;
  if (kind === 'row') return inTable(input, signal);
  return checkedValue(value, checkOf(input, now()));
}

/** What stands in the table, if no value of that row came from outside: strangers may add rows, but none that count. */
async function inTable(
  { table = '', column = '', value }: Input,
  signal: AbortSignal,
): Promise<string | number | null> {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  let found: string | number | null = null;
  const where: Where = [{ field: column, operator: 'equals', value }];
  await searchRows({ table, where, order: 'asc', signal }, (row) => {
    const own = row.value[column];
    if (row.label.integrity === 'trusted' && own === value) found = own;
    return found === null;
  });
  return found;
}

function checkOf({ kind, choices = [], min = 0, max = 0, places, days }: Input, now: Date): Check {
  if (kind === 'choice') return { kind, choices };
  if (kind === 'number') return { kind, min, max, places };
  return kind === 'date' ? { kind, days, today: now.toISOString().slice(0, 10) } : { kind: 'yesno' };
}
