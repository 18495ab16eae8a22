import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { SystemActivities } from '#activities/system.ts';

const { 'system.startScheduled': startScheduled } = proxyActivities<SystemActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '1m', maximumAttempts: 60 },
});

/** What a Temporal Schedule starts: it finds the published version itself, so publishing leaves the schedule alone. */
export async function scheduledV1(args: { flowId: string; triggerId: string }): Promise<{ runId: string | null }> {
  const info = workflowInfo();
  const planned: unknown = info.searchAttributes['TemporalScheduledStartTime']?.[0];
  const at = planned instanceof Date ? planned : info.startTime;
  return startScheduled({ ...args, scheduledAt: at.toISOString() });
}
