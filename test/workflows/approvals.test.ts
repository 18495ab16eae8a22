import { defaultPayloadConverter } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { NAMESPACE, SIGNAL } from '#lib/messages.ts';
import type { Flow } from '#lib/flow.ts';
import { decide, expireDue, sweepDecisions } from '#platform/approvals.ts';
import { saveConnection } from '#platform/connections.ts';
import { Conflict } from '#platform/errors.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db } from '#prisma/client.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { draw } from '#test/support/draw.ts';
import { TESTER, testFlow, type FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';

const asking = (more: Record<string, string> = {}) =>
  draw({
    nodes: {
      start: ['manual'],
      ask: ['approval', { title: 'Send it to {{ trigger.who }}?', message: 'Please look.', ...more }],
      yes: ['set', { fields: { end: '{{ steps.ask.choice }}' } }],
      no: ['set', { fields: { end: 'no' } }],
      late: ['set', { fields: { end: 'late' } }],
    },
    wires: ['start > ask', 'ask.approve > yes', 'ask.deny > no', 'ask.expired > late'],
  });

/** Posts to an address that came in from outside: somebody else would choose who is reached. */
async function posting(server: CountingServer): Promise<Flow> {
  // The connection opens the way into the own network; the owner's list, which would answer for the target, does not.
  const { id } = await saveConnection({
    by: 'user:tester',
    name: 'Service',
    type: 'http-bearer',
    config: { hosts: [server.host] },
    secrets: { token: 'a-token-of-the-test' },
  });
  const body = { hello: 'you' };
  return draw({
    nodes: {
      hook: ['webhook'],
      call: [
        'http.request',
        { method: 'POST', url: '{{ trigger.body.url }}', bodyType: 'json', body },
        { connection: id },
      ],
    },
    wires: ['hook > call'],
  });
}

const fromOutside = (url: string) => ({
  input: { method: 'POST', path: '', headers: {}, query: {}, body: { url } },
  from: 'webhook:steps.hook',
});

async function asked(run: FlowRun, step: string): Promise<string> {
  const { approvalId } = await run.sees('step.waiting', step);
  return approvalId ?? '';
}

useHearth();

describe('an approval', () => {
  it('is told of in order, beside a branch that is slow', async () => {
    const flow = draw({
      nodes: {
        start: ['manual'],
        work: ['table.find', { table: 'Nothing' }],
        ask: ['approval', { title: 'Go on?', message: 'Please look.' }],
      },
      wires: ['start > work', 'start > ask'],
    });
    await using run = await testFlow(flow);
    const approvalId = await asked(run, 'ask');
    await run.sees('step.done', 'work');
    const told = (await run.events()).filter(({ stepId }) => stepId === 'ask' || stepId === '');
    expect(told.map(({ stepId, body }) => `${stepId} ${body.type}`.trim())).toEqual([
      'run.queued',
      'run.started',
      'ask step.started',
      'ask step.input',
      'ask step.waiting',
    ]);
    await decide({ approvalId, choice: 'approve', by: TESTER });
    await run.ends();
  });

  it('parks the run and goes on by the button that a person chose', async () => {
    await using run = await testFlow(asking(), { input: { who: 'Ada' } });
    const approvalId = await asked(run, 'ask');
    expect(await run.status()).toBe('waiting');
    const row = await db().approval.findUniqueOrThrow({ where: { id: approvalId } });
    expect(row).toMatchObject({ kind: 'step', title: 'Send it to Ada?', status: 'waiting' });
    await decide({ approvalId, choice: 'approve', by: TESTER });
    expect(await run.output()).toEqual({ end: 'approve' });
    expect(await run.sees('step.decided', 'ask')).toMatchObject({ choice: 'approve' });
    await expect(decide({ approvalId, choice: 'deny', by: TESTER })).rejects.toThrow(Conflict);
  });

  it('takes its own branch when nobody decides in time', async () => {
    await using run = await testFlow(asking({ expiresAfter: '300ms' }), { input: { who: 'Ada' } });
    expect(await run.output()).toEqual({ end: 'late' });
  });

  it('is closed when the run no longer waits for it', async () => {
    await using run = await testFlow(asking(), { input: { who: 'Ada' } });
    const approvalId = await asked(run, 'ask');
    await run.cancel();
    await run.ends();
    await run.closes();
    expect(await db().approval.findUniqueOrThrow({ where: { id: approvalId } })).toMatchObject({ status: 'cancelled' });
    await expect(decide({ approvalId, choice: 'approve', by: TESTER })).rejects.toThrow(Conflict);
  });

  it('cannot be given by a message to Temporal, however it looks', async () => {
    await using run = await testFlow(asking({ expiresAfter: '1h' }), { input: { who: 'Ada' } });
    const approvalId = await asked(run, 'ask');
    const handle = await run.handle();
    await handle.signal(SIGNAL.wake, { approvalId, choice: 'approve' });
    await handle.signal('decide', { approvalId, choice: 'approve' });
    // As the Temporal CLI sends it: not even encrypted.
    const { connection } = await temporalClient();
    const plain = defaultPayloadConverter.toPayload({ approvalId, choice: 'approve' });
    await connection.workflowService.signalWorkflowExecution({
      namespace: NAMESPACE,
      workflowExecution: { workflowId: handle.workflowId },
      signalName: SIGNAL.wake,
      input: { payloads: plain ? [plain] : [] },
    });
    // What proves that the run has read them all: it still takes the real decision, and only that.
    await decide({ approvalId, choice: 'deny', by: TESTER });
    expect(await run.output()).toEqual({ end: 'no' });
  });

  it('counts for nothing when its row was written past the web process', async () => {
    await using run = await testFlow(asking({ expiresAfter: '1h' }), { input: { who: 'Ada' } });
    const approvalId = await asked(run, 'ask');
    await db().approval.update({ where: { id: approvalId }, data: { status: 'decided', choice: 'approve' } });
    await sweepDecisions();
    // Written past `decide`, it has no signature: it counts as none.
    expect(await run.types('ask')).not.toContain('step.decided');
    await db().approval.update({ where: { id: approvalId }, data: { status: 'waiting', choice: null } });
    await decide({ approvalId, choice: 'approve', by: TESTER });
    expect(await run.output()).toEqual({ end: 'approve' });
  });
});

describe('the gate', () => {
  it('asks before an untrusted target is reached, and acts once when a person says yes', async () => {
    await using server = await CountingServer.start({ listed: false });
    await using run = await testFlow(await posting(server), fromOutside(`${server.url}/pay`));
    const approvalId = await asked(run, 'call');
    expect(server.count()).toBe(0);
    const row = await db().approval.findUniqueOrThrow({ where: { id: approvalId } });
    expect(row.kind).toBe('gate');
    expect(JSON.parse(row.request)).toMatchObject({ tool: { type: 'http.request' }, target: { id: server.host } });
    await decide({ approvalId, choice: 'approve', by: TESTER });
    await run.output();
    expect(server.count('/pay')).toBe(1);
    expect(await db().approval.findUniqueOrThrow({ where: { id: approvalId } })).toMatchObject({
      consumedBy: expect.any(String) as string,
    });
  });

  it('does nothing when a person says no', async () => {
    await using server = await CountingServer.start({ listed: false });
    await using run = await testFlow(await posting(server), fromOutside(`${server.url}/pay`));
    await decide({ approvalId: await asked(run, 'call'), choice: 'deny', reason: 'Not him', by: TESTER });
    expect(await run.ends()).toMatchObject({ type: 'run.failed', error: { type: 'Denied' } });
    expect(server.count()).toBe(0);
  });

  it('does what was approved after an edit, not what was asked', async () => {
    await using server = await CountingServer.start({ listed: false });
    await using run = await testFlow(await posting(server), fromOutside(`${server.url}/first`));
    const approvalId = await asked(run, 'call');
    const { replacedById } = await decide({
      approvalId,
      choice: 'approve',
      by: TESTER,
      args: { url: `${server.url}/second` },
    });
    expect(replacedById).toBeDefined();
    await run.output();
    expect(server.received.map((one) => one.path)).toEqual(['/second']);
  });

  it('takes silence for a no', async () => {
    await using server = await CountingServer.start({ listed: false });
    await using run = await testFlow(await posting(server), fromOutside(`${server.url}/pay`));
    const approvalId = await asked(run, 'call');
    await overdue(approvalId);
    await expireDue(approvalId);
    expect(await run.ends()).toMatchObject({ type: 'run.failed', error: { type: 'Denied' } });
    expect(server.count()).toBe(0);
  });

  it.each([
    ['happened', 1],
    ['again', 2],
  ])('asks what became of a request whose answer was lost: %s', async (choice, requests) => {
    await using server = await CountingServer.start();
    server.answer = (_request, response) => {
      if (server.count() === 1) response.destroy();
      else response.end('{"ok":true}');
    };
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          call: ['http.request', { method: 'POST', url: server.url, bodyType: 'text', body: 'once' }],
        },
        wires: ['start > call'],
      }),
    );
    const approvalId = await asked(run, 'call');
    expect(await run.sees('step.waiting', 'call')).toMatchObject({ reason: 'outcome-unknown' });
    expect(await db().approval.findUniqueOrThrow({ where: { id: approvalId } })).toMatchObject({ kind: 'outcome' });
    await decide({ approvalId, choice, by: TESTER });
    expect((await run.ends()).type).toBe('run.done');
    expect(server.count()).toBe(requests);
  });

  it('ends the run when a person cannot tell what became of a request', async () => {
    await using server = await CountingServer.start();
    server.answer = (_request, response) => void response.destroy();
    await using run = await testFlow(
      draw({
        nodes: { start: ['manual'], call: ['http.request', { method: 'POST', url: server.url }] },
        wires: ['start > call'],
      }),
    );
    await decide({ approvalId: await asked(run, 'call'), choice: 'stop', by: TESTER });
    expect((await run.ends()).type).toBe('run.stopped');
    expect(server.count()).toBe(1);
  });

  it('can be replayed', async () => {
    expect(await replayAll()).toBeGreaterThan(5);
  });
});

async function overdue(approvalId: string): Promise<void> {
  const row = await db().approval.findUniqueOrThrow({ where: { id: approvalId } });
  expect(row.status).toBe('waiting');
  await db().approval.update({ where: { id: approvalId }, data: { expiresAt: new Date(Date.now() - 1000) } });
}
