import { expect, it } from 'vitest';
import type { ActivityContext } from '#activities/context.ts';
import { pace } from '#activities/pace.ts';
import type { Json } from '#lib/value.ts';
import { nodes } from '#nodes/index.ts';
import { handMadeContext, NOW } from './hand-made-context.ts';

type Answer = { output: { passedAt: string; waited: boolean }; until?: number };

let effects = 0;

async function pass(
  given: Record<string, Json>,
  { effectKey, after = 0 }: { effectKey?: string; after?: number } = {},
) {
  effects += 1;
  const ctx = {
    ...handMadeContext({ effectKey: effectKey ?? `slot-${effects}` }),
    now: () => new Date(NOW.getTime() + after),
  };
  const run = pace['rate.limit'] as unknown as (input: unknown, ctx: ActivityContext) => Promise<Answer>;
  const { until } = await run(nodes['rate.limit'].input.parse(given), ctx);
  return until === undefined ? 'at once' : until - NOW.getTime();
}

it('lets so many pass in a window and gives the others their turns, in order', async () => {
  const given = { count: 2, per: '1m', key: 'order' };
  const turns = [];
  for (let n = 0; n < 5; n += 1) turns.push(await pass(given));
  expect(turns).toEqual(['at once', 'at once', 60_000, 60_000, 120_000]);
  // A window that is over is free again.
  expect(await pass(given, { after: 300_000 })).toBe('at once');
});

it('gives the same step the same turn, however often it is tried', async () => {
  const given = { key: 'again' };
  await pass(given);
  const turn = await pass(given, { effectKey: 'tried twice' });
  expect(turn).toBe(60_000);
  expect(await pass(given, { effectKey: 'tried twice', after: 5000 })).toBe(turn);
  expect(await pass(given)).toBe(120_000);
});

it('has a limit of its own for each key', async () => {
  expect([await pass({ key: 'a' }), await pass({ key: 'b' }), await pass({ key: 'a' })]).toEqual([
    'at once',
    'at once',
    60_000,
  ]);
});

it('gives no turn twice to those who come at once', async () => {
  const turns = await Promise.all(Array.from({ length: 8 }, () => pass({ key: 'crowd', per: '1s' })));
  expect(new Set(turns).size).toBe(8);
});
