import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide } from '#platform/approvals.ts';
import { closeNudge } from '#platform/nudge.ts';
import { closeTemporal } from '#platform/temporal.ts';
import { closeDb, db } from '#prisma/client.ts';
import { agentFlow, calls, useModel, workOf } from '#test/support/agents.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { TESTER, testFlow, type FlowRun } from '#test/support/flow-run.ts';
import { Instance } from '#test/support/instance.ts';
import { until } from '#test/support/until.ts';

const COUNT = { name: 'count', type: 'counter.add', params: { counter: 'calls' }, fill: ['add'] };

describe('kill -9 of the worker while agents work', { timeout: 240_000 }, () => {
  let hearth: Instance;
  let server: CountingServer;

  beforeAll(async () => {
    hearth = await Instance.start();
    server = await CountingServer.start();
    await db().user.create({ data: { id: TESTER.userId, name: TESTER.name, email: 'tess@example.org' } });
  }, 120_000);

  // After the instance: the first look at the settings is for all.
  const model = useModel();

  afterAll(async () => {
    await hearth.stop();
    await server[Symbol.asyncDispose]();
    await closeTemporal();
    closeNudge();
    await closeDb();
  });

  const post = () => ({
    ...{ name: 'order', type: 'http.request', fill: ['body'] },
    params: { method: 'POST', url: `${server.url}/order`, bodyType: 'json', idempotency: 'Idempotency-Key' },
  });
  const start = (task: string): Promise<FlowRun> =>
    testFlow(agentFlow({ connection: model.connection, tools: [COUNT, post()] as never, task }));
  const counted = async () => (await db().counter.findUnique({ where: { name: 'calls' } }))?.value ?? 0;
  const askedOf = (task: string) => model.server.questions.filter(({ body }) => JSON.stringify(body).includes(task));

  it('one that answers, one with a call under way, one that asks: nothing is done, asked or paid twice', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    model.server.think((prompt) => {
      const turns = prompt.split('"role":"assistant"').length - 1;
      if (prompt.includes('Talk.')) {
        if (turns === 0) return calls(['count', { add: 1 }]);
        return askedOf('Talk.').length === 2 ? { text: 'Nobody hears this.', until: held } : { text: 'Said.' };
      }
      if (prompt.includes('Order.'))
        return turns === 0
          ? calls(['count', { add: 1 }], ['order', { body: { item: 'chair' } }])
          : { text: 'Ordered.' };
      return turns === 0 ? calls(['ask_person', { question: 'Which one?' }]) : { text: 'The blue one.' };
    });
    server.answer = (_request, response) => {
      if (server.count('/order') === 1) server.hold(response);
      else response.end('{"ok":true}');
    };
    await using talking = await start('Talk.');
    await using ordering = await start('Order.');
    await using asking = await start('Ask.');
    const work = await workOf(asking);
    await work.sees('step.waiting', 'ask_person');
    await server.receives(1, '/order');
    await until(async () => askedOf('Talk.').length === 2 && (await counted()) === 2, { what: 'both others' });

    await hearth.kill('worker');
    await hearth.back('worker');
    release();
    server.release();

    expect(await talking.output()).toMatchObject({ text: 'Said.', turns: 2 });
    // The turn that was broken off is asked for again, no other.
    expect(askedOf('Talk.')).toHaveLength(3);
    const paid = await db().modelCall.findMany({ where: { rootRunId: talking.runId }, orderBy: { at: 'asc' } });
    // It stays on record: it may have cost something.
    expect(paid.map(({ status }) => status)).toEqual(['ok', 'begun', 'ok']);

    expect(await ordering.output()).toMatchObject({ text: 'Ordered.', turns: 2 });
    expect(askedOf('Order.')).toHaveLength(2);
    expect(new Set(server.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);

    const [question, ...more] = await db().approval.findMany({ where: { runId: work.runId } });
    expect(more).toEqual([]);
    await decide({
      approvalId: question?.id ?? '',
      choice: 'answer',
      answers: { answer: 'The blue one.' },
      by: TESTER,
    });
    expect(await asking.output()).toMatchObject({ text: 'The blue one.', turns: 2 });
    expect(askedOf('Ask.')).toHaveLength(2);
    expect(await counted()).toBe(2);
  });
});
