'use client';
import { memo, useEffect, useMemo, type ReactNode } from 'react';
import { RoundLookContext, withLook } from '#components/editor/canvas/round-look.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { overlayOf } from '#components/editor/model/run-overlay.ts';
import { useStore } from '#components/editor/store/store.ts';
import { useLiveRun } from '#components/live/use-live-run.ts';
import { LiveTextGatherer } from '#components/live/use-live-text.ts';
import { useRounds } from '#components/live/use-rounds.ts';
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
  const looks = useStore(editor.looks, (value) => value);
  const asked = useMemo(() => [...looks].map(([node, look]) => ({ node, ...look })), [looks]);
  const rounds = useRounds(data, asked);
  useEffect(() => {
    if (data) editor.run.set(overlayOf(data, rounds));
  }, [editor, data, rounds]);
  useEffect(() => {
    if (!data) return;
    const triggers = data.flow.nodes.filter((node) => editor.catalogue[node.type]?.kind === 'trigger');
    const inRounds = [...rounds.values()].flatMap(({ steps }) => steps);
    editor.samples.set(
      samplesOf(
        { ...data, steps: [...data.steps, ...inRounds] },
        triggers.map((node) => node.id),
      ),
    );
  }, [editor, data, rounds]);
  useEffect(
    () => () => {
      editor.run.set(null);
      editor.looks.set(new Map());
    },
    [editor, runId],
  );
  return <LiveTextGatherer />;
});

/** Lets loops on the canvas choose which of their rounds is looked at. */
export function RoundLooks({ children }: { children: ReactNode }) {
  const { editor } = useEditor();
  const choose = useMemo(() => lookChooser(editor), [editor]);
  return <RoundLookContext value={choose}>{children}</RoundLookContext>;
}

function lookChooser(editor: ReturnType<typeof useEditor>['editor']) {
  return (loop: string, look: { outer: string; index: number } | null) =>
    editor.looks.set(withLook(editor.looks.get(), loop, look));
}
