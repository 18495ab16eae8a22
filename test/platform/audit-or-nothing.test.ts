import { afterAll, expect, it, test } from 'vitest';
import { DEFAULT_POLICY } from '#lib/policy.ts';
import { createApproval, decide } from '#platform/approvals.ts';
import { saveConnection } from '#platform/connections.ts';
import { passGate } from '#platform/gate.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { releaseStop } from '#platform/stop.ts';
import { db, sql, transactSql } from '#prisma/client.ts';
import { givenRun, requestFor } from './given.ts';
import { anna, freshGate, mail, mailToStranger } from './given-mail.ts';

freshGate();

const FULL = 'the disk is full';
const unwritable = () =>
  sql().run(`CREATE TRIGGER "no_record" BEFORE INSERT ON "Audit" BEGIN SELECT RAISE(FAIL, '${FULL}'); END`);
const writable = () => sql().run('DROP TRIGGER IF EXISTS "no_record"');
afterAll(writable);

test('what is refused is on record as what is done is', async () => {
  const count = (action: string) => db().audit.count({ where: { action } });
  const before = await count('gate.ask');
  await passGate(mailToStranger());
  expect(await count('gate.ask')).toBe(before + 1);
});

it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
  ['an effect', () => passGate(mail()), () => db().effect.count()],
  ['a question', () => passGate(mailToStranger()), () => db().approval.count()],
  ['a policy', () => savePolicy({ policy: DEFAULT_POLICY, by: 'user:anna' }), () => db().policy.count()],
  ['a release', () => releaseStop('global', 'user:anna'), () => db().stopFlag.count()],
  [
    'a secret',
    () => saveConnection({ name: 'X', type: 'ollama', config: {}, secrets: {}, by: 'user:anna' }),
    () => db().connection.count(),
  ],
  [
    'a decision',
    async () => {
      const [row] = await db().approval.findMany({ where: { status: 'waiting', title: 'Send: Send mail' }, take: 1 });
      await decide({ approvalId: row?.id ?? '', choice: 'approve', by: anna });
    },
    () => db().approval.count({ where: { status: 'decided' } }),
  ],
])('does not let %s happen while it cannot be written', async (_what, work, count) => {
  const request = requestFor(await givenRun());
  await transactSql((tx) => createApproval(tx, { request }));
  await sql().run('INSERT OR IGNORE INTO "StopFlag" ("scope") VALUES (?)', ['flow:none']);
  if (_what === 'a release') await sql().run('INSERT INTO "StopFlag" ("scope") VALUES (?)', ['global']);
  const before = await count();
  await unwritable();
  try {
    await expect(work()).rejects.toThrow();
    expect(await count()).toBe(before);
    await writable();
    await expect(work()).resolves.not.toThrow();
  } finally {
    await writable();
    await sql().run('DELETE FROM "StopFlag"');
  }
});
