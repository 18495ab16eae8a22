'use client';
import { createContext, useContext } from 'react';
import type { Autosave } from '#components/editor/sync/autosave.ts';
import type { FlowDetail } from '#lib/views.ts';

type Sync = { autosave: Autosave; detail: FlowDetail };

export const SyncContext = createContext<Sync | null>(null);

/** What the server knows of the flow, and the saving of the draft. */
export function useSync(): Sync {
  const sync = useContext(SyncContext);
  if (!sync) throw new Error('This part of the editor stands outside of it.');
  return sync;
}
