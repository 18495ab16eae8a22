import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunEvent } from '#lib/run-event.ts';
import type { IterationPage, RunView, StepView } from '#lib/views-runs.ts';
import { appendRunEvents } from '#platform/run-events.ts';
import { closeDb } from '#prisma/client.ts';
import { longRun } from '../support/long-run.ts';
import { addPerson, callApi, callTrpc, signIn, tokenOf } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ROUNDS = 1500;
let cookie: string;
let token: string;
let runId: string;
beforeAll(async () => {
  const owner = await addPerson('owner');
  [cookie, token] = [await signIn(owner.email), await tokenOf(owner, ['view'])];
  ({ runId } = await longRun(ROUNDS, { failsEvery: 100 }));
});
afterAll(closeDb);

async function ask<T>(name: string, input: object): Promise<T> {
  const { data, message } = await callTrpc(name, { cookie, input });
  expect(message).toBeUndefined();
  return data as T;
}
const open = (id: string) => ask<RunView>('runs.get', { id });

test('a long run opens with its nodes summed up, and with few of its steps', async () => {
  const run = await open(runId);
  expect(run).toMatchObject({ status: 'done', stepCount: 3 + 2 * ROUNDS });
  expect(JSON.stringify(run).length).toBeLessThan(60_000);
  const of = (node: string) => run.nodes.find((one) => one.node === node);
  expect(of('hash')?.counts).toMatchObject({ done: 1485, failed: 15 });
  expect(of('note')?.counts).toMatchObject({ done: 1485, skipped: 15 });
  expect(of('each')).toMatchObject({ total: ROUNDS, ports: { done: 1 } });
  expect(of('find')?.items).toBe(100);
  // What stands outside of loops is whole, and so is the last of each kind.
  const kept = run.steps.map(({ node, iteration, light }) => `${node}@${iteration}${light ? ' light' : ''}`);
  expect(kept.toSorted()).toEqual(
    ['after@', 'each@', 'find@', 'hash@1498', 'hash@1499', 'note@1498', 'note@1499'].toSorted(),
  );
  expect(run.steps.find(({ node, iteration }) => node === 'hash' && iteration === '1498')?.output).toMatchObject({
    value: { hash: 'h1498' },
  });
});

test('rounds come in pages, all or those that failed, with values where asked', async () => {
  const page = await ask<IterationPage>('runs.rounds', { id: runId, node: 'each', offset: 1490, limit: 20 });
  expect(page.total).toBe(ROUNDS);
  expect(page.iterations.map(({ iteration }) => Number(iteration))).toEqual([
    1490, 1491, 1492, 1493, 1494, 1495, 1496, 1497, 1498, 1499,
  ]);
  expect(page.iterations[0]?.steps).toMatchObject([{ node: 'hash', light: true, output: null }, { node: 'note' }]);
  const failed = await ask<IterationPage>('runs.rounds', { id: runId, node: 'each', status: 'failed' });
  expect(failed.total).toBe(15);
  expect(failed.iterations[1]).toMatchObject({ iteration: '199', status: 'failed' });
  const one = await ask<IterationPage>('runs.rounds', { id: runId, node: 'each', offset: 7, limit: 1, values: true });
  expect(one.iterations[0]?.steps[0]).toMatchObject({ light: false, output: { value: { hash: 'h7' } } });
});

test('one step comes with its values; a step of no such round is not there', async () => {
  const step = await ask<StepView>('runs.step', { id: runId, node: 'note', iteration: '10' });
  expect(step).toMatchObject({ input: { value: { seen: 'h10' } }, output: { value: { seen: 'h10' } }, light: false });
  expect((await callTrpc('runs.step', { cookie, input: { id: runId, node: 'note', iteration: '9999' } })).status).toBe(
    404,
  );
  expect(
    (await callTrpc('runs.step', { cookie, input: { id: runId, node: 'note', iteration: '1 OR 1' } })).status,
  ).toBe(400);
});

test('events come in pages, in order, none twice', async () => {
  const seen: RunEvent[] = [];
  for (let after = 0; ;) {
    const page = await ask<RunEvent[]>('runs.events', { id: runId, after, limit: 1000 });
    if (page.length === 0) break;
    seen.push(...page);
    after = page.at(-1)?.id ?? after;
  }
  expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1));
  expect(seen.at(-1)?.body.type).toBe('run.done');
});

test('a run that goes on is read on, not anew, and counts stay right', async () => {
  const { runId: id } = await longRun(700, { open: true });
  const first = await open(id);
  expect(first).toMatchObject({ status: 'running', stepCount: 1402 });
  const at = Date.now();
  await appendRunEvents(id, [
    {
      key: 'hash@700/0/step.started/1',
      stepId: 'hash',
      iteration: '700',
      at,
      body: { type: 'step.started', attempt: 1 },
    },
  ]);
  const second = await open(id);
  expect(second.stepCount).toBe(1403);
  expect(second.lastEventId).toBeGreaterThan(first.lastEventId);
  // What is under way is there to be followed.
  expect(second.steps).toContainEqual(expect.objectContaining({ node: 'hash', iteration: '700', status: 'running' }));
});

test('over REST all steps come as before, or so many at a time', async () => {
  const whole = await callApi(`/runs/${runId}`, { token });
  const steps = whole.body.steps as { node: string; iteration: string; output: unknown }[];
  expect(steps.length).toBe(3 + 2 * ROUNDS);
  expect(whole.body).not.toHaveProperty('nextStep');
  const paged: unknown[] = [];
  for (let cursor: string | null = '0'; cursor !== null;) {
    const { body, status } = await callApi(`/runs/${runId}?stepLimit=500&stepCursor=${cursor}`, { token });
    expect(status).toBe(200);
    paged.push(...(body.steps as unknown[]));
    cursor = body.nextStep as string | null;
  }
  expect(paged).toEqual(steps);
});
