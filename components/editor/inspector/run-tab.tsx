'use client';
import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { StatusBadge } from '#components/data/status-badge.tsx';
import { StoredView } from '#components/data/stored-view.tsx';
import { useEditor } from '#components/editor/editor-context.tsx';
import type { RunOverlay } from '#components/editor/model/run-overlay.ts';
import { StepNotes } from '#components/runs/step-notes.tsx';
import { RunSpan } from '#components/runs/run-span.tsx';
import type { FlowNode } from '#lib/flow.ts';
import type { StepView } from '#lib/views-runs.ts';

/** What the step was given, what it gave back and what went wrong, in the run that lies over the drawing. */
export function RunTab({ node, overlay }: { node: FlowNode; overlay: RunOverlay }) {
  const { editor } = useEditor();
  const steps = overlay.steps.filter((step) => step.node === node.id);
  if (editor.catalogue[node.type]?.kind === 'trigger') {
    return <StoredView title="What the run began with" stored={overlay.run.input} />;
  }
  if (steps.length === 0) return <p className="text-base text-ink-soft">The run has not come to this step.</p>;
  return (
    <div className="flex flex-col gap-6">
      {steps.map((step) => (
        <StepFacts key={step.iteration} step={step} />
      ))}
      <Link
        href={`/runs/${overlay.run.id}`}
        className="inline-flex items-center gap-1 self-start text-sm text-accent-text hover:underline"
      >
        The whole run <ExternalLink className="size-3" aria-hidden />
      </Link>
    </div>
  );
}

function StepFacts({ step }: { step: StepView }) {
  return (
    <section
      className="flex flex-col gap-4"
      aria-label={step.iteration === '' ? 'This step' : `Item ${step.iteration}`}
    >
      <div className="flex items-center gap-2 text-sm text-ink-soft">
        <StatusBadge status={step.status} />
        {step.attempt > 1 && (
          <span>
            attempt {step.attempt}
            {step.attempts ? ` of ${step.attempts}` : ''}
          </span>
        )}
        <RunSpan from={step.startedAt} to={step.endedAt} className="tabular ml-auto text-ink-faint" />
      </div>
      <StepNotes step={step} />
      {step.input && <StoredView title="Input" stored={step.input} />}
      {step.output && <StoredView title="Output" stored={step.output} />}
    </section>
  );
}
