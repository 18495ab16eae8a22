/** One click for several questions: the server looks for itself whether they belong together. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ApprovalRequest } from '#lib/approval.ts';
import { TRUSTED, untrusted } from '#lib/label.ts';
import type { ApprovalCard, ApprovalView } from '#lib/views.ts';
import { createApproval } from '#platform/approvals.ts';
import { closeDb, db, transactSql } from '#prisma/client.ts';
import { givenFlow, givenRun, requestFor } from '#test/platform/given.ts';
import { addPerson, callTrpc, signIn, tokenOf } from './house.ts';

vi.setConfig({ testTimeout: 60_000 });

let cookie: string;
let token: string;
beforeAll(async () => {
  const owner = await addPerson('owner');
  cookie = await signIn(owner.email);
  token = await tokenOf(owner, ['view', 'approve']);
});
afterAll(closeDb);

async function ask(flowId: string, over: Partial<ApprovalRequest> = {}): Promise<string> {
  const { runId } = await givenRun({ flowId });
  const request = { ...requestFor({ runId, flowId }), nonce: randomUUID(), ...over };
  return (await transactSql((tx) => createApproval(tx, { request: { ...request, run: { ...request.run, runId } } })))
    .id;
}

/** A mail that asks because of what is in it: its target is the author's. */
const letter = (flowId: string, { to = 'ben@example.org', text = 'Hello' }, over: Partial<ApprovalRequest> = {}) =>
  ask(flowId, {
    args: [
      { field: 'to', title: 'To', role: 'target', value: to, label: TRUSTED },
      { field: 'text', title: 'Text', role: 'content', value: text, label: untrusted('webhook') },
    ],
    target: { kind: 'mail', id: to },
    rule: 'private-data',
    ...over,
  });

const decide = (input: object) => callTrpc('approvals.decide', { cookie, mutate: true, input });
const batch = (input: object, by: object = { cookie }) =>
  callTrpc('approvals.decideBatch', { ...by, mutate: true, input });
const view = async (id: string) => (await callTrpc('approvals.get', { cookie, input: { id } })).data as ApprovalView;
const cards = async (flowId: string) => {
  const input = { flowId, status: 'waiting', joined: true };
  return ((await callTrpc('approvals.list', { cookie, input })).data as { items: ApprovalCard[] }).items;
};
const rowsOf = (ids: string[]) =>
  db().approval.findMany({
    where: { id: { in: ids } },
    select: { status: true, choice: true, reason: true, signature: true },
  });

test('the same action of three runs is one card, and one yes is three signed decisions, each on record', async () => {
  const { flowId } = await givenFlow();
  const ids = [await ask(flowId), await ask(flowId), await ask(flowId)];
  const other = await ask(flowId, { target: { kind: 'mail', id: 'zoe@example.org' } });
  expect((await cards(flowId)).map(({ id, same }) => [id, same])).toEqual([
    [other, 1],
    [ids[0], 3],
  ]);
  const shown = await view(ids[0]!);
  expect(shown.others.map(({ id }) => id)).toEqual([ids[1], ids[2]]);
  const { data } = await decide({ id: ids[0], choice: 'approve', also: [ids[1], ids[2]] });
  expect(data).toEqual({ id: ids[0], answered: 3 });
  const rows = await rowsOf(ids);
  expect(rows.map(({ choice }) => choice)).toEqual(['approve', 'approve', 'approve']);
  expect(new Set(rows.map(({ signature }) => signature)).size).toBe(3);
  const record = { action: 'approval.decide', subject: { in: ids.map((id) => `approval:${id}`) } };
  expect(await db().audit.count({ where: record })).toBe(3);
  expect((await view(other)).status).toBe('waiting');
});

test('only what was on the page is answered: a run that came since still waits', async () => {
  const { flowId } = await givenFlow();
  const [one, two] = [await ask(flowId), await ask(flowId)];
  const late = await ask(flowId);
  await decide({ id: one, choice: 'approve', also: [two] });
  expect((await cards(flowId)).map(({ id, same }) => [id, same])).toEqual([[late, 1]]);
});

test('an answer is not carried to another action, whatever the page says', async () => {
  const { flowId } = await givenFlow();
  const one = await ask(flowId);
  const others = [
    await ask(flowId, { target: { kind: 'mail', id: 'zoe@example.org' } }),
    await ask((await givenFlow()).flowId),
    await ask(flowId, { tier: 'passkey' }),
    await ask(flowId, { approvers: { two: true } }),
    randomUUID(),
  ];
  for (const other of others) {
    const refused = await decide({ id: one, choice: 'approve', also: [other] });
    expect(refused).toMatchObject({ status: 422, message: expect.stringMatching(/not wait for the same/) as string });
  }
  expect((await rowsOf([one, ...others])).every(({ status }) => status === 'waiting')).toBe(true);
});

