/** The time that a whole run may take. */
import { endRun } from '#lib/engine/settle.ts';
import type { Turn } from '#lib/engine/turn.ts';

/** Asks to be told when the run has used up its time. The time is absolute: cutting the history does not begin it anew. */
export function watchDeadline(turn: Turn): void {
  const until = deadlineOf(turn);
  if (until !== undefined) turn.commands.push({ type: 'deadline', until });
}

/** Ends the run if its time is up; asks again if it was told too early. */
export function passDeadline(turn: Turn): void {
  const until = deadlineOf(turn);
  if (until === undefined) return;
  if (turn.at < until) return watchDeadline(turn);
  const error = {
    type: 'Deadline',
    message: 'The run took longer than its flow allows, so it was ended.',
    hint: 'Raise the time limit in the settings of the flow, or look for what took so long.',
  };
  endRun(turn, { status: 'failed', error });
}

function deadlineOf({ plan, state }: Turn): number | undefined {
  return plan.deadlineMs === undefined ? undefined : state.startedAt + plan.deadlineMs;
}
