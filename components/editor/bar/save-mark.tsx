'use client';
import { Check, CloudOff, LoaderCircle, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import type { SaveState } from '#components/editor/sync/autosave.ts';
import { useStore } from '#components/editor/store/store.ts';
import { cn } from '#components/ui/cn.ts';

type Look = { word: string; icon: LucideIcon; classes: string };

const LOOKS: Record<SaveState['status'], Look> = {
  saved: { word: 'Saved', icon: Check, classes: 'text-ink-faint' },
  pending: { word: 'Saving …', icon: LoaderCircle, classes: 'text-ink-faint' },
  saving: { word: 'Saving …', icon: LoaderCircle, classes: 'text-ink-faint' },
  failed: { word: 'Not saved, trying again', icon: CloudOff, classes: 'text-danger' },
  refused: { word: 'Not saved', icon: TriangleAlert, classes: 'text-danger' },
  conflict: { word: 'Changed elsewhere', icon: TriangleAlert, classes: 'text-danger' },
};

/** Whether the draft is safe. */
export function SaveMark() {
  const { ui } = useEditor();
  const { autosave } = useSync();
  const state = useStore(autosave.state, (value) => value);
  const { word, icon: Icon, classes } = LOOKS[state.status];
  const bad = state.status === 'failed' || state.status === 'refused' || state.status === 'conflict';
  return (
    <span
      role="status"
      data-save={state.status}
      title={'message' in state ? state.message : undefined}
      className={cn('flex shrink-0 items-center gap-1 px-1 text-xs', classes)}
    >
      <Icon className="size-3.5" aria-hidden />
      {state.status === 'conflict' ? (
        <button type="button" className="cursor-pointer underline" onClick={() => ui.patch({ conflictHidden: false })}>
          {word}
        </button>
      ) : (
        <span className={cn(!bad && 'max-sm:sr-only')}>{word}</span>
      )}
    </span>
  );
}
