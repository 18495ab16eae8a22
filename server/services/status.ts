import { NAMESPACE, TASK_QUEUE } from '#lib/messages.ts';
import type { StatusView } from '#lib/views.ts';
import { stopFlags } from '#platform/stop.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db } from '#prisma/client.ts';
import packageFile from '#package.json' with { type: 'json' };

type Health = { ok: boolean; message: string };

/** How Hearth is doing, for the status page and `GET /api/v1/status`. */
export async function statusView(): Promise<StatusView> {
  const [engine, waitingApprovals, openRuns, flags] = await Promise.all([
    engineHealth(),
    db().approval.count({ where: { status: 'waiting' } }),
    db().run.count({ where: { status: { in: ['queued', 'running', 'waiting'] } } }),
    stopFlags(),
  ]);
  const stopped = flags.map((flag) => ({
    scope: flag.scope,
    reason: flag.reason,
    at: new Date(flag.at).toISOString(),
  }));
  return { version: packageFile.version, ...engine, waitingApprovals, openRuns, stopped };
}

async function engineHealth(): Promise<{ temporal: Health; worker: Health }> {
  try {
    const client = await temporalClient();
    const poll = client.connection.withDeadline(Date.now() + 2000, () =>
      client.workflowService.describeTaskQueue({
        namespace: client.options.namespace || NAMESPACE,
        taskQueue: { name: TASK_QUEUE },
        taskQueueType: 1,
      }),
    );
    const { pollers } = await poll;
    const alive = (pollers ?? []).length > 0;
    return {
      temporal: { ok: true, message: 'Reachable' },
      worker: { ok: alive, message: alive ? 'Working' : 'No worker is taking work. Runs wait until it is back.' },
    };
  } catch {
    const message = 'Temporal cannot be reached. Runs wait until it is back.';
    return {
      temporal: { ok: false, message },
      worker: { ok: false, message: 'Unknown while Temporal cannot be reached.' },
    };
  }
}
