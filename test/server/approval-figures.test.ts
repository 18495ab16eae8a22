import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApproval } from '#platform/approvals.ts';
import { closeDb, db, transactSql } from '#prisma/client.ts';
import { givenFlow, givenRun, requestFor } from '#test/platform/given.ts';
import { addPerson, callTrpc, signIn } from './house.ts';

vi.setConfig({ testTimeout: 60_000 });

let cookie: string;
beforeAll(async () => {
  cookie = await signIn((await addPerson('owner')).email);
});
afterAll(closeDb);

test('figures are of real runs, count how long a question was looked at, and are for the owner', async () => {
  const { flowId } = await givenFlow();
  const ask = async (runId: string) => {
    const request = { ...requestFor({ runId, flowId }), nonce: randomUUID() };
    return (await transactSql((tx) => createApproval(tx, { request }))).id;
  };
  const decide = async (id: string, choice: string, readMs?: number) => {
    const input = { id, choice, ...(readMs === undefined ? {} : { readMs }) };
    expect((await callTrpc('approvals.decide', { mutate: true, cookie, input })).status).toBe(200);
  };
  const { runId } = await givenRun({ flowId });
  await givenRun({ flowId });
  await decide(await ask(runId), 'approve', 900);
  await decide(await ask(runId), 'deny', 30_000);
  await decide(await ask(runId), 'approve');
  await ask(runId);
  const tried = await givenRun({ flowId });
  await db().run.update({ where: { id: tried.runId }, data: { mode: 'test' } });
  await decide(await ask(tried.runId), 'approve', 1);

  const { data } = await callTrpc('approvals.figures', { cookie });
  expect(data).toMatchObject({
    ...{ days: 30, asked: 4, runs: 2, per100Runs: 200, hasty: 0.5, refused: 1 / 3 },
    flows: [{ flowId, flowName: 'Test flow', asked: 4 }],
  });
  const editor = await signIn((await addPerson('editor')).email);
  expect((await callTrpc('approvals.figures', { cookie: editor })).status).toBe(403);
});
