/** Questions with fields inside of loops and of flows that are called. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '#lib/value.ts';
import { decide, sweepReminders } from '#platform/approvals.ts';
import { db } from '#prisma/client.ts';
import { chain, draw } from '#test/support/draw.ts';
import { FlowRun, published, TESTER, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';
import { until } from '#test/support/until.ts';

useHearth();

beforeAll(async () => {
  await db().user.create({ data: { id: TESTER.userId, name: TESTER.name, email: 'tess@example.org', role: 'owner' } });
});

const NUMBER: Json = [{ name: 'n', type: 'number', required: true }];
const statusOf = async (id: string) => (await db().approval.findUniqueOrThrow({ where: { id } })).status;

/** The questions of a run, once there are so many. */
function questions(run: FlowRun, count: number) {
  const where = { runId: run.runId, status: 'waiting' };
  const look = async () => {
    const found = await db().approval.findMany({ where, orderBy: { title: 'asc' } });
    return found.length === count ? found : undefined;
  };
  return until(look, { what: `${count} questions` });
}

describe('in a loop', () => {
  const looping = (more: Record<string, Json> = {}) =>
    draw({
      nodes: {
        start: ['manual'],
        loop: ['forEach', { items: ['a', 'b', 'c'], concurrency: 3 }],
        ask: ['approval', { title: 'How many {{ item.value }}?', fields: NUMBER, expiresAfter: '1h', ...more }],
        got: ['set', { fields: { what: '{{ item.value }}', n: '{{ steps.ask.answers.n }}' } }],
        end: ['set', { fields: { all: '{{ steps.loop.results }}' } }],
      },
      wires: [
        ...['start > loop', 'loop.each > ask', 'ask.approve > got', 'ask.deny > got', 'ask.expired > got'],
        ...['got > loop', 'loop.done > end'],
      ],
    });

  it('each iteration has its own question and its own answers, over a cut history', async () => {
    await using run = await testFlow(looping(), { continueAfter: 2 });
    const asked = await questions(run, 3);
    for (const index of [2, 0]) {
      const approvalId = asked[index]?.id ?? '';
      await decide({ approvalId, choice: 'approve', by: TESTER, answers: { n: index + 1 } });
    }
    await decide({ approvalId: asked[1]?.id ?? '', choice: 'deny', by: TESTER });
    expect(await run.output()).toEqual({
      all: [
        { what: 'a', n: 1 },
        { what: 'b', n: null },
        { what: 'c', n: 3 },
      ],
    });
  });

  it('a reminder is told of in the iteration that it belongs to', async () => {
    await using run = await testFlow(looping({ remindAfter: '1h' }));
    const asked = await questions(run, 3);
    const second = asked[1]?.id ?? '';
    await db().approval.update({ where: { id: second }, data: { remindAt: new Date(Date.now() - 1) } });
    expect(await sweepReminders()).toBe(1);
    const told = (await run.events()).filter(({ body }) => body.type === 'step.reminded');
    expect(told.map(({ stepId, iteration }) => [stepId, iteration])).toEqual([['ask', '1']]);
    await run.cancel();
    await run.ends();
    await run.closes();
    for (const { id } of asked) expect(await statusOf(id)).toBe('cancelled');
  });
});

describe('in a flow that is called', () => {
  const asking = () =>
    draw({
      name: 'Ask',
      nodes: {
        begin: ['flow.called'],
        ask: [
          'approval',
          { title: 'How many?', fields: NUMBER, expiresAfter: '1h', decides: 'people', people: ['tess@example.org'] },
        ],
        got: ['set', { fields: { n: '{{ steps.ask.answers.n }}' } }],
      },
      wires: [...chain('begin', 'ask'), 'ask.approve > got', 'ask.deny > got', 'ask.expired > got'],
    });

  async function called(): Promise<{ run: FlowRun; child: FlowRun; approvalId: string }> {
    const { flowId } = await published(asking());
    const run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          call: ['flow.call', { flow: flowId }],
          end: ['set', { fields: { n: '{{ steps.call.n }}' } }],
        },
        wires: chain('start', 'call', 'end'),
      }),
    );
    const { called: of } = await run.sees('step.called', 'call');
    const child = new FlowRun(of.runId, of.flowId);
    const { approvalId } = await child.sees('step.waiting', 'ask');
    return { run, child, approvalId: approvalId ?? '' };
  }

  it('what a person fills in there reaches the flow that called', async () => {
    const { run, approvalId } = await called();
    await using _ = run;
    const stranger = { userId: 'ben', name: 'Ben', via: 'web' as const };
    await expect(decide({ approvalId, choice: 'deny', by: stranger })).rejects.toThrow(/others to decide/);
    await decide({ approvalId, choice: 'approve', by: TESTER, answers: { n: 7 } });
    expect(await run.output()).toEqual({ n: 7 });
  });

  it('the question is taken back when the flow that called is stopped', async () => {
    const { run, child, approvalId } = await called();
    await using _ = run;
    await run.cancel();
    await run.ends();
    expect((await child.ends()).type).toBe('run.stopped');
    await child.closes();
    expect(await statusOf(approvalId)).toBe('cancelled');
  });
});

it('all of it can be replayed', async () => {
  expect(await replayAll()).toBeGreaterThan(3);
});
