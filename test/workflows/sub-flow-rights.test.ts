import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#lib/policy.ts';
import { decide } from '#platform/approvals.ts';
import { MOST_CALLERS } from '#platform/calls.ts';
import { publishFlow, saveDraft } from '#platform/flows.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { startRun } from '#platform/start-run.ts';
import { releaseStop, setStop } from '#platform/stop.ts';
import { db } from '#prisma/client.ts';
import { calledBy, calling, greeting } from '#test/support/called-flows.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { published, TESTER, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';

useHearth();

describe('what a called flow may do', () => {
  const posting = (server: CountingServer) =>
    draw({
      name: 'Post',
      nodes: { begin: ['flow.called'], call: ['http.request', { method: 'POST', url: `${server.url}/pay` }] },
      wires: ['begin > call'],
    });

  it('is bounded by what decided that it was called', async () => {
    await using server = await CountingServer.start();
    const { flowId } = await published(posting(server));
    const flow = draw({
      nodes: {
        start: ['manual'],
        check: ['if', { rows: [{ left: '{{ trigger.text }}', operator: 'contains', right: 'pay' }] }],
        call: ['flow.call', { flow: flowId }],
      },
      wires: ['start > check', 'check.true > call'],
    });
    await using run = await testFlow(flow, { input: { text: 'please pay' }, from: 'mail' });
    const child = await calledBy(run);
    expect(await child.sees('step.waiting', 'call')).toMatchObject({ reason: 'untrusted-branch' });
    expect(server.count()).toBe(0);
  });

  it('is bounded by the rules about the flow that calls', async () => {
    await using server = await CountingServer.start();
    const { flowId } = await published(posting(server));
    await using run = await testFlow(calling(flowId), { start: false });
    const rule = {
      id: 'no-posts',
      match: { flowId: run.flowId, tool: 'http.*' },
      effect: 'deny' as const,
      reason: 'Not from here.',
    };
    await savePolicy({ policy: { ...DEFAULT_POLICY, rules: [rule] }, by: 'user:tester' });
    await startRun(run.runId);
    expect(await run.ends()).toMatchObject({ error: { message: '"Post" failed: Not from here.' } });
    await savePolicy({ policy: DEFAULT_POLICY, by: 'user:tester' });
    expect(server.count()).toBe(0);
  });

  it('ends with the stop of the flow that calls', async () => {
    await using server = await CountingServer.start();
    const asking = draw({
      name: 'Ask, then post',
      nodes: {
        begin: ['flow.called'],
        ask: ['approval', { title: 'Go on?' }],
        call: ['http.request', { method: 'POST', url: `${server.url}/pay` }],
      },
      wires: ['begin > ask', 'ask.approve > call'],
    });
    const { flowId } = await published(asking);
    await using run = await testFlow(calling(flowId));
    const child = await calledBy(run);
    const { approvalId = '' } = await child.sees('step.waiting', 'ask');
    await setStop(`flow:${run.flowId}`, 'user:tester');
    await decide({ approvalId, choice: 'approve', by: TESTER });
    expect(await child.ends()).toMatchObject({ type: 'run.failed', error: { type: 'Stopped' } });
    expect(server.count()).toBe(0);
    await releaseStop(`flow:${run.flowId}`, 'user:tester');
  });

  it('does not go round for ever', async () => {
    const { flowId } = await published(greeting());
    const round = calling(flowId);
    const row = await db().flow.findUniqueOrThrow({ where: { id: flowId } });
    await saveDraft({ id: flowId, draft: round, revision: row.draftRevision });
    await publishFlow({ id: flowId, by: 'user:tester' });
    await using run = await testFlow(calling(flowId));
    expect(await run.ends()).toMatchObject({ error: { message: expect.stringContaining('circle') as string } });
    expect(await db().run.count({ where: { rootRunId: run.runId } })).toBe(1 + MOST_CALLERS);
  });
});

describe('one flow called twice by a run', () => {
  it('does what it does twice, though its steps have the same names', async () => {
    await using server = await CountingServer.start();
    const posting = draw({
      name: 'Post',
      nodes: {
        begin: ['flow.called'],
        call: ['http.request', { method: 'POST', url: `${server.url}/note`, body: 'x' }],
      },
      wires: ['begin > call'],
    });
    const { flowId } = await published(posting);
    const flow = draw({
      nodes: { start: ['manual'], call: ['flow.call', { flow: flowId }], again: ['flow.call', { flow: flowId }] },
      wires: chain('start', 'call', 'again'),
    });
    await using run = await testFlow(flow);
    await run.output();
    expect(server.count('/note')).toBe(2);
  });
});
