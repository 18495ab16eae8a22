/** The stop switch: global, per flow, per tool. The gate reads it before every effect. */
import { Invalid } from '#lib/errors.ts';
import { personOf } from '#platform/actor.ts';
import { audit } from '#platform/audit.ts';
import { releaseHolds } from '#platform/holds.ts';
import { nudge } from '#platform/nudge.ts';
import { wakeBriefly } from '#platform/wake.ts';
import { sql, sqlTime, transactSql } from '#prisma/client.ts';

export type StopScope = 'global' | `flow:${string}` | `tool:${string}`;
/** `cancel`: what meets it ends. `park`: it waits until the release. */
export type StopMode = 'cancel' | 'park';
export type StopFlag = { scope: StopScope; reason: string | null; byId: string | null; at: string; mode: StopMode };

/** Stops everything in the scope before its next effect. Setting it again keeps the first reason. */
export async function setStop(
  scope: string,
  by: string,
  given: string | { reason?: string | undefined; mode?: StopMode } = {},
): Promise<void> {
  const { reason, mode = 'cancel' } = typeof given === 'string' ? { reason: given } : given;
  const checked = checkedScope(scope);
  await transactSql(async (tx) => {
    const changed = await tx.sql.run(
      'INSERT OR IGNORE INTO "StopFlag" ("scope", "byId", "reason", "at", "mode") VALUES (?, ?, ?, ?, ?)',
      [checked, personOf(by), reason ?? null, sqlTime(Date.now()), mode],
    );
    if (changed > 0)
      await audit(tx, { actor: by, action: 'stop.set', subject: checked, detail: { reason: reason ?? null, mode } });
  });
  nudge({ type: 'approvals' });
}

/** Lets the scope go on. What was accepted meanwhile starts with the next sweep. */
export async function releaseStop(scope: string, by: string): Promise<void> {
  const checked = checkedScope(scope);
  const runIds = await transactSql(async (tx) => {
    const changed = await tx.sql.run('DELETE FROM "StopFlag" WHERE "scope" = ?', [checked]);
    if (changed > 0) await audit(tx, { actor: by, action: 'stop.release', subject: checked, detail: {} });
    return releaseHolds(tx, checked);
  });
  await wakeBriefly(runIds);
}

/** All that is stopped now. */
export async function stopFlags(): Promise<StopFlag[]> {
  return sql().all<StopFlag>('SELECT "scope", "reason", "byId", "at", "mode" FROM "StopFlag" ORDER BY "at"');
}

function checkedScope(scope: string): StopScope {
  if (scope === 'global' || /^(flow|tool):.{1,100}$/.test(scope)) return scope as StopScope;
  throw new Invalid('Stop "global", "flow:<id>" or "tool:<type>".');
}
