'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { useStore } from '#components/editor/store/store.ts';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.ts';

/** Somebody else saved this flow meanwhile. Nothing is overwritten until a person chooses. */
export function ConflictDialog() {
  const { editor, ui, flowId } = useEditor();
  const { autosave } = useSync();
  const hidden = useUi((state) => state.conflictHidden);
  const open = useStore(autosave.state, (state) => state.status === 'conflict') && !hidden;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const router = useRouter();
  const [busy, setBusy] = useState<'theirs' | 'mine' | null>(null);
  const act = (which: 'theirs' | 'mine', work: () => Promise<void>) => {
    setBusy(which);
    work()
      .catch((error: unknown) => toast.error(messageOf(error)))
      .finally(() => setBusy(null));
  };
  const loadTheirs = async () => {
    const detail = await client.flows.get.query({ id: flowId });
    editor.change(detail.draft);
    autosave.adopt(detail.draft, detail.draftRevision);
    ui.patch({ conflictHidden: false });
    queries.setQueryData(trpc.flows.get.queryKey({ id: flowId }), detail);
    toast('Loaded. Undo shows your own version again.');
  };
  const keepMine = async () => {
    const { id } = await client.flows.create.mutate({
      flow: editor.flow(),
      name: `${editor.flow().name} (mine)`.slice(0, 120),
    });
    router.push(`/flows/${id}`);
  };
  return (
    <Dialog open={open} onOpenChange={(stays) => ui.patch({ conflictHidden: !stays })}>
      <DialogContent
        title="This flow was changed elsewhere"
        description="Another tab or another person has saved it since you opened it. Nothing of either version is lost."
        onInteractOutside={(event) => event.preventDefault()}
        footer={
          <>
            <Button busy={busy === 'mine'} disabled={busy !== null} onClick={() => act('mine', keepMine)}>
              Keep mine as a copy
            </Button>
            <Button
              variant="primary"
              busy={busy === 'theirs'}
              disabled={busy !== null}
              onClick={() => act('theirs', loadTheirs)}
            >
              Load theirs
            </Button>
          </>
        }
      >
        <p className="text-base text-ink-soft">
          “Load theirs” shows the newest version here; yours stays one Undo away. “Keep mine as a copy” makes a new flow
          of what you have drawn.
        </p>
      </DialogContent>
    </Dialog>
  );
}
