'use client';
import { ExternalLink } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import { StatusBadge } from '#components/data/status-badge.tsx';
import { StoredView } from '#components/data/stored-view.tsx';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { useOpenNode } from '#components/editor/inspector/use-open-node.ts';
import { lookedAt, type RunOverlay } from '#components/editor/model/run-overlay.ts';
import { useWholeStep } from '#components/live/use-whole-step.ts';
import { TakeAnswer } from '#components/rehearsal/take-answer.tsx';
import { LiveTextView } from '#components/runs/live-text-view.tsx';
import { StepNotes } from '#components/runs/step-notes.tsx';
import { RunSpan } from '#components/runs/run-span.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { FlowNode } from '#lib/flow.ts';
import { countOf } from '#lib/node-view.ts';
import type { RunView, StepView } from '#lib/views-runs.ts';

/** More of them are found in the whole run. */
const MOST_STEPS = 20;

/** What the step was given, what it gave back and what went wrong, in the run that lies over the drawing. */
export function RunTab({ node, overlay }: { node: FlowNode; overlay: RunOverlay }) {
  const { editor } = useEditor();
  const t = useTranslations('live.inspector');
  const steps = lookedAt(overlay).steps.filter((step) => step.node === node.id);
  if (editor.catalogue[node.type]?.kind === 'trigger') {
    return <StoredView title={t('began')} stored={overlay.run.input} />;
  }
  if (steps.length === 0) return <p className="text-base text-ink-soft">{t('notReached')}</p>;
  const shown = steps.slice(-MOST_STEPS);
  const all = overlay.nodes.get(node.id);
  const left = overlay.rounds.size > 0 || !all ? 0 : countOf(all) - shown.length;
  return (
    <div className="flex flex-col gap-6">
      {left > 0 && <p className="text-base text-ink-soft">{t('more', { left })}</p>}
      {shown.map((step) => (
        <StepFacts key={step.iteration} run={overlay.run} step={step} />
      ))}
      <Link
        href={`/runs/${overlay.run.id}`}
        className="inline-flex items-center gap-1 self-start text-sm text-accent-text hover:underline"
      >
        {t('whole')} <ExternalLink className="size-3" aria-hidden />
      </Link>
    </div>
  );
}

function StepFacts({ run, step: given }: { run: RunView; step: StepView }) {
  const t = useTranslations('live.inspector');
  const words = useTranslations('live.step');
  const { step, loading } = useWholeStep(run.id, given);
  const flow = useDoc(({ present }) => present.flow);
  const drawn = { flow, node: given.node, onStep: useOpenNode() };
  const rounds = step.iteration.split('/').map((part) => Number(part) + 1);
  const name = step.iteration === '' ? t('thisStep') : words('round', { round: rounds.join(' / ') });
  return (
    <section className="flex flex-col gap-4" aria-label={name}>
      <div className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
        <StatusBadge status={step.status} />
        {step.iteration !== '' && <span className="tabular">{name}</span>}
        {step.attempt > 1 && (
          <span>
            {step.attempts
              ? words('attemptOf', { attempt: step.attempt, attempts: step.attempts })
              : words('attempt', { attempt: step.attempt })}
          </span>
        )}
        <RunSpan from={step.startedAt} to={step.endedAt} className="tabular ml-auto text-ink-faint" />
      </div>
      <StepNotes step={step} />
      {step.status === 'running' && <LiveTextView runId={run.id} step={step} />}
      {loading && <Skeleton className="h-16" />}
      {step.input && <StoredView title={words('input')} stored={step.input} drawn={{ ...drawn, side: 'input' }} />}
      {step.output && <StoredView title={words('output')} stored={step.output} drawn={{ ...drawn, side: 'output' }} />}
      <TakeAnswer runId={run.id} step={step} />
    </section>
  );
}
