import { describe, expect, it } from 'vitest';
import { agentFlow, calls, useModel, workOf } from '#test/support/agents.ts';
import { testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { until } from '#test/support/until.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { releaseStop, setStop } from '#platform/stop.ts';
import { db } from '#prisma/client.ts';

useHearth();
const model = useModel();

const COUNT = { name: 'count', type: 'counter.add', params: { counter: 'stops' }, fill: ['add'] };
const NEVER = new Promise<void>(() => {});
const start = (more = {}) =>
  testFlow(agentFlow({ connection: model.connection, tools: [COUNT] as never, task: 'Work.', more }));
const counted = async () => (await db().counter.findUnique({ where: { name: 'stops' } }))?.value ?? 0;

describe('an agent at work', () => {
  it('ends with the run that waits for it, in the middle of an answer', async () => {
    model.server.reply({ text: 'A long, long answer', until: NEVER });
    await using run = await start();
    const work = await workOf(run);
    await until(() => model.server.questions.length === 1, { what: 'the question' });
    await run.cancel();
    expect((await run.ends()).type).toBe('run.stopped');
    expect((await work.ends()).type).toBe('run.stopped');
    await until(() => model.server.hungUp() === 1, { what: 'the model to be let go of' });
  });

  it('waits while it is paused, and goes on where it was', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    model.server.reply({ ...calls(['count', { add: 1 }]), until: held }, { text: 'Done.' });
    await using run = await start();
    const work = await workOf(run);
    await until(() => model.server.questions.length === 1, { what: 'the question' });
    await setStop(`run:${work.runId}`, 'user:tester', { mode: 'park' });
    release();
    await work.sees('step.waiting', 'count');
    expect(await counted()).toBe(0);
    await releaseStop(`run:${work.runId}`, 'user:tester');
    expect(await run.output()).toMatchObject({ text: 'Done.', turns: 2 });
    expect(await counted()).toBe(1);
  });
});

describe('ten agents at once', () => {
  it('keep together to what models may cost', async () => {
    // Each turn takes at most: 4,096 tokens twice at 15 dollars a million, and little besides.
    const most = 0.5;
    const policy = {
      ...{ rules: [], allowLists: [] },
      budgets: [{ name: 'Models', tool: 'llm.*', max: most, window: '1d', cost: true as const }],
    };
    await savePolicy({ policy, by: 'anna' });
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    model.server.reply({ text: 'Done.', until: held, usage: { input: 1000, output: 4000 }, model: 'gpt-5.4' });
    const runs = await Promise.all(Array.from({ length: 10 }, () => start({ model: 'gpt-5.4' })));
    const works = await Promise.all(runs.map((run) => workOf(run)));
    await until(
      async () => {
        const failed = await db().run.count({
          where: { id: { in: works.map(({ runId }) => runId) }, status: 'failed' },
        });
        return failed + model.server.questions.length === 10;
      },
      { what: 'all ten to ask or to be refused' },
    );
    const asked = model.server.questions.length;
    // What is under way holds its share: more would be let through if only the past counted.
    expect(asked).toBeGreaterThan(1);
    expect(asked).toBeLessThan(10);
    release();
    const ends = await Promise.all(runs.map((run) => run.ends()));
    expect(ends.filter(({ type }) => type === 'run.done')).toHaveLength(asked);
    const [spent] = await db().$queryRaw<{ sum: number }[]>`SELECT SUM("amount") AS "sum" FROM "BudgetUse"`;
    expect(spent?.sum).toBeLessThanOrEqual(most);
  });
});
