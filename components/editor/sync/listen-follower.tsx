'use client';
import { useEffect, useRef } from 'react';
import { rememberInput } from '#components/editor/bar/test-input.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import type { LastOutputs } from '#components/editor/store/editor.ts';
import { useListens } from '#components/editor/sync/use-listens.ts';

/** Makes caught events samples: for the data picker, and for the next test run where they came just now. */
export function ListenFollower() {
  const { editor, flowId } = useEditor();
  const { data } = useListens(flowId);
  const seen = useRef<ReadonlyMap<string, string> | null>(null);
  useEffect(() => {
    if (!data) return;
    const caught = new Map(editor.caught.get());
    const before = seen.current;
    for (const { nodeId, sample, capturedAt } of data) {
      if (!sample || before?.get(nodeId) === capturedAt) continue;
      caught.set(nodeId, sample);
      // What came just now is newer than what the last run began with.
      if (before !== null) editor.outputs.set(without(editor.outputs.get(), nodeId));
      if (before !== null) rememberInput(flowId, nodeId, JSON.stringify(sample.value, null, 2));
    }
    seen.current = new Map(data.flatMap(({ nodeId, capturedAt }) => (capturedAt ? [[nodeId, capturedAt]] : [])));
    editor.caught.set(caught);
  }, [editor, flowId, data]);
  return null;
}

function without(outputs: LastOutputs, nodeId: string): LastOutputs {
  return { ...outputs, byNode: new Map([...outputs.byNode].filter(([id]) => id !== nodeId)) };
}
