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
