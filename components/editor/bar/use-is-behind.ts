'use client';
import { useStore } from '#components/editor/store/store.ts';
import { useSync } from '#components/editor/sync/sync-context.tsx';

/** Whether the draft differs from what triggers start; what is not saved yet counts as different until the server has said. */
export function useIsBehind(): boolean {
  const { detail, autosave } = useSync();
  const state = useStore(autosave.state, (value) => value.status);
  return detail.unpublishedChanges || state !== 'saved';
}
