import { ActivityFailure, CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { SystemActivities } from '#activities/system.ts';
import type { FoundOllama } from '#lib/views-models.ts';

const { 'system.pullModel': pullModel } = proxyActivities<SystemActivities>({
  startToCloseTimeout: '12h',
  heartbeatTimeout: '11m',
  retry: { initialInterval: '5s', maximumInterval: '1m', maximumAttempts: 5 },
});
const { 'system.endPull': endPull } = proxyActivities<SystemActivities>({ startToCloseTimeout: '30s' });
const { 'system.findOllama': findOllama } = proxyActivities<SystemActivities>({
  startToCloseTimeout: '10s',
  retry: { maximumAttempts: 1 },
});

/** Has a service fetch a model: it goes on when the page is closed, and after a restart. */
export async function pullModelV1({ pullId }: { pullId: string }): Promise<void> {
  try {
    await pullModel({ pullId });
    await endPull({ pullId, status: 'done', message: null });
  } catch (error) {
    const status = isCancellation(error) ? 'cancelled' : 'failed';
    const message = status === 'failed' ? whyOf(error) : null;
    await CancellationScope.nonCancellable(() => endPull({ pullId, status, message }));
  }
}

function whyOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

/** Looks in the worker, the only process that reaches others. */
export async function findOllamaV1(): Promise<FoundOllama | null> {
  return findOllama();
}
