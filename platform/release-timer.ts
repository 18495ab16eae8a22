/** Looks at held events exactly when it is their time. Any process may: what is let out is decided in the database. */
import { logger } from '#platform/log.ts';
import { release, type Queue } from '#platform/release.ts';
import { startRun } from '#platform/start-run.ts';
import { sql, sqlTime } from '#prisma/client.ts';

const LONGEST_TIMER_MS = 3600_000;
const AGAIN_MS = 1000;

let timer: { at: number; handle: NodeJS.Timeout } | undefined;
let starting = Promise.resolve();

const OPEN = `"HeldEvent"."releasedAt" IS NULL AND "f"."paused" = 0 AND "f"."deletedAt" IS NULL
  AND NOT EXISTS (SELECT 1 FROM "StopFlag" WHERE "scope" IN ('global', 'flow:' || "f"."id"))`;

/** Lets out all that is due, starts it, and sets the timer for what comes next. Again is harmless. */
export async function releaseDue(): Promise<{ released: number }> {
  const due = await sql().all<Queue>(
    `SELECT DISTINCT "HeldEvent"."triggerId", "HeldEvent"."key" FROM "HeldEvent"
       JOIN "Flow" AS "f" ON "f"."id" = "HeldEvent"."flowId" WHERE ${OPEN} AND "HeldEvent"."dueAt" <= ?`,
    [sqlTime(Date.now())],
  );
  let released = 0;
  for (const queue of due) {
    const { runIds } = await release(queue);
    released += runIds.length;
    startAll(runIds);
  }
  const [next] = await sql().all<{ at: string | null }>(
    `SELECT MIN("HeldEvent"."dueAt") AS "at" FROM "HeldEvent"
       JOIN "Flow" AS "f" ON "f"."id" = "HeldEvent"."flowId" WHERE ${OPEN}`,
  );
  if (next?.at) lookAt(Date.parse(next.at));
  return { released };
}

/** Looks at that time, or earlier. */
export function lookAt(at: number): void {
  if (timer && timer.at <= at) return;
  clearTimeout(timer?.handle);
  const handle = setTimeout(ring, Math.min(Math.max(0, at - Date.now()), LONGEST_TIMER_MS));
  handle.unref();
  timer = { at, handle };
}

/** Hands runs to Temporal one after the other, so that they begin in the order of their events. */
export function startAll(runIds: readonly string[]): void {
  for (const runId of runIds) {
    starting = starting.then(async () => {
      await startRun(runId).catch((error: unknown) =>
        logger('pace').warn({ runId, err: error }, 'A run could not be started; the sweeper will.'),
      );
    });
  }
}

/** Ends the timer of this process (at its end). */
export async function stopReleasing(): Promise<void> {
  clearTimeout(timer?.handle);
  timer = undefined;
  await starting;
}

function ring(): void {
  timer = undefined;
  releaseDue().catch((error: unknown) => {
    logger('pace').warn({ err: error }, 'Held events could not be looked at; it will be tried again.');
    lookAt(Date.now() + AGAIN_MS);
  });
}
