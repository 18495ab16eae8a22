'use client';
import { memo, useEffect } from 'react';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useLiveRun } from '#components/live/use-live-run.ts';
import type { Json } from '#lib/value.ts';
import type { RunView } from '#lib/views-runs.ts';

/** Outputs by node, as far as they are small enough to travel with the run. */
export function samplesOf(
  run: Pick<RunView, 'steps' | 'input' | 'flow'>,
  triggers: readonly string[],
): ReadonlyMap<string, Json> {
  const samples = new Map<string, Json>();
  if (run.input.kind === 'inline') for (const id of triggers) samples.set(id, run.input.value);
  for (const step of run.steps) if (step.output?.kind === 'inline') samples.set(step.node, step.output.value);
  return samples;
}

/**
 * Lays the run over the drawing for as long as it is mounted, and follows it live. Its own component, and `memo`: what it
 * sets renders the bar above it again, which must not make it set again.
 */
export const RunFollower = memo(function RunFollower({ runId }: { runId: string }) {
  const { editor } = useEditor();
  const { data } = useLiveRun(runId);
  useEffect(() => {
    if (!data) return;
    editor.run.set({ run: data, steps: data.steps });
    const triggers = data.flow.nodes.filter((node) => editor.catalogue[node.type]?.kind === 'trigger');
    editor.samples.set(
      samplesOf(
        data,
        triggers.map((node) => node.id),
      ),
    );
  }, [editor, data]);
  useEffect(() => () => editor.run.set(null), [editor, runId]);
  return null;
});
