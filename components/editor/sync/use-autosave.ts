'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Editor } from '#components/editor/store/editor.ts';
import { createAutosave, type Autosave, type Outcome } from '#components/editor/sync/autosave.ts';
import { codeOf, isPassing, messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import type { FlowDetail } from '#lib/views.ts';

function outcomeOf(error: unknown): Outcome {
  if (codeOf(error) === 'CONFLICT') return { kind: 'conflict' };
  return { kind: isPassing(error) ? 'unreachable' : 'refused', message: messageOf(error) };
}

/** Saves the editor's draft by itself: after a pause, when the page is left or hidden, and again after a failure. */
export function useAutosave(editor: Editor, detail: FlowDetail): Autosave {
  const client = useTRPCClient();
  const queries = useQueryClient();
  const trpc = useTRPC();
  const [autosave] = useState(() =>
    createAutosave({
      revision: detail.draftRevision,
      saved: detail.draft,
      save: async (draft, revision) => {
        try {
          const answer = await client.flows.save.mutate({ id: detail.id, draft, revision });
          const { draftRevision, unpublishedChanges } = answer;
          queries.setQueryData(trpc.flows.get.queryKey({ id: detail.id }), (old) =>
            old ? { ...old, draft, name: draft.name, draftRevision, unpublishedChanges } : old,
          );
          void queries.invalidateQueries({ queryKey: trpc.flows.list.queryKey() });
          return { kind: 'saved', revision: draftRevision };
        } catch (error) {
          return outcomeOf(error);
        }
      },
    }),
  );
  useEffect(() => {
    const stop = editor.doc.subscribe(() => autosave.changed(editor.flow()));
    const flush = () => void autosave.flush();
    const onHide = () => document.visibilityState === 'hidden' && flush();
    const onLeave = (event: BeforeUnloadEvent) => {
      if (autosave.isSafe()) return;
      flush();
      event.preventDefault();
    };
    window.addEventListener('blur', flush);
    window.addEventListener('online', flush);
    window.addEventListener('beforeunload', onLeave);
    document.addEventListener('visibilitychange', onHide);
    return () => {
      stop();
      flush();
      window.removeEventListener('blur', flush);
      window.removeEventListener('online', flush);
      window.removeEventListener('beforeunload', onLeave);
      document.removeEventListener('visibilitychange', onHide);
    };
  }, [editor, autosave]);
  return autosave;
}
