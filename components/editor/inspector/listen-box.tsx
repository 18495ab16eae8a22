'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ear, ExternalLink } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { StoredView } from '#components/data/stored-view.tsx';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useListens } from '#components/editor/sync/use-listens.ts';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { FlowNode } from '#lib/flow.ts';
import type { ListenView } from '#lib/views.ts';

/** Catches one real event of a trigger as it is drawn, to draw and test with. */
export function ListenBox({ node }: { node: FlowNode }) {
  const t = useTranslations('inspector.listen');
  const { flowId } = useEditor();
  const { autosave } = useSync();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data } = useListens(flowId);
  const onSettled = () => queries.invalidateQueries({ queryKey: trpc.listen.pathKey() });
  const start = useMutation(trpc.listen.start.mutationOptions({ onSettled }));
  const stop = useMutation(trpc.listen.stop.mutationOptions({ onSettled }));
  const place = { flowId, nodeId: node.id };
  const view = data?.find(({ nodeId }) => nodeId === node.id);
  // The trigger is listened to as it is drawn: what was typed a moment ago counts.
  const begin = async () => {
    if (await autosave.flush()) start.mutate(place);
  };
  const error = start.error ?? stop.error;
  return (
    <section aria-label={t('start')} className="flex flex-col gap-2.5">
      <div role="status" className="flex flex-col gap-2.5 empty:hidden">
        {view?.status === 'waiting' && <Waiting view={view} />}
        {view?.status === 'expired' && <Notice>{t('expired')}</Notice>}
        {view?.status === 'captured' && <Captured view={view} />}
      </div>
      {error && <Notice tone="danger">{messageOf(error)}</Notice>}
      {view?.status === 'waiting' ? (
        <Button size="sm" className="self-start" busy={stop.isPending} onClick={() => stop.mutate(place)}>
          {t('stop')}
        </Button>
      ) : (
        <Button size="sm" className="self-start" busy={start.isPending} onClick={() => void begin()}>
          <Ear aria-hidden /> {view?.capturedAt ? t('again') : t('start')}
        </Button>
      )}
      {view?.sample && view.status !== 'waiting' && <StoredView title={t('sample')} stored={view.sample} />}
    </section>
  );
}

function Waiting({ view }: { view: ListenView }) {
  const t = useTranslations('inspector.listen');
  const isForm = view.url?.includes('/forms/');
  return (
    <Notice>
      <p className="font-medium">{t('waiting')}</p>
      {view.url && (
        <>
          <p className="mt-1">{t('here')}</p>
          <div className="mt-1 flex items-start gap-1">
            <code className="min-w-0 flex-1 py-0.5 font-mono text-xs wrap-anywhere">{view.url}</code>
            {isForm && (
              <Button variant="ghost" size="iconSm" asChild>
                <a href={view.url} target="_blank" rel="noreferrer" aria-label={t('open')} title={t('open')}>
                  <ExternalLink aria-hidden />
                </a>
              </Button>
            )}
            <CopyButton text={view.url} label={t('address')} />
          </div>
        </>
      )}
      <p className="mt-1 text-sm text-ink-soft">{t.rich('ends', { when: () => <TimeAgo at={view.expiresAt} /> })}</p>
    </Notice>
  );
}

function Captured({ view }: { view: ListenView }) {
  const t = useTranslations('inspector.listen');
  if (!view.sample) return <Notice tone="warning">{t('large')}</Notice>;
  return (
    <Notice>
      <p className="font-medium">
        {t.rich('captured', { when: () => view.capturedAt && <TimeAgo at={view.capturedAt} /> })}
      </p>
      <p className="mt-1 text-sm">{t('use')}</p>
    </Notice>
  );
}
