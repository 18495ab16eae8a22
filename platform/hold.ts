/** Accepts events of triggers that start runs at a pace: they are on disk, and `platform/release.ts` lets them out. */
import { createHash } from 'node:crypto';
import { Refused } from '#lib/errors.ts';
import { identityOf } from '#lib/order.ts';
import type { Pace } from '#lib/pace.ts';
import type { PlanTrigger } from '#lib/plan.ts';
import { resolveReference } from '#lib/reference.ts';
import { TRUSTED, uniform } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Json } from '#lib/value.ts';
import { NotFound } from '#platform/errors.ts';
import { loadPlan } from '#platform/plans.ts';
import { sql, sqlTime, type SqlTx } from '#prisma/client.ts';

/** Events of one trigger that may wait where the author says nothing of it, and things that they are told apart by. */
const MOST_HELD = 10_000;
const MOST_KEYS = 1000;

/** More came than may wait: it was not taken, and is counted. The sender may try again later. */
export class TooMany extends Refused {
  override name = 'TooMany';
}

/** An event as it is held. `id` names its blobs, `input` is the JSON of its stored value. */
export type Held = {
  id: string;
  triggerId: string;
  flowId: string;
  key: string;
  dedupeKey: string;
  input: string;
  size: number;
};

/** The trigger of a plan; none for a plan that is not there. */
export async function triggerOf(planHash: string, nodeId: string): Promise<PlanTrigger | undefined> {
  try {
    return own((await loadPlan(planHash)).triggers, nodeId);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** What an event is paced with: a short text, equal for equal values; empty where all of them are paced together. */
export function paceKey({ key }: Pace, value: Json): string {
  if (!key) return '';
  const reference = { root: 'trigger', path: key, optional: true } as const;
  const found = resolveReference({ ...reference, path: [...key] }, () => ({
    kind: 'stored',
    stored: { kind: 'inline', value, labels: uniform(TRUSTED) },
  }));
  const told = found.kind === 'value' ? found.value : null;
  return createHash('sha256').update(identityOf(told)).digest('base64url').slice(0, 22);
}

/** The run of an event that is held, or was. */
export async function findHeld(
  dedupeKey: string,
  tx: Pick<SqlTx, 'sql'> = { sql: sql() },
): Promise<string | undefined> {
  const rows = await tx.sql.all<{ runId: string }>('SELECT "runId" FROM "HeldEvent" WHERE "dedupeKey" = ?', [
    dedupeKey,
  ]);
  return rows[0]?.runId;
}

/** Writes the event. `null`: there is no room for it, which is counted. */
export async function hold(
  tx: SqlTx,
  ...[event, pace]: [event: Held, pace: Pace]
): Promise<{ runId: string; duplicate: boolean } | null> {
  const { id, triggerId, key, dedupeKey } = event;
  const known = await findHeld(dedupeKey, tx);
  if (known) return { runId: known, duplicate: true };
  const now = sqlTime(Date.now());
  if (!(await hasRoom(tx, event, pace))) {
    await tx.sql.run(
      `INSERT INTO "DroppedEvents" ("triggerId", "count", "lastAt") VALUES (?, 1, ?)
       ON CONFLICT ("triggerId") DO UPDATE SET "count" = "count" + 1, "lastAt" = excluded."lastAt"`,
      [triggerId, now],
    );
    return null;
  }
  const runId = (await sharedRun(tx, event, pace)) ?? id;
  await tx.sql.run(
    `INSERT INTO "HeldEvent" ("id", "triggerId", "flowId", "key", "dedupeKey", "runId", "input", "size", "receivedAt", "dueAt")
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, triggerId, event.flowId, key, dedupeKey, runId, event.input, event.size, now, now],
  );
  await tx.sql.run('UPDATE "Trigger" SET "lastEventAt" = ?, "lastError" = NULL WHERE "id" = ?', [now, triggerId]);
  return { runId, duplicate: false };
}

async function hasRoom(tx: SqlTx, ...[event, pace]: [event: Held, pace: Pace]): Promise<boolean> {
  const { triggerId, key } = event;
  const [waiting] = await tx.sql.all<{ all: number; keys: number; same: number }>(
    `SELECT COUNT(*) AS "all", COUNT(DISTINCT "key") AS "keys", COALESCE(SUM("key" = ?), 0) AS "same"
     FROM "HeldEvent" WHERE "triggerId" = ? AND "releasedAt" IS NULL`,
    [key, triggerId],
  );
  const { all = 0, keys = 0, same = 0 } = waiting ?? {};
  if (same === 0 && keys >= MOST_KEYS) return false;
  if (pace.mode !== 'rate') return all < MOST_HELD;
  if (all >= pace.limit) return false;
  return pace.over === 'wait' || (same === 0 && (await nextSlot(tx, event, pace)) <= Date.now());
}

/** When one more run may start, by those that were let out last. */
export async function nextSlot(
  tx: Pick<SqlTx, 'sql'>,
  ...[of, pace]: [of: { triggerId: string; key: string }, pace: Pace & { mode: 'rate' }]
): Promise<number> {
  const [blocking] = await tx.sql.all<{ releasedAt: string }>(
    `SELECT "releasedAt" FROM "HeldEvent" WHERE "triggerId" = ? AND "key" = ? AND "releasedAt" IS NOT NULL
     ORDER BY "releasedAt" DESC LIMIT 1 OFFSET ?`,
    [of.triggerId, of.key, pace.count - 1],
  );
  return blocking ? Date.parse(blocking.releasedAt) + pace.perMs : 0;
}

/** The run that those waiting already will start, where this event goes with them. */
async function sharedRun(tx: SqlTx, ...[event, pace]: [event: Held, pace: Pace]): Promise<string | undefined> {
  if (pace.mode === 'rate') return undefined;
  const waiting = await tx.sql.all<{ runId: string; n: number }>(
    `SELECT "runId", (SELECT COUNT(*) FROM "HeldEvent" AS "h" WHERE "h"."triggerId" = "HeldEvent"."triggerId"
       AND "h"."key" = "HeldEvent"."key" AND "h"."releasedAt" IS NULL) AS "n"
     FROM "HeldEvent" WHERE "triggerId" = ? AND "key" = ? AND "releasedAt" IS NULL ORDER BY "seq" DESC LIMIT 1`,
    [event.triggerId, event.key],
  );
  const [last] = waiting;
  return last && (pace.mode === 'debounce' || last.n % pace.count !== 0) ? last.runId : undefined;
}
