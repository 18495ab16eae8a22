import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { GATE_BUTTONS, type ApprovalRequest } from '#lib/approval.ts';
import { TRUSTED } from '#lib/label.ts';
import { createApproval } from '#platform/approvals.ts';
import { closeDb, db, transact } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { addPerson, callApi, callTrpc, signIn, tokenOf } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000 });

let owner: Actor;
let cookie: string;
let token: string;
beforeAll(async () => {
  owner = await addPerson('owner');
  cookie = await signIn(owner.email);
  token = await tokenOf(owner, ['view', 'approve']);
});
afterAll(closeDb);

async function ask(risk: 'send' | 'critical' = 'send', more: Partial<ApprovalRequest> = {}): Promise<string> {
  const request: ApprovalRequest = {
    kind: 'gate',
    run: {
      runId: randomUUID(),
      flowId: 'f',
      flowName: 'Flow',
      versionId: 'v',
      stepId: 'send',
      stepName: 'Send',
      iteration: '',
    },
    tool: { type: 'http.request', version: 1, title: 'HTTP request', risk },
    args: [{ field: 'url', title: 'Address', role: 'target', value: 'https://example.org', label: TRUSTED }],
    target: { kind: 'host', id: 'example.org' },
    attachments: [],
    connection: null,
    scope: TRUSTED,
    rule: 'untrusted-target',
    reason: 'The target came from outside.',
    title: 'Send?',
    message: '',
    buttons: GATE_BUTTONS,
    policyVersion: 0,
    expiresAt: Date.now() + 60_000,
    nonce: randomUUID(),
    ...more,
  };
  return (await transact((tx) => createApproval(tx, { request }))).id;
}

const decide = (id: string, body: unknown, by = token) =>
  callApi(`/approvals/${id}/decide`, { method: 'POST', token: by, body });

