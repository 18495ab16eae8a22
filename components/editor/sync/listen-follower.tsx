'use client';
import { useEffect, useRef } from 'react';
import { rememberInput } from '#components/editor/bar/test-input.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useListens } from '#components/editor/sync/use-listens.ts';

/** Makes caught events samples: for the data picker, and for the next test run where they came just now. */
export function ListenFollower() {
  const { editor, flowId } = useEditor();
  const { data } = useListens(flowId);
  const seen = useRef<ReadonlyMap<string, string> | null>(null);
  useEffect(() => {
    if (!data) return;
    const samples = new Map(editor.samples.get());
    const before = seen.current;
    for (const { nodeId, sample, capturedAt } of data) {
      if (!sample || before?.get(nodeId) === capturedAt) continue;
      // What a run that lies over the drawing began with is newer than what is only found at opening.
      if (before !== null || !samples.has(nodeId)) samples.set(nodeId, sample.value);
      if (before !== null) rememberInput(flowId, nodeId, JSON.stringify(sample.value, null, 2));
    }
    seen.current = new Map(data.flatMap(({ nodeId, capturedAt }) => (capturedAt ? [[nodeId, capturedAt]] : [])));
    editor.samples.set(samples);
  }, [editor, flowId, data]);
  return null;
}
