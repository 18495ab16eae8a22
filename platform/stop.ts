/** The stop switch: global, per flow, per tool, per run. The gate reads it before every effect. */
import { Invalid } from '#lib/errors.ts';
import { personOf } from '#platform/actor.ts';
import { audit } from '#platform/audit.ts';
import { releaseHolds } from '#platform/holds.ts';
import { nudge } from '#platform/nudge.ts';
import { wakeBriefly } from '#platform/wake.ts';
import { sql, sqlTime, transactSql } from '#prisma/client.ts';

export type StopScope = 'global' | `flow:${string}` | `tool:${string}` | `run:${string}`;
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

/** All that is stopped now; runs that are paused by themselves are no stop. */
export async function stopFlags(): Promise<StopFlag[]> {
  return sql().all<StopFlag>(
    `SELECT "scope", "reason", "byId", "at", "mode" FROM "StopFlag" WHERE "scope" NOT LIKE 'run:%' ORDER BY "at"`,
  );
}

/** Whether a run is paused. */
export async function isPausedRun(runId: string): Promise<boolean> {
  return (await sql().all('SELECT 1 FROM "StopFlag" WHERE "scope" = ?', [`run:${runId}`])).length > 0;
}

/** Takes the pauses of runs away that have ended. */
export async function removeOldPauses(): Promise<void> {
  await sql().run(
    `DELETE FROM "StopFlag" WHERE "scope" LIKE 'run:%'
       AND substr("scope", 5) IN (SELECT "id" FROM "Run" WHERE "endedAt" IS NOT NULL)`,
  );
}

function checkedScope(scope: string): StopScope {
  if (scope === 'global' || /^(flow|tool|run):.{1,100}$/.test(scope)) return scope as StopScope;
  throw new Invalid('Stop "global", "flow:<id>" or "tool:<type>".');
}
