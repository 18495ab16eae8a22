import { beforeAll, expect, it } from 'vitest';
import { decide } from '#platform/approvals.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { db } from '#prisma/client.ts';
import type { Budget } from '#lib/policy.ts';
import { agentFlow, useModel } from '#test/support/agents.ts';
import { chain, draw } from '#test/support/draw.ts';
import { TESTER, testFlow, type FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { until } from '#test/support/until.ts';

useHearth();
const model = useModel();
const ANSWER = { text: 'Done.', usage: { input: 1000, output: 4000 }, model: 'gpt-5.4' };

beforeAll(() =>
  db().user.create({ data: { id: TESTER.userId, name: TESTER.name, email: 'tess@example.org', role: 'owner' } }),
);

const cap = (name: string, more: Partial<Budget> = {}) => {
  const budget: Budget = { name, tool: 'llm.*', max: 0.15, window: '1d', cost: true, ...more };
  return savePolicy({ policy: { rules: [], allowLists: [], budgets: [budget] }, by: 'anna' });
};
/** Each question may cost about 13 cents at most, and costs 6. */
const ask = (prompt: string) =>
  ['llm.ask', { prompt, model: 'gpt-5.4', maxTokens: 4096 }, { connection: model.connection }] as [
    string,
    Record<string, string | number>,
    { connection: string },
  ];
const twice = () =>
  draw({ nodes: { start: ['manual'], one: ask('One?'), two: ask('Two?') }, wires: chain('start', 'one', 'two') });
const usesOf = (name: string) => db().budgetUse.findMany({ where: { budget: { contains: `"${name}"` } } });
const answer = (approvalId: string, choice: string) => decide({ approvalId, choice, by: TESTER });

async function question(run: FlowRun, step: string): Promise<string> {
  const { approvalId = '', reason } = await run.sees('step.waiting', step);
  expect(reason).toMatch(/^budget:/);
  return approvalId;
}

it('at its end the step fails, and says which budget, what was spent and where to raise it', async () => {
  await cap('stops');
  model.server.reply(ANSWER);
  await using run = await testFlow(twice());
  expect(await run.ends()).toMatchObject({
    type: 'run.failed',
    error: {
      type: 'Denied',
      message: expect.stringMatching(
        /^The budget "stops" allows \$0\.15 in 1d: \$0\.06 is spent.*\$0\.13\. Raise it under/,
      ) as string,
    },
  });
  expect(model.server.questions).toHaveLength(1);
});

it('where it asks the run waits, and goes on after a yes without paying twice', async () => {
  await cap('asks', { atCap: 'ask' });
  model.server.reply(ANSWER);
  await using run = await testFlow(twice());
  const approvalId = await question(run, 'two');
  expect(model.server.questions).toHaveLength(1);
  const row = await db().approval.findUniqueOrThrow({ where: { id: approvalId } });
  expect(row).toMatchObject({ kind: 'cap', title: 'two: raise the budget "asks"?' });
  // Who may approve actions may not change rules.
  await db().user.update({ where: { id: TESTER.userId }, data: { role: 'approver' } });
  await expect(answer(approvalId, 'approve')).rejects.toThrow();
  await db().user.update({ where: { id: TESTER.userId }, data: { role: 'owner' } });
  await answer(approvalId, 'approve');
  expect((await run.ends()).type).toBe('run.done');
  expect(model.server.questions).toHaveLength(2);
  const amounts = (await usesOf('asks')).map(({ amount }) => amount).toSorted((one, other) => one - other);
  expect(amounts).toEqual([-0.15, 0.0625, 0.0625]);
});

it('a no ends the step, and nothing is asked', async () => {
  await cap('refused', { atCap: 'ask' });
  model.server.reply(ANSWER);
  await using run = await testFlow(twice());
  await answer(await question(run, 'two'), 'deny');
  expect(await run.ends()).toMatchObject({ type: 'run.failed', error: { type: 'Denied' } });
  expect(model.server.questions).toHaveLength(1);
});

it('counts what a run calls with it, and ten agents at once wait for one yes each', async () => {
  await cap('agents', { max: 0.5, atCap: 'ask' });
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  model.server.reply({ ...ANSWER, until: held });
  const start = () => testFlow(agentFlow({ connection: model.connection, task: 'Work.', more: { model: 'gpt-5.4' } }));
  const runs = await Promise.all(Array.from({ length: 10 }, start));
  const waiting = () => db().approval.findMany({ where: { kind: 'cap', status: 'waiting' } });
  await until(async () => (await waiting()).length + model.server.questions.length === 10, {
    what: 'all ten to ask the model or a person',
  });
  const first = model.server.questions.length;
  expect(first).toBeGreaterThan(1);
  const reserved = async () => (await usesOf('agents')).reduce((sum, { amount }) => sum + Math.max(0, amount), 0);
  expect(await reserved()).toBeLessThanOrEqual(0.5);
  const questions = await waiting();
  await answer(questions[0]!.id, 'approve');
  await until(() => model.server.questions.length === first + 1, { what: 'the one that was allowed' });
  expect(await waiting()).toHaveLength(9 - first);
  release();
  for (const { id } of questions.slice(1)) await answer(id, 'approve');
  const ends = await Promise.all(runs.map((run) => run.ends()));
  expect(ends.filter(({ type }) => type === 'run.done')).toHaveLength(10);
  expect(model.server.questions).toHaveLength(10);
  // What fits already raises nothing.
  const raises = (await usesOf('agents')).filter(({ amount }) => amount < 0);
  expect(raises.length).toBeLessThan(questions.length);
});

it('of a run counts its agents too, and each run by itself', async () => {
  await cap('per run', { per: 'run' });
  model.server.reply(ANSWER);
  const agent = { task: 'Work.', model: 'gpt-5.4', tools: [] };
  const flow = draw({
    nodes: { start: ['manual'], one: ask('One?'), agent: ['agent.run', agent, { connection: model.connection }] },
    wires: chain('start', 'one', 'agent'),
  });
  await using run = await testFlow(flow);
  expect(await run.ends()).toMatchObject({ type: 'run.failed' });
  expect(model.server.questions).toHaveLength(1);
  await using other = await testFlow(
    draw({ nodes: { start: ['manual'], one: ask('One?') }, wires: chain('start', 'one') }),
  );
  expect((await other.ends()).type).toBe('run.done');
});
