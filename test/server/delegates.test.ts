/** Naming somebody who decides for oneself: fresh, on record, and never more than that person may do himself. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ApprovalRequest } from '#lib/approval.ts';
import type { ApprovalView } from '#lib/views.ts';
import type { DelegatesView } from '#lib/views-people.ts';
import { createApproval } from '#platform/approvals.ts';
import { closeDb, db, transactSql } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { givenRun, requestFor } from '#test/platform/given.ts';
import { addPerson, callTrpc, signIn, tokenOf } from './house.ts';

vi.setConfig({ testTimeout: 60_000 });

let [owner, approver]: Actor[] = [];
let [mine, theirs] = ['', ''];
beforeAll(async () => {
  [owner, approver] = [await addPerson('owner'), await addPerson('approver')];
  [mine, theirs] = [await signIn(owner.email), await signIn(approver.email)];
});
afterAll(closeDb);

const HOUR = 3600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
const named = (over: object = {}) => ({ toId: approver!.userId, from: inHours(-1), until: inHours(1), ...over });
const name = (input: object, by: object = { cookie: mine }) =>
  callTrpc('delegates.name', { mutate: true, input, ...by });
const end = (id: string, cookie: string) => callTrpc('delegates.end', { mutate: true, cookie, input: { id } });
const list = async (cookie: string) => (await callTrpc('delegates.mine', { cookie })).data as DelegatesView;

async function forOwner(): Promise<string> {
  const given = requestFor(await givenRun());
  const people = [{ id: owner!.userId, name: 'owner' }];
  const request: ApprovalRequest = {
    ...given,
    kind: 'step',
    deciders: { kind: 'people', people },
    nonce: randomUUID(),
  };
  return (await transactSql((tx) => createApproval(tx, { request }))).id;
}

test('who is named decides what is for the other alone; the card says for whom', async () => {
  const id = await forOwner();
  const view = async () => (await callTrpc('approvals.get', { cookie: theirs, input: { id } })).data as ApprovalView;
  const waits = async () => {
    const { data } = await callTrpc('approvals.list', { cookie: theirs, input: { mine: true, status: 'waiting' } });
    return (data as { items: unknown[] }).items.length;
  };
  expect([(await view()).mayDecide, await waits()]).toEqual([false, 0]);
  expect((await name(named())).status).toBe(200);
  expect(await list(mine)).toMatchObject({ mine: [{ name: 'approver' }], forOthers: [] });
  expect(await list(theirs)).toMatchObject({ mine: [], forOthers: [{ name: 'owner' }] });
  expect(await view()).toMatchObject({ mayDecide: true, standsInFor: 'owner' });
  expect(await waits()).toBe(1);
  const headers = { authorization: `Bearer ${await tokenOf(approver!, ['view', 'approve'])}` };
  const input = { id, choice: 'approve' };
  expect((await callTrpc('approvals.decide', { mutate: true, headers, input })).status).toBe(403);
  expect((await callTrpc('approvals.decide', { mutate: true, cookie: theirs, input })).status).toBe(200);
  expect(await view()).toMatchObject({ decidedBy: 'approver', decidedFor: 'owner' });
  expect(await db().audit.count({ where: { action: 'delegate.name', subject: `user:${owner!.userId}` } })).toBe(1);
});

test('what is for another alone is among what one may decide once it was asked of others', async () => {
  const given = requestFor(await givenRun());
  const deciders = { kind: 'people' as const, people: [{ id: owner!.userId, name: 'owner' }] };
  const admin = await signIn((await addPerson('admin')).email);
  const waits = async () => {
    const { data } = await callTrpc('approvals.list', {
      cookie: admin,
      input: { mine: true, flowId: given.run.flowId },
    });
    return (data as { items: { id: string }[] }).items.map(({ id }) => id);
  };
  const ask = async (at: number) => {
    const escalation = { at, roles: ['admin'] };
    const request: ApprovalRequest = { ...given, kind: 'step', deciders, escalation, nonce: randomUUID() };
    return (await transactSql((tx) => createApproval(tx, { request }))).id;
  };
  await ask(Date.now() + HOUR);
  const id = await ask(Date.now() - 1);
  expect(await waits()).toEqual([id]);
});

test('it is ended by either of the two at once, and by nobody else', async () => {
  const stranger = await signIn((await addPerson('admin')).email);
  for (const cookie of [mine, theirs]) {
    const { data } = await name(named());
    const { id } = data as { id: string };
    expect((await end(id, stranger)).status).toBe(404);
    expect((await end(id, cookie)).status).toBe(200);
    expect((await end(id, cookie)).status).toBe(404);
  }
  for (const { id } of (await list(mine)).mine) await end(id, mine);
  const id = await forOwner();
  const input = { id, choice: 'approve' };
  expect((await callTrpc('approvals.decide', { mutate: true, cookie: theirs, input })).status).toBe(403);
});

test.each<[string, () => Promise<object>]>([
  ['oneself', async () => named({ toId: owner!.userId })],
  ['who may not approve', async () => named({ toId: (await addPerson('editor')).userId })],
  ['nobody', async () => named({ toId: randomUUID() })],
  ['a time that is over', async () => named({ from: inHours(-3), until: inHours(-2) })],
  ['an end before the beginning', async () => named({ from: inHours(3), until: inHours(2) })],
  ['for ever', async () => named({ until: inHours(24 * 91) })],
])('%s is not named', async (_, given) => {
  expect((await name(await given())).status).toBe(400);
});

test('it takes the right to approve and a fresh sign-in, and no token does it', async () => {
  const viewer = await signIn((await addPerson('viewer')).email);
  expect((await name(named(), { cookie: viewer })).status).toBe(403);
  const headers = { authorization: `Bearer ${await tokenOf(owner!, ['approve', 'admin'])}` };
  expect((await name(named(), { headers })).status).toBe(403);
  const old = new Date(Date.now() - HOUR);
  await db().session.updateMany({ where: { userId: owner!.userId }, data: { createdAt: old, confirmedAt: null } });
  expect(await name(named())).toMatchObject({ status: 403, details: { freshSignIn: true } });
});

test('who was removed stands in for nobody any more', async () => {
  const [gone, admin] = [await addPerson('approver'), await signIn((await addPerson('owner')).email)];
  const { id } = await db().delegate.create({
    data: {
      id: randomUUID(),
      ofId: owner!.userId,
      toId: gone.userId,
      startsAt: new Date(),
      endsAt: new Date(inHours(1)),
    },
  });
  await callTrpc('people.remove', { mutate: true, cookie: admin, input: { id: gone.userId } });
  expect((await db().delegate.findUniqueOrThrow({ where: { id } })).endedAt).not.toBeNull();
});
