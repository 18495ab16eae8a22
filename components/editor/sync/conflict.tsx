'use client';
import dynamic from 'next/dynamic';
import { useUi } from '#components/editor/editor-context.tsx';
import { useStore } from '#components/editor/store/store.ts';
import { useSync } from '#components/editor/sync/sync-context.tsx';

const ConflictDialog = dynamic(() =>
  import('#components/editor/sync/conflict-dialog.tsx').then((module) => module.ConflictDialog),
);

/** Asks what to do once somebody else has saved this flow meanwhile. */
export function Conflict() {
  const { autosave } = useSync();
  const hidden = useUi((state) => state.conflictHidden);
  const open = useStore(autosave.state, (state) => state.status === 'conflict') && !hidden;
  return open ? <ConflictDialog /> : null;
}
