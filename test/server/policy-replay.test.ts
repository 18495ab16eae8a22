import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { TRUSTED } from '#lib/label.ts';
import type { Policy } from '#lib/policy.ts';
import type { GateVerdict } from '#lib/run-event.ts';
import { createFlow, publishFlow } from '#platform/flows.ts';
import { appendRunEvents } from '#platform/run-events.ts';
import { closeDb, db } from '#prisma/client.ts';
import { replayPolicy } from '#server/services/policy-replay.ts';
import { draw } from '#test/support/draw.ts';

afterAll(closeDb);

const NONE: Policy = { rules: [], allowLists: [], budgets: [] };
const went: GateVerdict = { outcome: 'allow', rule: 'drawn-target', reason: 'Drawn.', tier: 'journal' };

async function posted(url: string, at: number, decision = went): Promise<string> {
  const { id: flowId } = await createFlow({
    flow: draw({
      nodes: { start: ['manual'], post: ['http.request', { method: 'POST', url }] },
      wires: ['start > post'],
    }),
  });
  const { versionId } = await publishFlow({ id: flowId, by: 'user:tester' });
  const { planHash } = await db().flowVersion.findUniqueOrThrow({ where: { id: versionId } });
  const runId = randomUUID();
  const run = { flowId, versionId, planHash, triggerId: 'start', mode: 'production', input: '{}', status: 'done' };
  await db().run.create({ data: { id: runId, rootRunId: runId, ...run } });
  const labels = { rest: TRUSTED, fields: { url: TRUSTED, method: TRUSTED } };
  const input = { kind: 'inline', value: { method: 'POST', url }, labels } as const;
  const body = { type: 'step.input', attempt: 1, input, decision } as const;
  await appendRunEvents(runId, [{ key: `${runId}/in`, stepId: 'post', iteration: '', at, body }]);
  return runId;
}

const rules = (when: NonNullable<Policy['rules'][number]['when']>): Policy => ({
  ...NONE,
  rules: [{ id: 'look', match: {}, when, effect: 'ask', reason: 'Look.' }],
});

test('what was done in the last thirty days is judged again under other rules', async () => {
  const day = Date.now() - 3600_000;
  const runId = await posted('https://api.example.org/orders', day);
  await posted('https://other.test/orders', day);
  await posted('https://api.example.org/orders', Date.now() - 40 * 86_400_000);
  expect(await replayPolicy(NONE)).toMatchObject({ looked: 2, changed: 0, items: [] });
  const asks = await replayPolicy(rules([{ about: 'target', is: 'like', patterns: ['*.example.org'] }]));
  expect(asks).toMatchObject({
    ...{ looked: 2, changed: 1 },
    items: [{ runId, target: 'api.example.org', now: 'allow', then: 'ask', rule: 'policy:look' }],
  });
  const only: Policy = { ...NONE, allowLists: [{ name: 'ours', match: {}, targets: ['*.example.org'] }] };
  expect((await replayPolicy(only)).items).toMatchObject([{ target: 'other.test', then: 'deny' }]);
  expect((await replayPolicy(rules([{ about: 'path', is: 'like', patterns: ['/admin*'] }]))).changed).toBe(0);
});

test('what was asked because of a branch from outside is not taken for harmless', async () => {
  const asked: GateVerdict = { outcome: 'ask', rule: 'untrusted-branch', reason: 'Outside.', tier: 'approve' };
  const before = (await replayPolicy(NONE)).changed;
  await posted('https://api.example.org/x', Date.now(), asked);
  expect((await replayPolicy(NONE)).changed).toBe(before);
});

test('budgets fill up in the order of time, and let go what a window leaves behind', async () => {
  const hours = (n: number) => Date.now() - n * 3600_000;
  const to = 'https://budget.test/orders';
  // Written down in another order than they were done in.
  const [third, first, second] = [await posted(to, hours(2)), await posted(to, hours(30)), await posted(to, hours(3))];
  const fourth = await posted(to, hours(1));
  const under = async (budget: Omit<Policy['budgets'][number], 'name' | 'tool'>) => {
    const { items } = await replayPolicy({ ...NONE, budgets: [{ name: 'few', tool: 'http.request', ...budget }] });
    return items.filter(({ target }) => target === 'budget.test').map(({ runId, then, rule }) => [runId, then, rule]);
  };
  expect(await under({ max: 2, window: '1d', per: 'target' })).toEqual([[fourth, 'deny', 'budget:few']]);
  expect(await under({ max: 1, window: '1d', per: 'target' })).toEqual([
    [fourth, 'deny', 'budget:few'],
    [third, 'deny', 'budget:few'],
  ]);
  expect(await under({ max: 1, window: '1d', per: 'run' })).toEqual([]);
  // What cannot be counted does not go.
  const uncounted = await under({ max: 100, window: '30d', amount: 'total' });
  expect(uncounted.map(([runId]) => runId)).toEqual([fourth, third, second, first]);
});
