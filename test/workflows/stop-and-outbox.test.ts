import { afterEach, describe, expect, it } from 'vitest';
import { CountingServer } from '#test/support/counting-server.ts';
import { draw } from '#test/support/draw.ts';
import { TESTER, testFlow, type FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { useMail } from '#test/support/mail.ts';
import { decideHold, waitingSends } from '#platform/holds.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { releaseStop, setStop } from '#platform/stop.ts';

useHearth();

const NONE = { rules: [], allowLists: [], budgets: [] };
const mail = useMail('My mail');
afterEach(async () => {
  await savePolicy({ policy: NONE, by: 'system' });
});

async function sending(sendDelay: string): Promise<FlowRun> {
  await savePolicy({ policy: { ...NONE, sendDelay }, by: 'system' });
  const params = { to: 'anna@example.org', subject: 'Hi', text: 'Hello' };
  return testFlow(
    draw({
      nodes: { start: ['manual'], send: ['mail.send', params, { connection: mail.connection }] },
      wires: ['start > send'],
    }),
  );
}

describe('a mail that nobody had to approve', () => {
  it('waits by a timer of the workflow, then goes once', async () => {
    await using run = await sending('1s');
    const { reason } = await run.sees('step.waiting', 'send');
    expect([reason, mail.smtp.received.length]).toEqual(['send-delay', 0]);
    expect((await run.ends()).type).toBe('run.done');
    expect(mail.smtp.received).toHaveLength(1);
  });

  it('is not sent when somebody takes it back', async () => {
    await using run = await sending('1h');
    const { approvalId = '' } = await run.sees('step.waiting', 'send');
    expect((await waitingSends()).map(({ id }) => id)).toContain(approvalId);
    await decideHold({ id: approvalId, choice: 'cancel', by: TESTER.userId });
    expect(await run.ends()).toMatchObject({ type: 'run.failed', error: { type: 'Denied' } });
    expect(mail.smtp.received).toHaveLength(0);
  });

  it('is off the list when its run is stopped', async () => {
    await using run = await sending('1h');
    await run.sees('step.waiting', 'send');
    await run.cancel();
    expect((await run.ends()).type).toBe('run.stopped');
    expect((await waitingSends()).filter(({ runId }) => runId === run.runId)).toEqual([]);
    expect(mail.smtp.received).toHaveLength(0);
  });
});

describe('a stop', () => {
  afterEach(() => releaseStop('global', 'user:tester'));

  const asking = (url: string, method = 'GET') =>
    testFlow(draw({ nodes: { start: ['manual'], ask: ['http.request', { method, url }] }, wires: ['start > ask'] }));

  it('lets go of what is under way within two seconds, and does it again after the release', async () => {
    await using server = await CountingServer.start();
    server.answer = null;
    await using run = await asking(server.url);
    await server.receives(1);
    const before = Date.now();
    await setStop('global', 'user:tester', { mode: 'park' });
    await server.hungUp();
    expect(Date.now() - before).toBeLessThan(2000);
    expect(await run.sees('step.waiting', 'ask')).toMatchObject({ reason: 'stopped' });
    server.release();
    expect(server.count()).toBe(1);
    await releaseStop('global', 'user:tester');
    expect((await run.ends()).type).toBe('run.done');
    expect(server.count()).toBe(2);
  });

  it('that ends runs lets nothing go on', async () => {
    await using server = await CountingServer.start();
    server.answer = null;
    await using run = await asking(server.url);
    await server.receives(1);
    await setStop('tool:http.request', 'user:tester', { mode: 'cancel' });
    expect(await run.ends()).toMatchObject({ type: 'run.failed', error: { type: 'Stopped' } });
    await releaseStop('tool:http.request', 'user:tester');
    expect(server.count()).toBe(1);
  });

  it('asks a person about what cannot be done twice and was under way', async () => {
    await using server = await CountingServer.start();
    server.answer = null;
    await using run = await asking(server.url, 'POST');
    await server.receives(1);
    await setStop('global', 'user:tester', { mode: 'park' });
    await run.sees('step.waiting', 'ask');
    await releaseStop('global', 'user:tester');
    await expect
      .poll(async () => (await run.events()).filter(({ body }) => body.type === 'step.waiting'))
      .toHaveLength(2);
    const asked = (await run.events()).flatMap(({ body }) => (body.type === 'step.waiting' ? [body.reason] : []));
    expect(asked).toEqual(['stopped', 'outcome-unknown']);
    expect(server.count()).toBe(1);
  });
});
