import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApproval } from '#platform/approvals.ts';
import { FLOOD } from '#platform/flood.ts';
import { closeDb, db, transactSql } from '#prisma/client.ts';
import { givenFlow, givenRun, requestFor } from '#test/platform/given.ts';
import { addPerson, callTrpc, signIn, tokenOf } from './house.ts';

vi.setConfig({ testTimeout: 60_000 });

let cookie: string;
let flowId: string;
beforeAll(async () => {
  cookie = await signIn((await addPerson('owner')).email);
  ({ flowId } = await givenFlow());
  const { runId } = await givenRun({ flowId });
  for (let count = 0; count < FLOOD.most; count += 1) {
    const request = { ...requestFor({ runId, flowId }), nonce: randomUUID() };
    await transactSql((tx) => createApproval(tx, { request }));
  }
  const { runId: calm } = await givenRun();
  const request = { ...requestFor({ runId: calm, flowId: 'calm' }), nonce: randomUUID() };
  await transactSql((tx) => createApproval(tx, { request }));
});
afterAll(closeDb);

const listed = async (input: object) => {
  const { data } = await callTrpc('approvals.list', { cookie, input });
  return (data as { items: { flowId: string }[] }).items.map((item) => item.flowId);
};

test('a flood is one card; its questions are there for who wants each', async () => {
  const { data } = await callTrpc('approvals.floods', { cookie });
  expect(data).toEqual([{ flowId, flowName: 'Test flow', waiting: FLOOD.most, paused: true }]);
  expect(await listed({ status: 'waiting', calm: true })).toEqual(['calm']);
  expect(await listed({ status: 'waiting', flowId })).toHaveLength(FLOOD.most);
  expect(await listed({ status: 'waiting' })).toHaveLength(FLOOD.most + 1);
});

test('one no is for all of them and of this flow alone; there is no such yes', async () => {
  const viewer = await addPerson('viewer');
  const refused = await callTrpc('approvals.denyFlood', {
    mutate: true,
    cookie: await signIn(viewer.email),
    input: { flowId },
  });
  expect(refused.status).toBe(403);
  const token = await tokenOf(viewer, ['view']);
  const headers = { authorization: `Bearer ${token}` };
  expect((await callTrpc('approvals.denyFlood', { mutate: true, headers, input: { flowId } })).status).toBe(403);
  expect((await callTrpc('approvals.denyFlood', { cookie, input: { flowId } })).status).toBe(405);

  const input = { flowId, reason: 'It went wild.' };
  const { data } = await callTrpc('approvals.denyFlood', { mutate: true, cookie, input });
  expect(data).toEqual({ denied: FLOOD.most, left: 0 });
  const rows = await db().approval.findMany({
    where: { flowId },
    select: { choice: true, reason: true, signature: true },
  });
  expect(rows.every(({ choice, reason, signature }) => choice === 'deny' && reason === input.reason && signature)).toBe(
    true,
  );
  expect(await db().approval.count({ where: { flowId: 'calm', status: 'waiting' } })).toBe(1);
});
