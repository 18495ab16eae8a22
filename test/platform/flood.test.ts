import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createApproval } from '#platform/approvals.ts';
import { FLOOD, floods } from '#platform/flood.ts';
import { db, sql, transactSql } from '#prisma/client.ts';
import { givenFlow, givenRun, requestFor, temporalIsDown } from './given.ts';

temporalIsDown();

async function asks(flowId: string, times: number): Promise<void> {
  const { runId } = await givenRun({ flowId });
  for (let count = 0; count < times; count += 1) {
    const request = { ...requestFor({ runId, flowId }), nonce: randomUUID() };
    await transactSql((tx) => createApproval(tx, { request }));
  }
}

const isPaused = async (id: string) => (await db().flow.findUniqueOrThrow({ where: { id } })).paused;
const waiting = (flowId: string) => db().approval.count({ where: { flowId, status: 'waiting' } });
const records = (flowId: string) =>
  db().audit.findMany({ where: { subject: `flow:${flowId}`, action: 'flow.pause' }, select: { detail: true } });

describe('a flow that asks unusually often', () => {
  it('is paused with the question that is one too many, once, and loses none', async () => {
    const { flowId } = await givenFlow();
    await asks(flowId, FLOOD.most - 1);
    expect(await isPaused(flowId)).toBe(false);
    expect(await floods({ sql: sql() })).toEqual([]);
    await asks(flowId, 1);
    expect(await isPaused(flowId)).toBe(true);
    await asks(flowId, 2);
    expect(await waiting(flowId)).toBe(FLOOD.most + 2);
    expect(await floods({ sql: sql() })).toEqual([{ flowId, waiting: FLOOD.most + 2 }]);
    expect((await records(flowId)).map(({ detail }) => JSON.parse(detail) as object)).toMatchObject([
      { why: 'flood', asked: FLOOD.most },
    ]);
    const notices = await db().notice.findMany({ where: { flowId } });
    expect(notices).toMatchObject([
      { level: 'urgent', text: expect.stringMatching(/more than anybody reads/) as string },
    ]);
  });

  it('goes on for who resumed it, and another flow is not held for it', async () => {
    const { flowId } = await givenFlow();
    const { flowId: other } = await givenFlow();
    await asks(flowId, FLOOD.most);
    await db().flow.update({ where: { id: flowId }, data: { paused: false } });
    await asks(flowId, 1);
    await asks(other, 1);
    expect([await isPaused(flowId), await isPaused(other)]).toEqual([false, false]);
  });

  it('is one that asked so often lately: what was asked before does not count', async () => {
    const { flowId } = await givenFlow();
    await asks(flowId, FLOOD.most - 1);
    await db().approval.updateMany({
      where: { flowId },
      data: { createdAt: new Date(Date.now() - FLOOD.windowMs - 1) },
    });
    await asks(flowId, 1);
    expect(await isPaused(flowId)).toBe(false);
  });
});
