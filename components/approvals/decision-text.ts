import type { ApprovalCard, ApprovalView } from '#lib/views.ts';

const CHOICES: Record<string, string> = {
  approve: 'Approved',
  deny: 'Denied',
  happened: 'Said that it happened',
  again: 'Said to run it again',
  stop: 'Stopped the run',
  replaced: 'Changed and approved',
};

/** What was decided, in words. `buttons` names the choices of a drawn approval. */
export function decisionText(approval: ApprovalCard | ApprovalView): string {
  if (approval.status === 'expired') return 'Expired without a decision';
  if (approval.status === 'cancelled') return 'No longer needed';
  if (approval.status === 'waiting') return 'Waiting';
  const choice = approval.choice ?? '';
  const button = 'request' in approval ? approval.request.buttons.find(({ id }) => id === choice) : undefined;
  return approval.kind === 'step' && button ? `Chose “${button.title}”` : (CHOICES[choice] ?? `Chose “${choice}”`);
}
