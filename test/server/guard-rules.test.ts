import { afterAll, expect, test, vi } from 'vitest';
import { closeDb, db } from '#prisma/client.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { addPerson, callTrpc, signIn } from './house.ts';

vi.setConfig({ testTimeout: 60_000 });
afterAll(closeDb);

const rule = { id: 'look', match: { tool: 'mail.*' }, effect: 'ask', reason: 'We look at every mail.' };
const when = [{ about: 'time', is: 'within', from: '22:00', to: '07:00', zone: 'Europe/Paris' }];
const document = { rules: [{ ...rule, when }], allowLists: [], budgets: [] };

async function adminSince(minutes: number) {
  const admin = await addPerson('admin');
  const cookie = await signIn(admin.email);
  await db().session.updateMany({
    where: { userId: admin.userId },
    data: { createdAt: new Date(Date.now() - minutes * 60_000), confirmedAt: null },
  });
  return { admin, cookie };
}

test('rules change only by the hand of somebody who signed in just now, with who and when on record', async () => {
  const old = await adminSince(10);
  const { version } = await savePolicy({ policy: { rules: [], allowLists: [], budgets: [] }, by: 'system' });
  const save = (cookie: string, base: number) =>
    callTrpc('policy.save', { mutate: true, cookie, input: { document, base } });
  expect(await save(old.cookie, version)).toMatchObject({ status: 403, details: { freshSignIn: true } });
  const { admin, cookie } = await adminSince(1);
  expect(await save(cookie, version)).toMatchObject({ status: 200, data: { version: version + 1, document } });
  expect((await save(cookie, version)).status).toBe(409);
  const row = await db().audit.findFirstOrThrow({ where: { subject: `policy:${version + 1}` } });
  expect([row.action, row.actor]).toEqual(['policy.save', `user:${admin.userId}`]);
});

test('what goes without asking is never written into the rules, and is confirmed by a fresh sign-in alone', async () => {
  const { cookie } = await adminSince(1);
  const { version } = await savePolicy({ policy: { rules: [], allowLists: [], budgets: [] }, by: 'system' });
  const standing = {
    ...{ id: '0123456789abcdef', flowId: 'f', tool: 'mail.send', connectionId: null, rule: 'private-data', scope: '' },
    ...{ target: { kind: 'mail', id: 'eve@example.org' }, labels: {}, values: {}, expiresAt: Date.now() + 1e9 },
  };
  const forged = { document: { ...document, standing: [standing] }, base: version };
  expect(await callTrpc('policy.save', { mutate: true, cookie, input: forged })).toMatchObject({
    ...{ status: 409, message: expect.stringContaining('three same decisions') as string },
  });
  const allow = (by: string) =>
    callTrpc('policy.allowStanding', { mutate: true, cookie: by, input: { id: standing.id } });
  expect(await allow((await adminSince(10)).cookie)).toMatchObject({ status: 403, details: { freshSignIn: true } });
  // Nobody decided anything like it.
  expect((await allow(cookie)).status).toBe(404);
  expect((await allow(await signIn((await addPerson('editor')).email))).status).toBe(403);
  // One that stands stays through other changes, and cannot be widened by them.
  const policy = { rules: [], allowLists: [], budgets: [], standing: [standing] as never };
  const { version: base } = await savePolicy({ policy, by: 'system' });
  const kept = { ...document, standing: [standing] };
  const wider = { ...document, standing: [{ ...standing, expiresAt: standing.expiresAt + 1 }] };
  const save = (to: unknown) => callTrpc('policy.save', { mutate: true, cookie, input: { document: to, base } });
  expect((await save(wider)).status).toBe(409);
  expect(await save(kept)).toMatchObject({ status: 200, data: { document: kept } });
});

test('a stop is set by any hand that may run flows, and released only by a fresh one', async () => {
  const runner = await addPerson('runner');
  const stopped = await callTrpc('stop.set', {
    ...{ mutate: true, cookie: await signIn(runner.email), input: { scope: 'tool:mail.send', mode: 'park' } },
  });
  expect(stopped.status).toBe(200);
  const release = (cookie: string) =>
    callTrpc('stop.release', { mutate: true, cookie, input: { scope: 'tool:mail.send' } });
  const old = await adminSince(10);
  expect(await release(old.cookie)).toMatchObject({ status: 403, details: { freshSignIn: true } });
  expect((await release(await signIn(runner.email))).status).toBe(403);
  expect(await db().stopFlag.count({ where: { scope: 'tool:mail.send' } })).toBe(1);
  expect((await release((await adminSince(1)).cookie)).status).toBe(200);
  expect(await db().stopFlag.count({ where: { scope: 'tool:mail.send' } })).toBe(0);
});
