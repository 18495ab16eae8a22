/** What was done to the world, once per effect key. */
import type { ActivityResult } from '#lib/call.ts';
import type { RunEventDraft } from '#lib/run-event.ts';
import type { GateInput } from '#platform/gate-types.ts';
import { appendRunEvents, appendRunEventsIn } from '#platform/run-events.ts';
import { sqlTime, transactSql, type SqlTx } from '#prisma/client.ts';

export type EffectStatus = 'started' | 'done' | 'failed' | 'unknown';
export type EffectRow = { status: EffectStatus; result: ActivityResult | null };

// Reads that may be repeated leave no row; this keeps their end from costing a write.
const unrecorded = new Set<string>();
const TARGET_TEXT = 300;
const MOST_UNRECORDED = 10_000;

/** How far an effect has come, if it was ever begun. */
export async function findEffect(tx: Pick<SqlTx, 'sql'>, key: string): Promise<EffectRow | null> {
  const [row] = await tx.sql.all<{ status: EffectStatus; result: string | null }>(
    'SELECT "status", "result" FROM "Effect" WHERE "key" = ?',
    [key],
  );
  return row
    ? { status: row.status, result: row.result === null ? null : (JSON.parse(row.result) as ActivityResult) }
    : null;
}

/** Notes that the effect is about to be tried. */
export async function beginEffect(
  tx: SqlTx,
  effect: { key: string; approvalId: string | null } & Pick<GateInput, 'call' | 'spec' | 'target'>,
): Promise<void> {
  const { key, approvalId, spec, target } = effect;
  const { run, stepId, iteration } = effect.call;
  await tx.sql.run(
    `INSERT INTO "Effect" ("key", "runId", "stepId", "iteration", "tool", "risk", "target", "status", "approvalId", "startedAt")
     VALUES (?, ?, ?, ?, ?, ?, ?, 'started', ?, ?)
     ON CONFLICT ("key") DO UPDATE SET "status" = 'started', "approvalId" = COALESCE(excluded."approvalId", "approvalId"),
       "endedAt" = NULL WHERE "status" <> 'done'`,
    [
      ...[key, run.runId, stepId, iteration, spec.type, spec.risk, target?.id.slice(0, TARGET_TEXT) ?? null],
      ...[approvalId, sqlTime(Date.now())],
    ],
  );
}

/** Ends an effect. What is done stays done. */
export async function endEffect(
  tx: Pick<SqlTx, 'sql'>,
  end: { effectKey: string; status: Exclude<EffectStatus, 'started'>; result?: ActivityResult },
): Promise<void> {
  await tx.sql.run(
    `UPDATE "Effect" SET "status" = ?, "result" = ?, "endedAt" = ? WHERE "key" = ? AND "status" <> 'done'`,
    [end.status, end.result === undefined ? null : JSON.stringify(end.result), sqlTime(Date.now()), end.effectKey],
  );
}

type EffectEnd = {
  effectKey: string;
  status: Exclude<EffectStatus, 'started'>;
  result?: ActivityResult;
  /** Run events that go into the same transaction. */
  facts?: { runId: string; events: RunEventDraft[] };
};

/** Ends an effect, and writes what the run should know of it in the same commit. */
export async function finishEffect({ facts, ...end }: EffectEnd): Promise<void> {
  if (unrecorded.delete(end.effectKey)) {
    if (facts) await appendRunEvents(facts.runId, facts.events);
    return;
  }
  await transactSql(async (tx) => {
    await endEffect(tx, end);
    if (facts) await appendRunEventsIn(tx, facts.runId, facts.events);
  });
}

/** This effect has no row: there is nothing to end. */
export function leaveUnrecorded(key: string): void {
  const oldest = unrecorded.values().next().value;
  if (unrecorded.size >= MOST_UNRECORDED && oldest !== undefined) unrecorded.delete(oldest);
  unrecorded.add(key);
}
