'use client';
import { memo, useEffect, useMemo, type ReactNode } from 'react';
import { RoundLookContext, withLook } from '#components/editor/canvas/round-look.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { overlayOf } from '#components/editor/model/run-overlay.ts';
import { useStore } from '#components/editor/store/store.ts';
import { useLiveRun } from '#components/live/use-live-run.ts';
import { LiveTextGatherer } from '#components/live/use-live-text.ts';
import { useRounds } from '#components/live/use-rounds.ts';
import type { Stored } from '#lib/value.ts';
import type { RunView } from '#lib/views-runs.ts';

/** What each node gave so far, in the first iteration where it is in a loop. */
export function outputsOf(run: Pick<RunView, 'steps' | 'input' | 'trigger'>): ReadonlyMap<string, Stored> {
  const outputs = new Map<string, Stored>([[run.trigger, run.input]]);
  for (const { node, output } of run.steps) if (output && !outputs.has(node)) outputs.set(node, output);
  return outputs;
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
    if (data.endedAt) return;
    const inRounds = [...rounds.values()].flatMap(({ steps }) => steps);
    const { id: run, trigger: triggerId, startedAt } = data;
    const byNode = outputsOf({ ...data, steps: [...data.steps, ...inRounds] });
    editor.outputs.set({ runId: run, triggerId, startedAt, byNode });
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