test('a changed yes changes each of the same', async () => {
  const { flowId } = await givenFlow();
  const [one, two] = [await ask(flowId), await ask(flowId)];
  await decide({ id: one, choice: 'approve', also: [two], args: { text: 'Other' } });
  for (const id of [one, two]) {
    const { choice, replacedById } = await view(id);
    expect(choice).toBe('replaced');
    expect((await view(replacedById ?? '')).request.args).toContainEqual(expect.objectContaining({ value: 'Other' }));
  }
});

test('a batch of alike mails is one click and a signed decision for each', async () => {
  const { flowId } = await givenFlow();
  const ids = [
    await letter(flowId, { text: 'One' }),
    await letter((await givenFlow()).flowId, { to: 'zoe@example.org', text: 'Two' }),
  ];
  const keys = await Promise.all(ids.map(async (id) => (await view(id)).batch));
  expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(keys[1]).toBe(keys[0]);
  const { data } = await batch({ ids, choice: 'deny', reason: 'Not today', readMs: 9000 });
  expect(data).toEqual({ decided: ids, failed: [] });
  expect((await rowsOf(ids)).map(({ choice, reason }) => [choice, reason])).toEqual([
    ['deny', 'Not today'],
    ['deny', 'Not today'],
  ]);
  const entry = await db().audit.findFirstOrThrow({ where: { subject: `approval:${ids[1]!}` } });
  expect(JSON.parse(entry.detail)).toMatchObject({ together: 2 });
  const { readMs } = await db().approval.findUniqueOrThrow({ where: { id: ids[0]! } });
  expect(readMs).toBe(4500);
});

test('a mixed batch is refused whole, and so is one by a token or without the right', async () => {
  const { flowId } = await givenFlow();
  const one = await letter(flowId, {});
  const others = [
    await letter(flowId, { to: 'eve@other.example' }),
    await letter(flowId, {}, { rule: 'new-target' }),
    await letter(flowId, {}, { tier: 'passkey' }),
    await letter(flowId, {}, { approvers: { notBy: [] } }),
    await ask(flowId),
    randomUUID(),
  ];
  for (const other of others) {
    const refused = await batch({ ids: [one, other], choice: 'approve' });
    expect(refused).toMatchObject({ status: 422, message: expect.stringMatching(/decided together/) as string });
  }
  const two = await letter(flowId, { text: 'Two' });
  const input = { ids: [one, two], choice: 'approve' };
  const viewer = await signIn((await addPerson('viewer')).email);
  expect((await batch(input, { cookie: viewer })).status).toBe(403);
  expect((await batch(input, { headers: { authorization: `Bearer ${token}` } })).status).toBe(403);
  expect((await batch({ ...input, ids: [one, one] })).status).toBe(422);
  expect((await batch({ ...input, choice: 'again' })).status).toBe(400);
  expect((await rowsOf([one, two])).every(({ status }) => status === 'waiting')).toBe(true);
});

test('what somebody else decided meanwhile keeps the others from nothing', async () => {
  const { flowId } = await givenFlow();
  const ids = [await letter(flowId, { text: '1' }), await letter(flowId, { text: '2' })];
  await decide({ id: ids[0], choice: 'deny' });
  const { data } = await batch({ ids, choice: 'approve' });
  expect(data).toMatchObject({ decided: [ids[1]], failed: [{ id: ids[0] }] });
});

test('what one run waits for is answered as a plan, whatever it is; of another run nothing comes along', async () => {
  const { flowId } = await givenFlow();
  const { runId } = await givenRun({ flowId });
  const ofRun = async (over: Partial<ApprovalRequest>) => {
    const request = { ...requestFor({ runId, flowId }), nonce: randomUUID(), ...over };
    return (await transactSql((tx) => createApproval(tx, { request }))).id;
  };
  const mail = await ofRun({});
  const page = await ofRun({ tool: { type: 'http.request', version: 1, title: 'Web', risk: 'read' }, target: null });
  const over = await ofRun({ expiresAt: Date.now() - 1 });
  const guarded = await ofRun({ tier: 'passkey' });
  const elsewhere = await ask(flowId, { rule: 'new-target' });
  expect((await view(page)).plan.toSorted()).toEqual([mail, page].sort());
  for (const id of [over, guarded, elsewhere]) expect((await view(id)).plan).not.toContain(id);
  for (const other of [guarded, elsewhere])
    expect((await batch({ ids: [mail, other], choice: 'approve' })).status).toBe(422);
  const { data } = await batch({ ids: [mail, page], choice: 'approve' });
  expect(data).toEqual({ decided: [mail, page], failed: [] });
  expect((await view(mail)).plan).toEqual([]);
  expect((await view(guarded)).status).toBe('waiting');
});
