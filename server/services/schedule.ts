import { Cron } from 'croner';
import { Invalid } from '#lib/errors.ts';
import { Duration, durationMs } from '#lib/flow.ts';
import type { MissedView } from '#lib/views.ts';
import { db } from '#prisma/client.ts';

export type ScheduleText = { cron?: string; every?: string; timezone?: string };

/** The next times a schedule fires, as ISO text. An interval counts from 1970, as Temporal's does. */
export function nextFires({ cron, every, timezone }: ScheduleText, count: number): string[] {
  if (cron) return nextCronFires({ cron, timezone: timezone ?? 'UTC', count });
  if (every && Duration.safeParse(every).success && durationMs(every) >= 1000) {
    const step = durationMs(every);
    const first = (Math.floor(Date.now() / step) + 1) * step;
    return Array.from({ length: count }, (_, i) => new Date(first + i * step).toISOString());
  }
  throw new Invalid('A schedule needs times such as "0 8 * * 1-5", or an interval of at least one second such as 15m.');
}

function nextCronFires({ cron, timezone, count }: { cron: string; timezone: string; count: number }): string[] {
  try {
    return new Cron(cron, { timezone, mode: '5-part' }).nextRuns(count).map((date) => date.toISOString());
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown reason';
    throw new Invalid(`These times cannot be read: ${why}`);
  }
}

const SHOWN_DAYS = 7;
const MOST_SHOWN = 5;

/** What schedules missed in the last week while Hearth was off, latest first. */
export async function missedFires(flowId?: string): Promise<MissedView[]> {
  const since = new Date(Date.now() - SHOWN_DAYS * 24 * 60 * 60 * 1000);
  const rows = await db().missedFires.findMany({
    where: { notedAt: { gte: since }, ...(flowId === undefined ? {} : { flowId }) },
    orderBy: [{ notedAt: 'desc' }, { triggerId: 'asc' }],
    take: MOST_SHOWN,
  });
  const flows = await db().flow.findMany({
    where: { id: { in: rows.map((row) => row.flowId) }, deletedAt: null },
    select: { id: true, name: true },
  });
  const names = new Map(flows.map(({ id, name }) => [id, name]));
  return rows.flatMap(({ firstAt, lastAt, notedAt: _notedAt, ...row }) => {
    const flowName = names.get(row.flowId);
    if (flowName === undefined) return [];
    return [{ ...row, flowName, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() }];
  });
}

/** The next five fires, for the editor. */
export function previewSchedule(schedule: ScheduleText): { fires: string[] } {
  return { fires: nextFires(schedule, 5) };
}
