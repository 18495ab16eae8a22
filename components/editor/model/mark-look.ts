import type { StepMark } from '#components/editor/model/run-overlay.ts';
import type { StepStatus } from '#lib/run-event.ts';

/** How a mark looks and what it is called: its status, or what that status means here. */
export type MarkLook = StepStatus | 'asks' | 'calls' | 'reused' | 'pinned' | 'unknown';

/** `asks`: waits for a person; `calls`: for another run; `unknown`: nobody can say whether it happened. */
export function lookOf(
  mark: Pick<StepMark, 'status' | 'approvalId' | 'called' | 'reused' | 'pinned' | 'unknown'>,
): MarkLook {
  if (mark.unknown) return 'unknown';
  if (mark.status === 'waiting' && mark.approvalId !== null) return 'asks';
  if (mark.status === 'waiting' && mark.called) return 'calls';
  if (mark.status === 'done' && mark.pinned) return 'pinned';
  if (mark.status === 'done' && mark.reused) return 'reused';
  return mark.status;
}
