/** Who may decide what: every role, with every scope of a token and in the page, for every care that a question takes. */
import { randomUUID } from 'node:crypto';
import { afterAll, expect, test, vi } from 'vitest';
import type { ApprovalRequest } from '#lib/approval.ts';
import type { Right } from '#lib/views.ts';
import { createApproval } from '#platform/approvals.ts';
import { closeDb, db, transact } from '#prisma/client.ts';
import { requestFor } from '#test/platform/given.ts';
import { RIGHTS, rightsOfRole } from '#server/rights.ts';
import { addPerson, callApi, callTrpc, signIn, tokenOf } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000 });
afterAll(closeDb);

const CARE: Record<string, Partial<ApprovalRequest>> = {
  ordinary: {},
  passkey: { tier: 'passkey' },
  critical: { tool: { type: 'mail.send', version: 1, title: 'Send mail', risk: 'critical' } },
};

async function ask(more: Partial<ApprovalRequest>): Promise<string> {
  const request = { ...requestFor({ runId: randomUUID(), flowId: 'f' }), ...more };
  return (await transact((tx) => createApproval(tx, { request }))).id;
}

const undecided = async (id: string) =>
  expect(await db().approval.findUniqueOrThrow({ where: { id } })).toMatchObject({
    status: 'waiting',
    signature: null,
  });

test.each(['viewer', 'editor', 'runner', 'approver', 'admin', 'owner'])(
  'a token of %s decides what is ordinary if it may approve, and nothing else',
  async (role) => {
    const person = await addPerson(role);
    const own = rightsOfRole(role);
    const scopes: Right[] = [...own];
    for (const scope of scopes) {
      const token = await tokenOf(person, [scope]);
      const may = own.includes('approve') && (scope === 'approve' || scope === 'admin');
      for (const [care, request] of Object.entries(CARE))
        for (const decision of ['approve', 'deny']) {
          const id = await ask(request);
          const { status } = await callApi(`/approvals/${id}/decide`, { method: 'POST', token, body: { decision } });
          const allowed = may && care === 'ordinary';
          expect([scope, care, decision, status]).toEqual([scope, care, decision, allowed ? 200 : 403]);
          if (!allowed) await undecided(id);
        }
    }
    for (const scope of RIGHTS.filter((right) => !own.includes(right)))
      await expect(tokenOf(person, [scope])).rejects.toThrow();
  },
);

test.each(['viewer', 'editor', 'runner', 'approver', 'admin', 'owner'])(
  '%s in the page decides what is ordinary by a click, and never what takes a passkey',
  async (role) => {
    const person = await addPerson(role);
    const cookie = await signIn(person.email);
    const may = rightsOfRole(role).includes('approve');
    for (const [care, request] of Object.entries(CARE)) {
      const id = await ask(request);
      const input = { id, choice: 'approve' };
      const { status } = await callTrpc('approvals.decide', { cookie, mutate: true, input });
      expect([care, status]).toEqual([care, !may ? 403 : care === 'ordinary' ? 200 : 422]);
      if (status !== 200) await undecided(id);
    }
  },
);

test('a role that was taken away takes the right of its tokens with it', async () => {
  const person = await addPerson('approver');
  const token = await tokenOf(person, ['view', 'approve']);
  await db().user.update({ where: { id: person.userId }, data: { role: 'viewer' } });
  const id = await ask({});
  expect(
    (await callApi(`/approvals/${id}/decide`, { method: 'POST', token, body: { decision: 'approve' } })).status,
  ).toBe(403);
  await undecided(id);
});

test('where two have to allow it, a person and his token are one', async () => {
  const [one, other] = [await addPerson('approver'), await addPerson('owner')];
  const cookie = await signIn(one.email);
  const id = await ask({ approvers: { two: true, notBy: ['somebody'] } });
  const say = async (token: string) =>
    callApi(`/approvals/${id}/decide`, { method: 'POST', token, body: { decision: 'approve' } });
  const token = await tokenOf(one, ['view', 'approve']);
  const people = async () => (await callApi(`/approvals/${id}`, { token })).body['people'];
  expect(await people()).toEqual({ two: true, first: null, barred: null });
  const input = { id, choice: 'approve' };
  expect((await callTrpc('approvals.decide', { cookie, mutate: true, input })).data).toEqual({
    id,
    waitsForAnother: true,
  });
  expect(await people()).toEqual({ two: true, first: 'approver', barred: 'said' });
  expect((await say(token)).status).toBe(409);
  expect((await say(await tokenOf(other, ['approve']))).status).toBe(200);
});

test('a token of one whose own it is says no yes', async () => {
  const person = await addPerson('owner');
  const token = await tokenOf(person, ['view', 'approve']);
  const id = await ask({ approvers: { notBy: [person.userId] } });
  expect((await callApi(`/approvals/${id}`, { token })).body['people']).toMatchObject({ barred: 'own' });
  const say = (decision: string) => callApi(`/approvals/${id}/decide`, { method: 'POST', token, body: { decision } });
  expect((await say('approve')).status).toBe(403);
  await undecided(id);
  expect((await say('deny')).status).toBe(200);
});
