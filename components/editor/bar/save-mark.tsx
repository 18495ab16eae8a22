'use client';
import { Check, CloudOff, LoaderCircle, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import type { SaveState } from '#components/editor/sync/autosave.ts';
import { useStore } from '#components/editor/store/store.ts';
import { cn } from '#components/ui/cn.ts';

type Look = { icon: LucideIcon; classes: string };

const LOOKS: Record<SaveState['status'], Look> = {
  saved: { icon: Check, classes: 'text-ink-faint' },
  pending: { icon: LoaderCircle, classes: 'text-ink-faint' },
  saving: { icon: LoaderCircle, classes: 'text-ink-faint' },
  failed: { icon: CloudOff, classes: 'text-danger' },
  refused: { icon: TriangleAlert, classes: 'text-danger' },
  conflict: { icon: TriangleAlert, classes: 'text-danger' },
};

/** Whether the draft is safe. */
export function SaveMark() {
  const t = useTranslations('editor');
  const { ui } = useEditor();
  const { autosave } = useSync();
  const state = useStore(autosave.state, (value) => value);
  const { icon: Icon, classes } = LOOKS[state.status];
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
          {t(`save.${state.status}`)}
        </button>
      ) : (
        <span className={cn(!bad && 'max-sm:sr-only')}>{t(`save.${state.status}`)}</span>
      )}
    </span>
  );
}
