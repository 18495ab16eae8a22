'use client';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { useStore } from '#components/editor/store/store.ts';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { useTRPC } from '#components/live/trpc.tsx';

const MOST_STATE = 2000;

/** Keeps what the steps gave last, what is pinned instead, and which of it does not hold any more. */
export function DataFollower() {
  const runId = useDataRun();
  usePins();
  useOutputs(runId);
  useStale(runId);
  return null;
}

/** The run looked at last, else the flow's newest one. */
function useDataRun(): string | null {
  const { ui, flowId } = useEditor();
  const trpc = useTRPC();
  const shown = useUi((state) => state.runId);
  const chosen = useUi((state) => state.dataRun);
  const newest = useQuery(trpc.runs.list.queryOptions({ flowId, limit: 1 }, { enabled: chosen === null }));
  const found = newest.data?.items[0]?.id ?? null;
  useEffect(() => {
    const next = shown ?? chosen ?? found;
    if (next !== chosen) ui.patch({ dataRun: next });
  }, [ui, shown, chosen, found]);
  return chosen;
}

function usePins(): void {
  const { editor, flowId } = useEditor();
  const { data } = useQuery(useTRPC().drafts.pins.queryOptions({ id: flowId }));
  useEffect(() => {
    if (data) editor.pins.set(new Map(data.map((pin) => [pin.nodeId, pin])));
  }, [editor, data]);
}

/** A run that goes on says by itself what its steps give. */
function useIsOpen(runId: string | null): boolean {
  const { editor } = useEditor();
  const shown = useUi((state) => state.runId);
  return useStore(editor.run, (overlay) =>
    runId !== null && runId === shown ? overlay?.run.id !== runId || !overlay.run.endedAt : false,
  );
}

function useOutputs(runId: string | null): void {
  const { editor, flowId } = useEditor();
  const open = useIsOpen(runId);
  const asked = runId === null || open ? skipToken : { id: flowId, runId };
  const { data } = useQuery(useTRPC().drafts.outputs.queryOptions(asked));
  useEffect(() => {
    if (!data) return;
    const { triggerId, startedAt } = data;
    editor.outputs.set({ runId: data.runId, triggerId, startedAt, byNode: new Map(Object.entries(data.outputs)) });
  }, [editor, data]);
}

function useStale(runId: string | null): void {
  const { editor, flowId } = useEditor();
  const { detail } = useSync();
  const open = useIsOpen(runId);
  const pins = useStore(editor.pins, (value) => value);
  // Named in the question, so that it is asked again when any of it changes.
  const state = `${detail.draftRevision} ${[...pins.values()].map(({ updatedAt }) => updatedAt).join(' ')}`;
  const asked = runId === null || open ? skipToken : { id: flowId, runId, state: state.slice(0, MOST_STATE) };
  const { data } = useQuery(useTRPC().drafts.stale.queryOptions(asked, { placeholderData: (before) => before }));
  useEffect(() => {
    if (data?.stale) editor.stale.set(new Set(Object.keys(data.stale)));
  }, [editor, data]);
}
