'use client';
import { CircleCheck, CircleSlash } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { AskedFields } from '#components/approvals/asked-fields.tsx';
import { DecisionBar, type Decide } from '#components/approvals/decision-bar.tsx';
import { decisionText } from '#components/approvals/decision-text.ts';
import { Expiry, Reminded, useExpired } from '#components/approvals/expiry.tsx';
import { OriginLine } from '#components/approvals/argument-view.tsx';
import { ModelWords } from '#components/approvals/model-words.tsx';
import { repeatsHead, RequestView } from '#components/approvals/request-view.tsx';
import { SameRuns } from '#components/approvals/same-runs.tsx';
import { MESSAGE, useDecisionDraft } from '#components/approvals/use-decision-draft.ts';
import { LongText } from '#components/data/long-text.tsx';
import { RiskBadge } from '#components/data/risk-badge.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Notice } from '#components/ui/notice.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { decidersText, type ApprovalRequest } from '#lib/approval.ts';
import type { Texts } from '#messages/types.ts';
import type { ApprovalView } from '#lib/views.ts';

const ArgumentEdit = dynamic(() => import('#components/approvals/argument-edit.tsx').then((file) => file.ArgumentEdit));
const PlanNote = dynamic(() => import('#components/approvals/plan-note.tsx').then((file) => file.PlanNote));

export type ApprovalSheetProps = {
  approval: ApprovalView;
  busy: boolean;
  /** Why a decision was not taken, e.g. that someone else was first. */
  problem: string | null;
  /** What the server found wrong in what was filled in: `answers.<name>`. */
  problems: Readonly<Record<string, string>>;
  /** Another request that waits, to go on with once this one is decided. */
  nextId: string | null;
  onDecide: Decide;
};

function Head({ approval, onOpen }: { approval: ApprovalView; onOpen: (field: string) => void }) {
  const t = useTranslations('approvals.approvalSheet');
  const { request } = approval;
  // The gate gives its reason as the message; it stands under "Why you are asked" already.
  const says = request.message !== request.reason && request.message !== '';
  const said = request.kind === 'step' ? request.args.filter(repeatsHead(request)) : [];
  const labelOf = (text: string) => said.find(({ value }) => value === text)?.label;
  return (
    <header className="px-5 pt-6 pb-5 sm:px-7">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <p className="text-sm font-medium text-ink-faint">
          {t(`${approval.status === 'waiting' ? 'kinds' : 'kindsOver'}.${request.kind}`)}
        </p>
        {request.tool && <RiskBadge risk={request.tool.risk} />}
        {approval.status === 'waiting' && <Expiry at={request.expiresAt} className="sm:ml-auto" />}
        {approval.status === 'waiting' && approval.remindedAt && <Reminded at={approval.remindedAt} />}
      </div>
      <ModelWords label={labelOf(request.title)}>
        <h2 id="request-title" className="mt-2 text-xl font-semibold">
          <VisibleText text={request.title} />
        </h2>
      </ModelWords>
      {says && (
        <ModelWords label={labelOf(request.message)}>
          <LongText text={request.message} className="mt-2 text-ink-soft" onOpen={() => onOpen(MESSAGE)} />
        </ModelWords>
      )}
      {said.map((argument) => (
        <OriginLine key={argument.field} label={argument.label} />
      ))}
      <p className="mt-3 text-sm text-ink-soft">
        <Link href={`/runs/${request.run.runId}`} className="font-medium text-ink underline-offset-4 hover:underline">
          <bdi className="wrap-anywhere">{request.run.flowName}</bdi>
        </Link>
        {' · '}
        {t.rich('step', { name: () => <bdi className="wrap-anywhere">{request.run.stepName}</bdi> })}
        {request.tool && <> · {request.tool.title}</>}
        {' · '}
        {t.rich('asked', { when: () => <TimeAgo at={approval.createdAt} /> })}
      </p>
    </header>
  );
}

