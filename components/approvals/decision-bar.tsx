'use client';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { DecisionDraft } from '#components/approvals/use-decision-draft.ts';
import { messageOf } from '#components/live/errors.ts';
import { canProve, ProofNote } from '#components/security/proof-missing.tsx';
import { useTheirWords } from '#components/texts/sentences.ts';
import { Button, type ButtonProps } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { toast } from '#components/ui/toast.ts';
import { isRefusal, type ApprovalButton, type ApprovalRequest } from '#lib/approval.ts';
import type { GivenProof } from '#lib/approval-proof.ts';
import type { Answers } from '#lib/form.ts';
import type { Json } from '#lib/value.ts';
import type { ApprovalView } from '#lib/views.ts';
import type { ProofAsked } from '#lib/views-passkeys.ts';

const ProofBar = dynamic(() => import('#components/security/proof-bar.tsx').then((module) => module.ProofBar));

export type Decide = (decision: {
  choice: string;
  reason?: string;
  args?: Record<string, Json>;
  answers?: Answers;
  proof?: GivenProof;
  /** Other runs that wait for the same, and get the same answer */
  also?: string[];
}) => void;

const LOOKS: Record<ApprovalButton['style'], ButtonProps['variant']> = {
  primary: 'primary',
  neutral: 'secondary',
  danger: 'danger',
};

export type DecisionBarProps = {
  request: ApprovalRequest;
  people: ApprovalView['people'];
  /** What a yes takes, where a click is not enough. */
  proof?: ProofAsked | null;
  draft: DecisionDraft;
  busy: boolean;
  onDecide: Decide;
};

const OWN_BUTTONS = ['approve', 'deny', 'happened', 'again', 'stop'] as const;

/** The buttons of a drawn question are its author's words, as far as they were changed; all others are Hearth's. */
function useButtonTitle({ kind }: ApprovalRequest): (button: ApprovalButton) => string {
  const t = useTranslations('approvals.buttons');
  const words = useTheirWords();
  return ({ id, title }) => {
    if (kind === 'cap' && id === 'approve') return t('raise');
    const own = kind === 'step' ? undefined : OWN_BUTTONS.find((one) => one === id);
    return own ? t(own) : words(title);
  };
}

const CALM_MS = 500;

/** False for a moment after it appears, so that a click meant for what stood there before decides nothing. */
function useCalm(): boolean {
  const [calm, setCalm] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(true), CALM_MS);
    return () => clearTimeout(timer);
  }, []);
  return calm;
}

/** The choices. Yes waits until everything long has been opened; no asks for a reason; nothing happens by accident. */
export function DecisionBar({ request, people, proof = null, draft, busy, onDecide }: DecisionBarProps) {
  const t = useTranslations('approvals.decisionBar');
  const titleOf = useButtonTitle(request);
  const [asking, setAsking] = useState<ApprovalButton | null>(null);
  const [proving, setProving] = useState(false);
  const [checking, setChecking] = useState(false);
  const calm = useCalm();
  const asksAgain = proof !== null || people.two;
  if (draft.editing) return <EditBar draft={draft} busy={busy} asksAgain={asksAgain} onDecide={onDecide} />;
  if (asking)
    return (
      <ReasonBar request={request} button={asking} busy={busy} onBack={() => setAsking(null)} onDecide={onDecide} />
    );
  if (proof && proving)
    return (
      <ProofBar
        asked={proof}
        busy={busy}
        onBack={() => setProving(false)}
        onProof={(given) => onDecide({ choice: 'approve', proof: given })}
      />
    );
  const unread = draft.unread.length;
  const press = (button: ApprovalButton) => {
    if (isRefusal(request, button) || button.id === 'again') return setAsking(button);
    if (proof) return setProving(true);
    if (!request.fields) return onDecide({ choice: button.id });
    setChecking(true);
    draft.answers
      .check()
      .then((answers) => answers && onDecide({ choice: button.id, answers }))
      .catch((error: unknown) => toast.error(messageOf(error)))
      .finally(() => setChecking(false));
  };
  return (
    <div className={cn('flex flex-wrap items-center gap-2.5', !calm && 'pointer-events-none')}>
      {request.buttons.map((button) => {
        const isYes = !isRefusal(request, button);
        const held = isYes && (unread > 0 || people.barred !== null || (proof !== null && !canProve(proof)));
        return (
          <Button
            key={button.id}
            size="lg"
            variant={LOOKS[button.style]}
            disabled={held || busy || checking}
            aria-describedby={
              [
                held && unread > 0 ? 'unread-note' : '',
                isYes && proof ? 'proof-note' : '',
                isYes && people.barred ? 'people-note' : '',
              ]
                .join(' ')
                .trim() || undefined
            }
            className="min-w-28"
            onClick={() => press(button)}
          >
            <bdi className="max-w-60 truncate">{titleOf(button)}</bdi>
          </Button>
        );
      })}
      {request.kind === 'gate' && people.barred === null && request.args.length > 0 && (
        <Button size="lg" variant="ghost" disabled={busy} onClick={() => draft.setEditing(true)}>
          {t('edit')}
        </Button>
      )}
      {proof && <ProofNote asked={proof} id="proof-note" />}
      {unread > 0 && (
        <p id="unread-note" className="basis-full text-sm text-ink-soft">
          {t('unread', { count: unread })}
        </p>
      )}
    </div>
  );
}

type EditBarProps = Pick<DecisionBarProps, 'draft' | 'busy' | 'onDecide'> & {
  /** What was changed is looked at once more before it is allowed. */
  asksAgain: boolean;
};

function EditBar({ draft, busy, asksAgain, onDecide }: EditBarProps) {
  const t = useTranslations('approvals.decisionBar');
  return (
    <div className="flex flex-wrap items-center gap-2.5">
      <Button
        size="lg"
        variant="primary"
        busy={busy}
        disabled={!draft.hasChanges || draft.broken}
        onClick={() => onDecide({ choice: 'approve', args: draft.changed })}
      >
        {t(asksAgain ? 'askChanged' : 'approveChanged')}
      </Button>
      <Button size="lg" variant="ghost" disabled={busy} onClick={() => draft.setEditing(false)}>
        {t('back')}
      </Button>
      <p className="basis-full text-sm text-ink-soft">{t(asksAgain ? 'changedAsks' : 'changed')}</p>
    </div>
  );
}

type ReasonBarProps = {
  request: ApprovalRequest;
  button: ApprovalButton;
  busy: boolean;
  onBack: () => void;
  onDecide: Decide;
};

function ReasonBar({ request, button, busy, onBack, onDecide }: ReasonBarProps) {
  const t = useTranslations('approvals.decisionBar');
  const titleOf = useButtonTitle(request);
  const [reason, setReason] = useState('');
  const again = button.id === 'again';
  const send = () => onDecide({ choice: button.id, ...(reason.trim() ? { reason: reason.trim() } : {}) });
  return (
    <div className="flex flex-col gap-3">
      {again && <p className="text-base font-medium text-danger">{t('again')}</p>}
      <Field label={t('reason')} hint={t('reasonHint')} required={false}>
        <Textarea
          autoFocus
          rows={2}
          className="min-h-16"
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-2.5">
        <Button
          size="lg"
          variant={button.style === 'neutral' ? 'secondary' : 'dangerSolid'}
          busy={busy}
          onClick={send}
          className="min-w-28"
        >
          {titleOf(button)}
        </Button>
        <Button size="lg" variant="ghost" disabled={busy} onClick={onBack}>
          {t('back')}
        </Button>
      </div>
    </div>
  );
}
