import { Clock, Gavel, Scale, UserCheck, Workflow } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Sentence } from '#components/data/sentence.tsx';
import { HeldNote } from '#components/outbox/held-note.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { useTheirWords } from '#components/texts/sentences.ts';
import { useUnits } from '#components/texts/use-units.ts';
import type { CalledRun } from '#lib/call.ts';
import type { StepError } from '#lib/errors.ts';
import type { StepView } from '#lib/views-runs.ts';

const LINK = 'text-accent-text underline-offset-4 hover:underline';

/** What went wrong and what to do about it. */
export function ErrorNote({ error }: { error: StepError }) {
  return (
    <Notice tone="danger">
      <p className="font-medium">
        <Sentence text={error.message} />
      </p>
      {error.hint && (
        <p className="mt-1 text-ink-soft">
          <Sentence text={error.hint} />
        </p>
      )}
      <p className="mt-1 font-mono text-xs text-ink-faint">{error.type}</p>
    </Notice>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex gap-2 text-base text-ink-soft [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-faint">
      {icon}
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}

function WaitingNote({ step }: { step: StepView }) {
  const t = useTranslations('runs.notes');
  const units = useUnits();
  const { until, remindedAt } = step;
  if (step.holdId) return <HeldNote id={step.holdId} until={until} />;
  if (step.approvalId) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-wait/30 bg-wait-soft px-3.5 py-2.5">
        <p className="text-base">
          {t('waits')}
          {until && <> · {t.rich('expires', { time: () => <TimeAgo at={until} /> })}</>}
          {remindedAt && <> · {t.rich('reminded', { time: () => <TimeAgo at={remindedAt} /> })}</>}
        </p>
        <Button size="sm" asChild>
          <Link href={`/inbox/${step.approvalId}`}>{t('open')}</Link>
        </Button>
      </div>
    );
  }
  if (!until) return null;
  return (
    <Line icon={<Clock aria-hidden />}>
      {t.rich('goesOn', {
        time: () => <TimeAgo at={until} />,
        exact: () => <span className="text-ink-faint">({units.exact(until)})</span>,
      })}
    </Line>
  );
}

/** The run that the step called, with the version that it took. */
function CalledNote({ called, waits }: { called: CalledRun; waits: boolean }) {
  const t = useTranslations('runs.notes');
  return (
    <Line icon={<Workflow aria-hidden />}>
      {t.rich(waits ? 'waitsFor' : 'called', {
        flow: () => (
          <Link href={`/runs/${called.runId}`} className={LINK}>
            <bdi>{called.flowName}</bdi>
          </Link>
        ),
        version: () => <span className="tabular">{called.version}</span>,
      })}
    </Line>
  );
}

function GateNote({ decision }: { decision: NonNullable<StepView['decision']> }) {
  const t = useTranslations('runs.notes');
  return (
    <Line icon={decision.outcome === 'allow' ? <Scale aria-hidden /> : <Gavel aria-hidden />}>
      {t.rich(`gate-${decision.outcome}`, {
        b: (words) => <span className="font-medium text-ink">{words}</span>,
        rule: () => <code className="rounded-sm bg-sunken px-1 py-px font-mono text-sm">{decision.rule}</code>,
      })}
      <Reason text={decision.reason} />
    </Line>
  );
}

function Reason({ text }: { text: string | null | undefined }) {
  if (!text) return null;
  return (
    <>
      : <Sentence text={text} />
    </>
  );
}

function ChoiceNote({ decidedBy, approvalId }: Pick<StepView, 'approvalId'> & { decidedBy: Decided }) {
  const t = useTranslations('runs.notes');
  const words = useTheirWords();
  return (
    <Line icon={<UserCheck aria-hidden />}>
      {t.rich('chose', {
        by: () => <bdi className="font-medium text-ink">{decidedBy.by}</bdi>,
        choice: () => <span className="font-medium text-ink">{words(decidedBy.choice)}</span>,
      })}
      <Reason text={decidedBy.reason} />
      {approvalId && (
        <>
          {' '}
          ·{' '}
          <Link href={`/inbox/${approvalId}`} className={LINK}>
            {t('seeShown')}
          </Link>
        </>
      )}
    </Line>
  );
}

type Decided = NonNullable<StepView['decidedBy']>;

/** Why the step stands where it does: error, wait, the gate's decision and its rule, a person's choice. */
export function StepNotes({ step }: { step: StepView }) {
  const { error, decision, decidedBy } = step;
  return (
    <div className="flex flex-col gap-2.5 empty:hidden">
      {error && <ErrorNote error={error} />}
      {step.status === 'waiting' && <WaitingNote step={step} />}
      {step.called && <CalledNote called={step.called} waits={step.status === 'waiting'} />}
      {decision && <GateNote decision={decision} />}
      {decidedBy && <ChoiceNote decidedBy={decidedBy} approvalId={step.approvalId} />}
    </div>
  );
}