/** What a person puts their name to: not a notification but a document, with the choices at its foot. */
export function ApprovalSheet({ approval, busy, problem, problems, nextId, onDecide }: ApprovalSheetProps) {
  const t = useTranslations('approvals.approvalSheet');
  const { request, mayDecide } = approval;
  const draft = useDecisionDraft(request);
  const expired = useExpired(request.expiresAt);
  // As they were when the person began to read: what comes later is asked about by itself.
  const [others] = useState(approval.others);
  const [forAll, setForAll] = useState(true);
  const also = forAll && others.length > 0 ? { also: others.map(({ id }) => id) } : {};
  const waiting = approval.status === 'waiting';
  const critical = request.tool?.risk === 'critical' || request.tool?.risk === 'destroy';
  const editor = draft.editing && waiting && (
    <div className="flex flex-col gap-1">
      {request.args.map((argument) => (
        <ArgumentEdit
          key={argument.field}
          argument={argument}
          onChange={(value) => draft.edit(argument.field, value)}
        />
      ))}
    </div>
  );
  return (
    <article
      aria-labelledby="request-title"
      className={cn(
        'overflow-clip rounded-xl border border-line-strong bg-surface shadow-md',
        waiting && (critical ? 'border-t-4 border-t-danger' : 'border-t-4 border-t-accent'),
      )}
    >
      <Head approval={approval} onOpen={draft.open} />
      <RequestView
        request={request}
        before={approval.before}
        edited={approval.edited}
        onOpen={draft.open}
        editor={editor || undefined}
      />
      <AskedFields approval={approval} draft={draft} open={waiting && !expired && mayDecide} problems={problems} />
      <footer className="sticky bottom-0 flex flex-col gap-3 border-t border-line-strong bg-raised px-5 py-4 max-md:bottom-14 sm:px-7">
        {problem && <Notice tone="warning">{problem}</Notice>}
        {!waiting && (
          <div className="flex flex-wrap items-start justify-between gap-3">
            <Outcome approval={approval} />
            {nextId && (
              <Button asChild>
                <Link href={`/inbox/${nextId}`}>{t('nextRequest')}</Link>
              </Button>
            )}
          </div>
        )}
        {waiting && expired && <p className="text-base text-ink-soft">{t('expired')}</p>}
        {waiting && !expired && request.deciders && request.escalation && (
          <p className="text-base text-ink-soft">
            {t.rich('escalation', {
              people: request.escalation.roles.join(', '),
              when: () => <TimeAgo at={request.escalation?.at ?? 0} />,
            })}
          </p>
        )}
        {waiting && !expired && !mayDecide && <p className="text-base text-ink-soft">{noRightText(request, t)}</p>}
        {waiting && !expired && mayDecide && others.length > 0 && (
          <SameRuns runId={request.run.runId} others={others} forAll={forAll} onForAll={setForAll} />
        )}
        {waiting && !expired && mayDecide && approval.plan.length > 1 && <PlanNote ids={approval.plan} />}
        {waiting && !expired && approval.standsInFor && (
          <p className="text-base text-ink-soft">
            {t.rich('standsIn', { name: () => <bdi>{approval.standsInFor}</bdi> })}
          </p>
        )}
        {waiting && !expired && <PeopleNote people={approval.people} />}
        {waiting && !expired && mayDecide && (
          <DecisionBar
            request={request}
            people={approval.people}
            proof={approval.proof}
            draft={draft}
            busy={busy}
            onDecide={(decision) => onDecide({ ...decision, ...also })}
          />
        )}
      </footer>
    </article>
  );
}

/** Whom else a yes takes. */
function PeopleNote({ people: { two, first, barred } }: Pick<ApprovalView, 'people'>) {
  const t = useTranslations('approvals.people');
  if (!two && barred === null) return null;
  return (
    <p id="people-note" className="text-base text-ink-soft">
      {two && (first === null ? t('two') : t.rich('first', { name: () => <bdi>{first}</bdi> }))}
      {barred && <> {t(`barred.${barred}`)}</>}
    </p>
  );
}

function noRightText({ deciders }: ApprovalRequest, t: Texts<'approvals.approvalSheet'>): string {
  return deciders ? t('forOthers', { people: decidersText(deciders) }) : t('noRight');
}

function Outcome({ approval }: { approval: ApprovalView }) {
  const t = useTranslations('approvals.approvalSheet');
  const decisions = useTranslations('approvals.decisions');
  const positive = ['approve', 'happened', 'replaced'].includes(approval.choice ?? '');
  const Icon = positive ? CircleCheck : CircleSlash;
  return (
    <div className="flex gap-2.5 text-base">
      <Icon className={cn('mt-0.5 size-4 shrink-0', positive ? 'text-good' : 'text-ink-faint')} aria-hidden />
      <div className="min-w-0">
        <p>
          <span className="font-medium">{decisionText(approval, decisions)}</span>
          {approval.decidedBy && <> {t.rich('by', { name: () => <bdi>{approval.decidedBy}</bdi> })}</>}
          {approval.decidedFor && <> {t.rich('for', { name: () => <bdi>{approval.decidedFor}</bdi> })}</>}
          {approval.decidedAt && (
            <span className="text-ink-faint">
              {' '}
              · <TimeAgo at={approval.decidedAt} />
            </span>
          )}
        </p>
        {approval.reason && <VisibleText text={approval.reason} className="mt-1 block text-ink-soft" />}
        {approval.replacedById && (
          <p className="mt-1">
            <Link
              href={`/inbox/${approval.replacedById}`}
              className="text-accent-text underline-offset-4 hover:underline"
            >
              {t('seeTheActionIt')}
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}
