/** The record of who did what, chained so that a changed or removed row shows. */
import { createHmac } from 'node:crypto';
import type { Json } from '#lib/value.ts';
import { actorText } from '#platform/actor.ts';
import { canonicalJson } from '#platform/canonical.ts';
import { keysFor, subkey } from '#platform/keys.ts';
import { sql, sqlTime, type SqlTx } from '#prisma/client.ts';

export type AuditEntry = { actor: string; action: string; subject: string; detail: { [key: string]: Json } };

type Row = {
  seq: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  detail: string;
  previous: string;
  hash: string;
};

const FIRST = '0'.repeat(64);
const PAGE = 1000;

/** Adds a row in the caller's transaction: if it cannot be written, what it records does not happen either. */
export async function audit(tx: SqlTx, entry: AuditEntry): Promise<void> {
  const [last] = await tx.sql.all<{ hash: string }>('SELECT "hash" FROM "Audit" ORDER BY "seq" DESC LIMIT 1');
  const row = {
    // Not MAX(seq): after rows were cut off the end, their numbers must stay missing.
    seq: (await highestSeq(tx)) + 1,
    at: sqlTime(Date.now()),
    actor: actorText(entry.actor),
    action: entry.action,
    subject: entry.subject,
    detail: canonicalJson(entry.detail),
    previous: last?.hash ?? FIRST,
  };
  await tx.sql.run(
    `INSERT INTO "Audit" ("seq", "at", "actor", "action", "subject", "detail", "previous", "hash")
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [row.seq, row.at, row.actor, row.action, row.subject, row.detail, row.previous, hashOf(row)],
  );
}

/** Walks the whole chain. `brokenAt` is the number of the first row that is changed or missing. */
export async function verifyAudit(): Promise<
  { ok: true; rows: number } | { ok: false; rows: number; brokenAt: number; reason: string }
> {
  let previous = FIRST;
  let rows = 0;
  // Oldest first: once a row bears a newer key, an older one counts no more.
  const keys = keysFor('audit').toReversed();
  for (;;) {
    const page = await sql().all<Row>(`SELECT * FROM "Audit" WHERE "seq" > ? ORDER BY "seq" LIMIT ${PAGE}`, [rows]);
    for (const row of page) {
      const broken = (reason: string) => ({ ok: false as const, rows, brokenAt: rows + 1, reason });
      if (row.seq !== rows + 1) return broken('A row is missing.');
      if (row.previous !== previous) return broken('A row does not continue the one before it.');
      while (keys.length > 1 && hashOf(row, keys[0]) !== row.hash) keys.shift();
      if (hashOf(row, keys[0]) !== row.hash) return broken('A row was changed.');
      previous = row.hash;
      rows += 1;
    }
    if (page.length < PAGE) break;
  }
  const highest = await highestSeq({ sql: sql() });
  if (highest !== rows) return { ok: false, rows, brokenAt: rows + 1, reason: 'Rows are missing at the end.' };
  return { ok: true, rows };
}

async function highestSeq(tx: Pick<SqlTx, 'sql'>): Promise<number> {
  const [row] = await tx.sql.all<{ seq: number }>(`SELECT "seq" FROM sqlite_sequence WHERE "name" = 'Audit'`);
  return row?.seq ?? 0;
}

function hashOf(row: Omit<Row, 'hash'>, key = subkey('audit')): string {
  const { seq, at, actor, action, subject, detail, previous } = row;
  const text = canonicalJson({ seq, at, actor, action, subject, detail, previous });
  return createHmac('sha256', key).update(text).digest('hex');
}
