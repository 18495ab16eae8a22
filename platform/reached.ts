/** Everybody that something was sent to: the first time is the one that a person looks at. */
import { targetsOf } from '#lib/policy.ts';
import type { GateInput } from '#platform/gate-types.ts';
import { sql, sqlTime, type SqlTx } from '#prisma/client.ts';

/** Whether one of these was never reached. */
export async function isAnyNew(targets: readonly string[]): Promise<boolean> {
  const keys = [...new Set(targets.map(keyOf))];
  const [row] = await sql().all<{ known: number }>(
    'SELECT COUNT(*) AS "known" FROM "Reached" WHERE "target" IN (SELECT value FROM json_each(?))',
    [JSON.stringify(keys)],
  );
  return (row?.known ?? 0) < keys.length;
}

/** Notes whom an effect that was let through reaches. */
export async function noteReached(tx: SqlTx, input: GateInput): Promise<void> {
  const now = sqlTime(Date.now());
  for (const target of new Set(targetsOf(input).map(keyOf)))
    await tx.sql.run(
      `INSERT INTO "Reached" ("target", "times", "firstAt", "lastAt") VALUES (?, 1, ?, ?)
       ON CONFLICT ("target") DO UPDATE SET "times" = "times" + 1, "lastAt" = excluded."lastAt"`,
      [target, now, now],
    );
}

function keyOf(target: string): string {
  return target.trim().toLowerCase();
}
