import { inTheirWords } from '#components/texts/sentences.ts';
import type { ApprovalCard, ApprovalView } from '#lib/views.ts';
import type { Texts } from '#messages/types.ts';

const CHOICES = ['approve', 'deny', 'happened', 'again', 'stop', 'replaced'] as const;

/** What was decided, in words. `buttons` names the choices of a drawn approval. */
export function decisionText(approval: ApprovalCard | ApprovalView, t: Texts<'approvals.decisions'>): string {
  if (approval.status === 'expired') return t('expired');
  if (approval.status === 'cancelled') return t('cancelled');
  if (approval.status === 'waiting') return t('waiting');
  const choice = approval.choice ?? '';
  const button = 'request' in approval ? approval.request.buttons.find(({ id }) => id === choice) : undefined;
  if (approval.kind === 'step' && button) return t('chose', { choice: inTheirWords(button.title) });
  const known = CHOICES.find((one) => one === choice);
  return known ? t(known) : t('chose', { choice });
}
