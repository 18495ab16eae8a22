'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '#components/ui/link.tsx';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { AcceptBox, SHORTEST_REASON } from '#components/versions/accept-box.tsx';
import { FindingList } from '#components/editor/bar/finding-list.tsx';
import { ForeignList, useForeign } from '#components/editor/bar/foreign-list.tsx';
import { ProblemList } from '#components/editor/bar/problems-menu.tsx';
import { useIsBehind } from '#components/editor/bar/use-is-behind.ts';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { useStore } from '#components/editor/store/store.ts';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { toast } from '#components/ui/toast.ts';
import { ChangeLine } from '#components/versions/change-line.tsx';
import { NamingFields } from '#components/versions/naming-fields.tsx';
import { diffFlows, summarizeDiff } from '#lib/flow-diff.ts';

/** What publishing means now: what is live, what changes, what stands in the way; with a name and a note for the version. */
export function PublishBox({ close }: { close: () => void }) {
  const t = useTranslations('versions.publish');
  const { editor } = useEditor();
  const { detail } = useSync();
  const problems = useStore(editor.problems, (value) => value);
  const behind = useIsBehind();
  const foreign = useForeign();
  const errors = problems.some((problem) => problem.severity === 'error');
  const unsafe = useStore(editor.findings, (value) => value).filter(({ severity }) => severity === 'error').length;
  const [naming, setNaming] = useState({ name: '', note: '' });
  const [reason, setReason] = useState('');
  const { publish, isPending } = usePublish(close);
  return (
    <>
      <div className="p-4">
        <p className="flex items-center gap-2 text-base font-medium">
          {detail.published ? t('live', { number: detail.published.number }) : t('never')}
          {behind && detail.published && <Badge tone="wait">{t('unpublished')}</Badge>}
        </p>
        <p className="mt-1 text-sm text-ink-soft">
          {detail.published
            ? t.rich('since', { when: () => <TimeAgo at={detail.published?.createdAt ?? ''} /> })
            : t('firstHelp')}
        </p>
        {detail.published && behind && <Changes number={detail.published.number} />}
      </div>
      {problems.length > 0 && (
        <div className="border-t border-line">
          <ProblemList problems={problems} onJump={close} />
        </div>
      )}
      <FindingList onJump={close} />
      {foreign.length > 0 && <ForeignList foreign={foreign} />}
      {behind && !errors && (
        <details className="border-t border-line px-4 py-3">
          <summary className="cursor-pointer text-base">{t('naming')}</summary>
          <div className="mt-3 flex flex-col gap-3">
            <NamingFields naming={naming} onChange={setNaming} />
          </div>
        </details>
      )}
      {behind && !errors && unsafe > 0 && <AcceptBox count={unsafe} reason={reason} onReason={setReason} />}
      <div className="flex items-center justify-between gap-2 border-t border-line p-3">
        <p className="text-sm text-ink-faint">{errors ? t('errorsFirst') : behind ? '' : t('nothingNew')}</p>
        <Button
          variant="primary"
          size="sm"
          busy={isPending}
          disabled={errors || foreign.length > 0 || !behind || (unsafe > 0 && reason.trim().length < SHORTEST_REASON)}
          onClick={() => void publish({ ...naming, reason: unsafe > 0 ? reason.trim() : '' })}
        >
          {t(detail.published ? 'doAgain' : 'do')}
        </Button>
      </div>
    </>
  );
}

function usePublish(close: () => void) {
  const t = useTranslations('versions.publish');
  const { flowId } = useEditor();
  const { autosave } = useSync();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mutation = useMutation(
    trpc.flows.publish.mutationOptions({
      onSuccess: async ({ number }) => {
        close();
        toast.success(t('done', { number }));
        await Promise.all([
          queries.invalidateQueries({ queryKey: trpc.flows.get.queryKey({ id: flowId }) }),
          queries.invalidateQueries({ queryKey: trpc.versions.list.pathKey() }),
        ]);
      },
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  return {
    isPending: mutation.isPending,
    publish: async ({ name, note, reason }: { name: string; note: string; reason: string }) => {
      if (!(await autosave.flush())) return toast.error(t('notSaved'));
      mutation.mutate({
        id: flowId,
        ...(name ? { name } : {}),
        ...(note ? { note } : {}),
        ...(reason ? { reason } : {}),
      });
    },
  };
}

/** What the next version changes, in a line, and the way to see all of it. */
function Changes({ number }: { number: number }) {
  const t = useTranslations('versions.publish');
  const { flowId } = useEditor();
  const trpc = useTRPC();
  const flow = useDoc(({ present }) => present.flow);
  const asked = { flowId, version: String(number) };
  const { data } = useQuery(trpc.versions.get.queryOptions(asked, { staleTime: Infinity }));
  const changes = useMemo(() => (data ? summarizeDiff(diffFlows(data.flow, flow)) : null), [data, flow]);
  return (
    <p className="mt-2 text-sm">
      {changes && <ChangeLine changes={changes} />}{' '}
      <Link
        href={`/flows/${flowId}/versions?from=${number}&to=draft`}
        className="text-accent-text underline underline-offset-2"
      >
        {t('seeAll')}
      </Link>
    </p>
  );
}
