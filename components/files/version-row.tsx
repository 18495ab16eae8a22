'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { toast } from '#components/ui/toast.ts';
import type { FileVersion } from '#lib/views.ts';

const WordDiff = dynamic(() => import('#components/approvals/word-diff.tsx').then((module) => module.WordDiff), {
  loading: () => <Skeleton className="h-16" />,
});

/** One version: whose it was, what became of it, and the way back. */
export function VersionRow({ version }: { version: FileVersion }) {
  const t = useTranslations('admin.files');
  const units = useUnits();
  const [isOpen, setOpen] = useState(false);
  const { id, path, folder, kind, size, at, runId, stepId, flowName } = version;
  return (
    <li className="px-5 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <VisibleText text={path} className="font-medium whitespace-normal" />
            <Badge tone={kind === 'delete' ? 'danger' : 'outline'}>{t(`kinds.${kind}`)}</Badge>
          </p>
          <p className="text-sm text-ink-soft">
            <VisibleText text={folder} className="whitespace-normal" /> · {units.bytes(size)} · <TimeAgo at={at} />
          </p>
          <p className="text-sm text-ink-soft">
            {flowName === null ? (
              t('gone')
            ) : (
              <Link href={`/runs/${runId}`} className="underline-offset-4 hover:underline">
                <bdi className="wrap-anywhere">{flowName}</bdi>
              </Link>
            )}{' '}
            · <bdi className="wrap-anywhere">{stepId}</bdi>
          </p>
        </div>
        <Button size="sm" aria-expanded={isOpen} aria-label={t('lookAt', { path })} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('close') : t('look')}
        </Button>
      </div>
      {isOpen && <Content id={id} />}
    </li>
  );
}

function Content({ id }: { id: string }) {
  const t = useTranslations('admin.files');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayRestore = useRight('run');
  const look = useQuery(trpc.fileVersions.look.queryOptions({ id }));
  const restore = useMutation(
    trpc.fileVersions.restore.mutationOptions({
      onSuccess: () => {
        toast(t('restored'));
        return queries.invalidateQueries({ queryKey: trpc.fileVersions.pathKey() });
      },
    }),
  );
  if (look.error && !look.data)
    return <ErrorState message={messageOf(look.error)} onRetry={() => void look.refetch()} />;
  if (!look.data) return <Skeleton className="mt-3 h-16" />;
  const { then, now, isThere, isSame } = look.data;
  const isText = then !== null && (now !== null || !isThere);
  return (
    <div className="mt-3">
      <p className="text-sm text-ink-soft">
        {isSame ? t('same') : !isThere ? t('notThere') : isText ? t('compared') : t('noText')}
      </p>
      {isText && !isSame && <WordDiff before={now ?? ''} after={then} label={t('difference')} />}
      {mayRestore && !isSame && (
        <Button className="mt-3" size="sm" busy={restore.isPending} onClick={() => restore.mutate({ id })}>
          {t('restore')}
        </Button>
      )}
      {restore.error && (
        <p role="alert" className="mt-2 text-sm text-danger">
          {messageOf(restore.error)}
        </p>
      )}
    </div>
  );
}
