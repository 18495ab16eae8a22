import { beforeEach, describe, expect, it } from 'vitest';
import { audit, verifyAudit } from '#platform/audit.ts';
import { sql, transactSql } from '#prisma/client.ts';

async function record(count: number) {
  for (let index = 0; index < count; index += 1) {
    await transactSql((tx) => audit(tx, { actor: 'u1', action: 'test', subject: `thing:${index}`, detail: { index } }));
  }
}

describe('the audit log', () => {
  beforeEach(async () => {
    await sql().run('DELETE FROM "Audit"');
    await sql().run(`DELETE FROM sqlite_sequence WHERE name = 'Audit'`);
    await record(5);
  });

  it('holds when nothing was touched', async () => {
    expect(await verifyAudit()).toEqual({ ok: true, rows: 5 });
    expect(await sql().all('SELECT "actor" FROM "Audit" LIMIT 1')).toEqual([{ actor: 'user:u1' }]);
  });

  it.each(['at', 'actor', 'action', 'subject', 'detail', 'previous', 'hash'])('shows a changed %s', async (column) => {
    await sql().run(`UPDATE "Audit" SET "${column}" = "${column}" || 'x' WHERE "seq" = 3`);
    expect(await verifyAudit()).toMatchObject({ ok: false, brokenAt: 3 });
  });

  it.each([1, 3, 5])('shows that row %i was removed', async (seq) => {
    await sql().run('DELETE FROM "Audit" WHERE "seq" = ?', [seq]);
    expect(await verifyAudit()).toMatchObject({ ok: false, brokenAt: seq });
  });

  it('shows rows that were removed at the end even after more were written', async () => {
    await sql().run('DELETE FROM "Audit" WHERE "seq" >= 4');
    await record(1);
    expect(await verifyAudit()).toMatchObject({ ok: false, brokenAt: 4, reason: 'A row is missing.' });
  });

  it('shows a row that was made without the key', async () => {
    await sql().run(`INSERT INTO "Audit" ("at", "actor", "action", "subject", "detail", "previous", "hash")
      SELECT "at", 'user:evil', "action", "subject", "detail", "hash", 'f00' FROM "Audit" WHERE "seq" = 5`);
    expect(await verifyAudit()).toMatchObject({ ok: false, brokenAt: 6 });
  });

  it('is part of what it records: if it cannot be written, nothing happens', async () => {
    await expect(
      transactSql(async (tx) => {
        await tx.sql.run('INSERT INTO "StopFlag" ("scope") VALUES (?)', ['global']);
        await audit(tx, { actor: 'system', action: 'stop.set', subject: 'global', detail: { bad: Number.NaN } });
      }),
    ).rejects.toThrow();
    expect(await sql().all('SELECT 1 FROM "StopFlag"')).toEqual([]);
  });
});
