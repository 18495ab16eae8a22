'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';
import { ChangeLine } from '#components/versions/change-line.tsx';
import { listChanges, type ListedChange } from '#components/versions/merged-flow.ts';
import { diffFlows, summarizeDiff } from '#lib/flow-diff.ts';
import type { Flow } from '#lib/flow.ts';

/** Somebody else saved this flow meanwhile. Shows what they did and what is not saved here; nothing is overwritten until a person chooses. */
export function ConflictDialog() {
  const t = useTranslations('versions.conflict');
  const { editor, ui, flowId } = useEditor();
  const { autosave } = useSync();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const router = useRouter();
  const [busy, setBusy] = useState<'theirs' | 'mine' | null>(null);
  const theirs = useQuery({
    queryKey: ['conflict', flowId],
    queryFn: () => client.flows.get.query({ id: flowId }),
    gcTime: 0,
  });
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
    toast(t('loaded'));
  };
  const keepMine = async () => {
    const name = t('mineName', { name: editor.flow().name }).slice(0, 120);
    const { id } = await client.flows.create.mutate({ flow: editor.flow(), name });
    router.push(`/flows/${id}`);
  };
  return (
    <Dialog open onOpenChange={(stays) => ui.patch({ conflictHidden: !stays })}>
      <DialogContent
        title={t('title')}
        description={t('help')}
        className="sm:max-w-xl"
        onInteractOutside={(event) => event.preventDefault()}
        footer={
          <>
            <Button busy={busy === 'mine'} disabled={busy !== null} onClick={() => act('mine', keepMine)}>
              {t('keepMine')}
            </Button>
            <Button
              variant="primary"
              busy={busy === 'theirs'}
              disabled={busy !== null}
              onClick={() => act('theirs', loadTheirs)}
            >
              {t('loadTheirs')}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          {theirs.data ? (
            <Changes title={t('theirs')} before={autosave.saved()} after={theirs.data.draft} />
          ) : (
            <Skeleton className="h-16" />
          )}
          <Changes title={t('mine')} before={autosave.saved()} after={editor.flow()} />
          <p className="text-base text-ink-soft">{t('explain')}</p>
        </div>
      </DialogContent>
    </Dialog>
  );
}

const SHOWN = 6;

/** What one side did, in a line and step by step. */
function Changes({ title, before, after }: { title: ReactNode; before: Flow; after: Flow }) {
  const t = useTranslations('versions');
  const { diff, list } = useMemo(() => {
    const found = diffFlows(before, after);
    return { diff: found, list: listChanges({ before, after, diff: found }) };
  }, [before, after]);
  return (
    <section className="rounded-lg border border-line p-3">
      <h3 className="text-base font-medium">{title}</h3>
      <p className="text-sm text-ink-soft">
        <ChangeLine changes={{ ...summarizeDiff(diff), names: [] }} />
      </p>
      <ul className="mt-1.5 flex flex-col gap-0.5 text-sm">
        {list.slice(0, SHOWN).map((change) => (
          <ChangeItem key={change.key} change={change} />
        ))}
        {list.length > SHOWN && <li className="text-ink-faint">{t('more', { count: list.length - SHOWN })}</li>}
      </ul>
    </section>
  );
}

function ChangeItem({ change }: { change: ListedChange }) {
  const t = useTranslations('versions');
  return (
    <li className="flex min-w-0 gap-1.5">
      <span className="shrink-0 text-ink-faint">{t(`marks.${change.mark}`)}</span>
      <VisibleText
        text={change.to === null ? change.name : `${change.name} → ${change.to}`}
        className="truncate whitespace-pre"
      />
    </li>
  );
}
