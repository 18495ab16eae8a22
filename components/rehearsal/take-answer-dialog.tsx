'use client';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Link } from '#components/ui/link.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { toast } from '#components/ui/toast.ts';
import type { StepView } from '#lib/views-runs.ts';
import type { AnswerToTake } from '#lib/views-rehearsal.ts';

type Props = { runId: string; step: StepView; onClose: () => void };

/** Shows the line that an answer becomes and what it replaces; writes it into the chosen script. */
export function TakeAnswerDialog({ runId, step, onClose }: Props) {
  const t = useTranslations('live.take');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const connections = useQuery(trpc.connections.list.queryOptions());
  const stages = connections.data?.filter(({ type }) => type === 'rehearsal') ?? [];
  const [chosen, setChosen] = useState<string>();
  const [when, setWhen] = useState<string>();
  const connection = chosen ?? stages[0]?.id ?? '';
  const words = useDeferredValue(when);
  const asked = { id: runId, node: step.node, iteration: step.iteration, connection, when: words };
  const preview = useQuery(
    trpc.runs.answerPreview.queryOptions(asked, {
      enabled: connection !== '',
      placeholderData: keepPreviousData,
      staleTime: 0,
      retry: false,
    }),
  );
  const shown = preview.isError ? undefined : preview.data;
  // Only what is on the page is written, not what is still being looked up.
  const isCurrent = !preview.isPlaceholderData && !preview.isFetching && words === when;
  const take = useMutation(
    trpc.runs.takeAnswer.mutationOptions({
      onSuccess: async ({ lines }) => {
        toast.success(t('taken', { lines }));
        onClose();
        await queries.invalidateQueries({ queryKey: trpc.connections.pathKey() });
      },
      onError: () => void preview.refetch(),
    }),
  );
  const write = () => shown && take.mutate({ ...asked, when: shown.line.when, seen: shown.seen });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('title')}
        description={t('help')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" busy={take.isPending} disabled={!shown || !isCurrent} onClick={write}>
              {shown?.replaces ? t('replace') : t('write')}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          {connections.isPending && <SkeletonRows rows={2} />}
          {connections.isError && (
            <ErrorState message={messageOf(connections.error)} onRetry={() => void connections.refetch()} />
          )}
          {connections.data && stages.length === 0 && (
            <Notice>
              {t('none')}{' '}
              <Link href="/connections" className="text-accent-text underline-offset-4 hover:underline">
                {t('connections')}
              </Link>
            </Notice>
          )}
          {stages.length > 0 && (
            <Field label={t('rehearsal')}>
              <Select
                value={connection}
                options={stages.map(({ id, name }) => ({ value: id, title: name }))}
                onValueChange={setChosen}
              />
            </Field>
          )}
          {preview.isLoading && <SkeletonRows rows={3} />}
          {preview.isError && <Notice tone="danger">{messageOf(preview.error)}</Notice>}
          {shown && (
            <>
              <Field label={t('when')} hint={t('whenHelp')}>
                <Textarea
                  rows={3}
                  maxLength={1000}
                  value={when ?? shown.line.when}
                  onChange={(event) => setWhen(event.target.value)}
                />
              </Field>
              <Line title={t('answer')} line={shown.line} />
              <Consequences shown={shown} />
            </>
          )}
          {take.error && <Notice tone="danger">{messageOf(take.error)}</Notice>}
        </div>
      </DialogContent>
    </Dialog>
  );
}

function Consequences({ shown: { line, replaces, hides } }: { shown: AnswerToTake }) {
  const t = useTranslations('live.take');
  return (
    <>
      {replaces && (
        <Notice tone="warning">
          <p>{t('replaces')}</p>
          <Line title={t('old')} line={replaces} />
        </Notice>
      )}
      {line.when === '' && <Notice>{t('always')}</Notice>}
      {hides > 0 && <Notice tone="warning">{t('hides', { count: hides })}</Notice>}
    </>
  );
}

function Line({ title, line }: { title: string; line: AnswerToTake['line'] }) {
  const { answer, data, calls } = line;
  const parts = [
    answer,
    data === undefined ? undefined : JSON.stringify(data, null, 2),
    ...(calls ?? []).map(({ name, args }) => `${name} ${JSON.stringify(args, null, 2)}`),
  ].filter((part) => part !== undefined);
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-sm font-medium">{title}</p>
      <div
        // Long ones are scrolled by key.
        tabIndex={0}
        role="group"
        aria-label={title}
        className="max-h-48 overflow-y-auto rounded-md border border-line bg-ground px-3 py-2 text-sm"
      >
        <VisibleText text={parts.join('\n\n')} className="whitespace-pre-wrap wrap-anywhere" />
      </div>
    </div>
  );
}
