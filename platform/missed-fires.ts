/** Notices times of schedules that passed while Hearth was off, for longer than their catch-up window: nobody makes up for them. */
import { randomUUID } from 'node:crypto';
import { Cron } from 'croner';
import { durationMs } from '#lib/duration.ts';
import { logger } from '#platform/log.ts';
import { db, sql, sqlTime } from '#prisma/client.ts';

/** A worker that said nothing for longer than this was away. */
const AWAY_MS = 90_000;
const SHORTEST_CATCHUP_MS = 10_000;
/** Counted no further: nobody asks whether it were more. */
const MOST = 10_000;

export type Schedule = { mode?: string; cron?: string; every?: string; timezone?: string; catchup?: string };
export type Missed = { count: number; firstAt: number; lastAt: number };

/** Says that the worker is there. After it was away, what schedules missed meanwhile is written down. */
export async function noteAlive(now = Date.now()): Promise<void> {
  const last = (await db().alive.findUnique({ where: { id: 'worker' }, select: { at: true } }))?.at.getTime();
  if (last !== undefined && now - last > AWAY_MS) await noteMissed({ from: last, to: now });
  await sql().run(
    `INSERT INTO "Alive" ("id", "at") VALUES ('worker', ?) ON CONFLICT ("id") DO UPDATE SET "at" = excluded."at"`,
    [sqlTime(now)],
  );
}

/** Times of a schedule after `from` and up to `to`. */
export function firesBetween(schedule: Schedule, { from, to }: { from: number; to: number }): Missed | null {
  const fires = schedule.mode === 'every' ? interval(schedule, { from, to }) : times(schedule, { from, to });
  const [firstAt, lastAt] = [fires[0], fires.at(-1)];
  return firstAt === undefined || lastAt === undefined ? null : { count: fires.length, firstAt, lastAt };
}

function interval({ every = '1h' }: Schedule, { from, to }: { from: number; to: number }): number[] {
  // Temporal counts intervals from 1970.
  const step = durationMs(every);
  const first = (Math.floor(from / step) + 1) * step;
  const count = Math.min(MOST, Math.max(0, Math.floor((to - first) / step) + 1));
  return Array.from({ length: count }, (_, n) => first + n * step);
}

function times({ cron = '', timezone = 'UTC' }: Schedule, { from, to }: { from: number; to: number }): number[] {
  const clock = new Cron(cron, { timezone, mode: '5-part' });
  const found: number[] = [];
  for (let at = clock.nextRun(new Date(from)); at && at.getTime() <= to && found.length < MOST; at = clock.nextRun(at))
    found.push(at.getTime());
  return found;
}

async function noteMissed({ from, to }: { from: number; to: number }): Promise<void> {
  const triggers = await db().trigger.findMany({
    where: { type: 'schedule', active: true, flow: { paused: false, deletedAt: null, publishedId: { not: null } } },
    select: { id: true, flowId: true, config: true },
  });
  for (const { id, flowId, config } of triggers) {
    try {
      const schedule = JSON.parse(config) as Schedule;
      const catchup = Math.max(SHORTEST_CATCHUP_MS, durationMs(schedule.catchup ?? '1h'));
      const missed = firesBetween(schedule, { from, to: to - catchup });
      if (!missed) continue;
      await sql().run(
        `INSERT OR IGNORE INTO "MissedFires" ("id", "flowId", "triggerId", "count", "firstAt", "lastAt", "notedAt")
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [randomUUID(), flowId, id, missed.count, sqlTime(missed.firstAt), sqlTime(missed.lastAt), sqlTime(to)],
      );
    } catch (error) {
      logger('schedules').warn({ err: error, trigger: id }, 'It cannot be told which times this schedule missed.');
    }
  }
}
