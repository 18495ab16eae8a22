import { Clock, Gavel, Scale, UserCheck, Workflow } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import type { CalledRun } from '#lib/call.ts';
import type { StepError } from '#lib/errors.ts';
import type { StepView } from '#lib/views-runs.ts';

const OUTCOMES = { allow: 'Allowed', ask: 'Asked a person', deny: 'Denied' } as const;

/** What went wrong and what to do about it. */
export function ErrorNote({ error }: { error: StepError }) {
  return (
    <Notice tone="danger">
      <p className="font-medium">
        <VisibleText text={error.message} />
      </p>
      {error.hint && (
        <p className="mt-1 text-ink-soft">
          <VisibleText text={error.hint} />
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
  const units = useUnits();
  if (step.approvalId) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-wait/30 bg-wait-soft px-3.5 py-2.5">
        <p className="text-base">
          Waits for a person
          {step.until && (
            <>
              {' '}
              · expires <TimeAgo at={step.until} />
            </>
          )}
          {step.remindedAt && (
            <>
              {' '}
              · reminded <TimeAgo at={step.remindedAt} />
            </>
          )}
        </p>
        <Button size="sm" asChild>
          <Link href={`/inbox/${step.approvalId}`}>Open in the inbox</Link>
        </Button>
      </div>
    );
  }
  if (!step.until) return null;
  return (
    <Line icon={<Clock aria-hidden />}>
      Goes on <TimeAgo at={step.until} /> <span className="text-ink-faint">({units.exact(step.until)})</span>
    </Line>
  );
}

/** The run that the step called, with the version that it took. */
function CalledNote({ called, waits }: { called: CalledRun; waits: boolean }) {
  return (
    <Line icon={<Workflow aria-hidden />}>
      {waits ? 'Waits for ' : 'Called '}
      <Link href={`/runs/${called.runId}`} className="text-accent-text underline-offset-4 hover:underline">
        <bdi>{called.flowName}</bdi>
      </Link>
      , version <span className="tabular">{called.version}</span>
    </Line>
  );
}

/** Why the step stands where it does: error, wait, the gate's decision and its rule, a person's choice. */
export function StepNotes({ step }: { step: StepView }) {
  const { error, decision, decidedBy } = step;
  return (
    <div className="flex flex-col gap-2.5 empty:hidden">
      {error && <ErrorNote error={error} />}
      {step.status === 'waiting' && <WaitingNote step={step} />}
      {step.called && <CalledNote called={step.called} waits={step.status === 'waiting'} />}
      {decision && (
        <Line icon={decision.outcome === 'allow' ? <Scale aria-hidden /> : <Gavel aria-hidden />}>
          <span className="font-medium text-ink">{OUTCOMES[decision.outcome]}</span> by the rule{' '}
          <code className="rounded-sm bg-sunken px-1 py-px font-mono text-sm">{decision.rule}</code>
          {decision.reason && (
            <>
              : <VisibleText text={decision.reason} />
            </>
          )}
        </Line>
      )}
      {decidedBy && (
        <Line icon={<UserCheck aria-hidden />}>
          <bdi className="font-medium text-ink">{decidedBy.by}</bdi> chose{' '}
          <span className="font-medium text-ink">{decidedBy.choice}</span>
          {decidedBy.reason && (
            <>
              : <VisibleText text={decidedBy.reason} />
            </>
          )}
          {step.approvalId && (
            <>
              {' '}
              ·{' '}
              <Link href={`/inbox/${step.approvalId}`} className="text-accent-text underline-offset-4 hover:underline">
                see what was shown
              </Link>
            </>
          )}
        </Line>
      )}
    </div>
  );
}
