import type { RunEvent } from '#lib/run-event.ts';
import type { NudgeMessage } from '#platform/nudge.ts';
import { runEvents } from '#platform/run-events.ts';
import { Alarm, nudgeHub } from '#server/nudge-hub.ts';

const POLL_MS = 1000;
const ENDS = ['run.done', 'run.failed', 'run.stopped'];

/** Whether the event ends its run. */
export function isEnd(event: RunEvent): boolean {
  return ENDS.includes(event.body.type);
}

export type Wait = {
  runId: string;
  until: (event: RunEvent) => boolean;
  timeoutMs: number;
  signal?: AbortSignal;
  pollMs?: number;
};

/** The first event of a run that `until` accepts, past ones included; null when the time is over. */
export async function awaitEvent({
  runId,
  until,
  timeoutMs,
  signal,
  pollMs = POLL_MS,
}: Wait): Promise<RunEvent | null> {
  const deadline = Date.now() + timeoutMs;
  const alarm = new Alarm();
  const onNudge = (message: NudgeMessage) => {
    if (message.type === 'event' && message.runId === runId) alarm.wake();
  };
  nudgeHub().on('nudge', onNudge);
  try {
    let after = 0;
    for (;;) {
      const events = await runEvents({ runId, after });
      const found = events.find(until);
      if (found) return found;
      after = events.at(-1)?.id ?? after;
      const left = deadline - Date.now();
      if (left <= 0 || signal?.aborted) return null;
      await alarm.wait(Math.min(pollMs, left), signal);
    }
  } finally {
    nudgeHub().off('nudge', onNudge);
  }
}
