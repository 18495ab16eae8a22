import type { RunStatus } from '#lib/run-event.ts';
import type { Json } from '#lib/value.ts';
import { loadValue } from '#platform/blobs.ts';
import { awaitEvent, isEnd } from '#server/services/await-run.ts';
import { endOfRun } from '#server/services/run-views.ts';
import { runFlow, type RunRequest } from '#server/services/start-run.ts';

export type RunOutcome = { runId: string; status?: RunStatus; output?: Json; error?: string | null };

/** Starts a run and, if asked to, stays until it has ended or the time is over. */
export async function runAndWait({
  waitSeconds,
  signal,
  ...request
}: RunRequest & { waitSeconds: number; signal?: AbortSignal }): Promise<RunOutcome> {
  const { runId } = await runFlow(request);
  if (waitSeconds === 0) return { runId };
  await awaitEvent({ runId, until: isEnd, timeoutMs: waitSeconds * 1000, signal });
  return { runId, ...(await outcomeOf(runId)) };
}

/** Where a run stands; with its output once it is done. */
export async function outcomeOf(runId: string): Promise<Omit<RunOutcome, 'runId'>> {
  const { status, output, error } = await endOfRun(runId);
  return { status, error, ...(status === 'done' ? { output: output ? await loadValue(output) : null } : {}) };
}