test('an approval is shown whole, counted, decided once; the second decision is 409 whatever it says', async () => {
  const id = await ask();
  expect((await callTrpc('approvals.count', { cookie })).data).toEqual({ waiting: 1 });
  const view = await callApi(`/approvals/${id}`, { token });
  expect(view.body).toMatchObject({
    status: 'waiting',
    request: { target: { id: 'example.org' }, args: [{ field: 'url' }] },
    actionHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  expect((await decide(id, { decision: 'approve', reason: 'fine' })).status).toBe(200);
  expect((await decide(id, { decision: 'approve' })).status).toBe(409);
  expect(await callTrpc('approvals.decide', { cookie, mutate: true, input: { id, choice: 'deny' } })).toMatchObject({
    status: 409,
  });
  expect((await callApi(`/approvals/${id}`, { token })).body).toMatchObject({
    status: 'decided',
    choice: 'approve',
    decidedBy: 'owner',
    reason: 'fine',
  });
});

test('an action is shown beside the last one of its step that was allowed and done', async () => {
  const flow = randomUUID();
  const of = async (url: string, more: Partial<ApprovalRequest['run']> = {}) => {
    const run = {
      runId: randomUUID(),
      flowId: flow,
      flowName: 'F',
      versionId: 'v',
      stepId: 'pay',
      stepName: 'Pay',
      iteration: '',
    };
    const args = [{ field: 'url', title: 'Address', role: 'target' as const, value: url, label: TRUSTED }];
    return ask('send', { run: { ...run, ...more }, args });
  };
  const before = async (id: string) => (await callApi(`/approvals/${id}`, { token })).body['before'];
  const done = async (id: string, choice = 'approve') => {
    await decide(id, { decision: choice, reason: 'so' });
    await db().approval.update({ where: { id }, data: { consumedBy: id, consumedAt: new Date() } });
  };
  expect(await before(await of('https://one.example'))).toBeNull();
  const one = await of('https://one.example');
  await done(one);
  const denied = await of('https://denied.example');
  await decide(denied, { decision: 'deny', reason: 'no' });
  await decide(await of('https://allowed.example'), { decision: 'approve' });
  await done(await of('https://other.example', { stepId: 'other' }));
  const now = await of('https://two.example');
  expect(await before(now)).toMatchObject({ args: { url: 'https://one.example' } });
  // What came later is not what was done before.
  expect(await before(one)).toBeNull();
});

test('of ten decisions at once exactly one counts', async () => {
  const id = await ask();
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => decide(id, { decision: i % 2 ? 'approve' : 'deny' })),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
});

test('a GET decides nothing, nor does a token without the right or an unknown choice', async () => {
  const id = await ask();
  expect((await callApi(`/approvals/${id}/decide?decision=approve`, { token })).status).toBe(405);
  expect((await callTrpc('approvals.decide', { cookie, input: { id, choice: 'approve' } })).status).toBe(405);
  expect((await decide(id, { decision: 'approve' }, await tokenOf(owner, ['view', 'run', 'edit']))).status).toBe(403);
  expect((await decide(id, { choice: 'whatever' })).status).toBe(400);
  expect((await decide(id, { decision: 'approve', choice: 'deny' })).status).toBe(400);
  expect((await decide('nothing', { decision: 'approve' })).status).toBe(404);
  expect(await db().approval.findUniqueOrThrow({ where: { id } })).toMatchObject({
    status: 'waiting',
    signature: null,
  });
});

test('a token cannot decide a critical action, nor does a click in the page; a no is always possible there', async () => {
  const id = await ask('critical');
  for (const decision of ['approve', 'deny']) {
    const refused = await decide(id, { decision });
    expect([refused.status, refused.body.error?.message]).toEqual([403, expect.stringContaining('web page')]);
  }
  const input = (choice: string) => ({ cookie, mutate: true, input: { id, choice } });
  expect(await callTrpc('approvals.decide', input('approve'))).toMatchObject({
    status: 422,
    message: expect.stringContaining('passkey') as string,
  });
  expect(await callTrpc('approvals.decide', input('deny'))).toMatchObject({ status: 200 });
});

test('an edited approval becomes a new, approved action', async () => {
  const id = await ask();
  const answer = await decide(id, { decision: 'approve', args: { url: 'https://example.org/other' } });
  const { replacedById } = answer.body as unknown as { replacedById: string };
  expect((await callApi(`/approvals/${replacedById}`, { token })).body).toMatchObject({
    status: 'decided',
    choice: 'approve',
    request: { args: [{ value: 'https://example.org/other' }] },
  });
  expect((await callApi(`/approvals/${id}`, { token })).body).toMatchObject({ replacedById });
});

test('what the flow asks to be filled in comes with the decision, and what is wrong is named by field', async () => {
  const fields = [{ name: 'amount', type: 'number' as const, title: 'Amount', required: true }];
  const id = await ask('send', { kind: 'step', tool: null, fields });
  const wrong = await decide(id, { decision: 'approve', answers: { amount: 'a lot' } });
  expect(wrong).toMatchObject({
    status: 400,
    body: { error: { code: 'invalid', details: [{ path: 'answers.amount', message: 'This is not a number.' }] } },
  });
  expect((await decide(id, { decision: 'approve', answers: { amount: 7 } })).status).toBe(200);
  expect((await callApi(`/approvals/${id}`, { token })).body).toMatchObject({ answers: { amount: 7 } });
});

test('others than those who may decide see the question, but the server refuses their decision', async () => {
  const deciders = { kind: 'people' as const, people: [{ id: owner.userId, name: owner.name }] };
  const id = await ask('send', { kind: 'step', tool: null, deciders });
  const approver = await addPerson('approver');
  const theirs = await tokenOf(approver, ['view', 'approve']);
  expect((await callApi(`/approvals/${id}`, { token: theirs })).body).toMatchObject({ mayDecide: false });
  const refused = await decide(id, { decision: 'approve' }, theirs);
  expect([refused.status, refused.body.error?.message]).toEqual([403, expect.stringContaining(owner.name)]);
  const page = await callTrpc('approvals.decide', {
    cookie: await signIn(approver.email),
    mutate: true,
    input: { id, choice: 'approve' },
  });
  expect(page.status).toBe(403);
  expect((await callApi(`/approvals/${id}`, { token })).body).toMatchObject({ status: 'waiting', mayDecide: true });
  expect((await decide(id, { decision: 'approve' })).status).toBe(200);
});
