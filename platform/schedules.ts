/** Keeps Temporal's schedules as the published flows ask for them. */
import { ScheduleNotFoundError, ScheduleOverlapPolicy, type Client, type ScheduleOptions } from '@temporalio/client';
import { durationMs } from '#lib/duration.ts';
import { TASK_QUEUE, WORKFLOW } from '#lib/messages.ts';
import { canonicalHash } from '#platform/canonical.ts';
import { logger } from '#platform/log.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db } from '#prisma/client.ts';

const SHORTEST_CATCHUP_MS = 10_000;
const DEFAULT_CATCHUP = '1h';

type ScheduleParams = { mode?: 'cron' | 'every'; cron?: string; every?: string; timezone?: string; catchup?: string };
type ScheduleTrigger = { id: string; flowId: string; nodeId: string; config: string; wanted: boolean };

/**
 * Makes schedules of all flows (or the one) what they should be; again is harmless. False: Temporal could not be reached,
 * and the worker does it when it starts.
 */
export async function syncSchedules(flowId?: string): Promise<boolean> {
  const triggers = await scheduleTriggers(flowId);
  if (triggers.length === 0) return true;
  try {
    const client = await temporalClient();
    for (const trigger of triggers) {
      if (trigger.wanted) await putSchedule(client, trigger);
      else await dropSchedule(client, trigger);
    }
    return true;
  } catch (error) {
    logger('schedules').warn(
      { err: error },
      'Schedules could not be brought up to date; the worker does it when it starts.',
    );
    return false;
  }
}

/** The id of a trigger's schedule in Temporal. */
export function scheduleIdOf(trigger: { flowId: string; nodeId: string }): string {
  return `flow:${trigger.flowId}:${trigger.nodeId}`;
}

async function scheduleTriggers(flowId?: string): Promise<ScheduleTrigger[]> {
  const rows = await db().trigger.findMany({
    where: { type: 'schedule', ...(flowId === undefined ? {} : { flowId }) },
    select: {
      id: true,
      flowId: true,
      nodeId: true,
      config: true,
      active: true,
      flow: { select: { paused: true, deletedAt: true } },
    },
  });
  return rows.map(({ flow, active, ...row }) => ({
    ...row,
    wanted: active && !flow.paused && flow.deletedAt === null,
  }));
}

async function putSchedule(client: Client, trigger: ScheduleTrigger): Promise<void> {
  const wanted = scheduleOptions(trigger);
  const handle = client.schedule.getHandle(wanted.scheduleId);
  const found = await handle.describe().catch(ignoreMissing);
  if (!found) await client.schedule.create(wanted);
  else if (found.state.note !== wanted.state?.note) {
    await handle.update(() => ({
      spec: wanted.spec,
      action: wanted.action,
      policies: wanted.policies,
      state: { ...wanted.state, paused: false },
    }));
  }
  const [next] = (await handle.describe()).info.nextActionTimes;
  await db().trigger.update({ where: { id: trigger.id }, data: { nextFireAt: next ?? null } });
}

async function dropSchedule(client: Client, trigger: ScheduleTrigger): Promise<void> {
  await client.schedule.getHandle(scheduleIdOf(trigger)).delete().catch(ignoreMissing);
  await db().trigger.update({ where: { id: trigger.id }, data: { nextFireAt: null } });
}

function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof ScheduleNotFoundError)) throw error;
}

function scheduleOptions(trigger: ScheduleTrigger): ScheduleOptions {
  const params = JSON.parse(trigger.config) as ScheduleParams;
  const { mode = 'cron', cron, every, timezone = 'UTC', catchup = DEFAULT_CATCHUP } = params;
  const times =
    mode === 'every' ? { intervals: [{ every: durationMs(every ?? '1h') }] } : { cronExpressions: [cron ?? ''] };
  return {
    scheduleId: scheduleIdOf(trigger),
    spec: { ...times, timezone },
    action: {
      type: 'startWorkflow',
      workflowType: WORKFLOW.scheduled,
      workflowId: `schedule-${trigger.flowId}-${trigger.nodeId}`,
      taskQueue: TASK_QUEUE,
      args: [{ flowId: trigger.flowId, triggerId: trigger.id }],
    },
    policies: {
      // The scheduled workflow only accepts the event; the run it starts is another one.
      overlap: ScheduleOverlapPolicy.ALLOW_ALL,
      catchupWindow: Math.max(SHORTEST_CATCHUP_MS, durationMs(catchup)),
    },
    // Tells whether the schedule is up to date: Temporal gives the specification back in other words.
    state: { note: canonicalHash([mode, cron ?? null, every ?? null, timezone, catchup]) },
  };
}
