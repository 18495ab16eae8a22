import { proxyActivities } from '@temporalio/workflow';
import type { SystemActivities } from '#activities/system.ts';

const { 'system.testConnection': testConnection } = proxyActivities<SystemActivities>({
  startToCloseTimeout: '30s',
  retry: { maximumAttempts: 1 },
});

/** Tries a connection in the worker, the only process that opens secrets. */
export async function probeV1(args: { connectionId: string }): Promise<{ ok: boolean; message: string }> {
  return testConnection(args);
}
