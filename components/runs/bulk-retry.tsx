'use client';
import { useMutation } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from '#components/ui/toast.ts';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { BulkEffects } from '#components/runs/bulk-effects.tsx';
import { useBulkWork, whichOf, type BulkProps } from '#components/runs/bulk-work.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import type { RetriedRuns } from '#lib/views-runs.ts';

const ENDED = ['failed', 'stopped'] as const;
type From = 'failed' | 'start';
type Version = 'original' | 'current';

/** Counts first and lists what would happen once more, to tick; then retries runs a hundred at a time. */
export function BulkRetry({ filter, ids, onClose, onDone }: BulkProps) {
  const t = useTranslations('runs.bulk');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [from, setFrom] = useState<From>('failed');
  const [version, setVersion] = useState<Version>('original');
  /** Runs whose effects may happen once more. */
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [which] = useState(() => whichOf({ filter, ids }, ENDED));
  const work = useBulkWork();
  const look = useMutation(trpc.runs.retryMany.mutationOptions());
  const { mutate } = look;
  useEffect(() => mutate({ filter: which, from, version, dryRun: true }), [mutate, which, from, version]);
  const { data } = look;
  const effects = (data?.leftOut ?? []).filter(({ effectCount }) => effectCount > 0);
  const count = (data?.retried.length ?? 0) + effects.filter(({ id }) => ticked.has(id)).length;
  const run = async () => {
    try {
      const { done, left } = await work.start(async (cursor) => {
        const page = await client.runs.retryMany.mutate({
          filter: which,
          from,
          version,
          ...(cursor ? { cursor } : {}),
        });
        return { done: page.retried.length, left: page.leftOut.length, next: page.next };
      });
      const chosen = effects.filter(({ id }) => ticked.has(id)).map(({ id }) => id);
      const again = chosen.length === 0 ? 0 : await retryWithEffects(chosen);
      toast(t('retried', { count: done + again, left: left - again }));
      onDone();
      onClose();
    } catch (error) {
      toast.error(messageOf(error));
    }
  };
  const retryWithEffects = async (chosen: string[]) => {
    const page = await client.runs.retryMany.mutate({ filter: { ids: chosen }, from, version, again: true });
    return page.retried.length;
  };
  const choices = <V extends string>(values: readonly V[], name: (value: V) => string) =>
    values.map((value) => ({ value, title: name(value) }));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('retryTitle')}
        description={t('retryHelp')}
        className="sm:max-w-lg"
        footer={
          <>
            <Button onClick={work.state ? work.end : onClose}>{work.state ? t('halt') : t('close')}</Button>
            <Button
              variant="primary"
              busy={work.state !== null || look.isPending}
              disabled={count === 0}
              onClick={() => void run()}
            >
              <RotateCcw aria-hidden />
              {data?.next ? t('retryEvery') : t('retryDo', { count })}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t('from')}>
              <Select
                value={from}
                options={choices(['failed', 'start'], (value: From) => t(`from-${value}`))}
                onValueChange={(value) => setFrom(value as From)}
              />
            </Field>
            <Field label={t('version')}>
              <Select
                value={version}
                options={choices(['original', 'current'], (value: Version) => t(`version-${value}`))}
                onValueChange={(value) => setVersion(value as Version)}
              />
            </Field>
          </div>
          {look.isPending && <SkeletonRows rows={2} className="h-8" />}
          {look.error && (
            <ErrorState
              message={messageOf(look.error)}
              onRetry={() => mutate({ filter: which, from, version, dryRun: true })}
            />
          )}
          {data && !look.isPending && (
            <>
              <Found data={data} progress={work.state?.done} />
              <BulkEffects runs={effects} ticked={ticked} onTick={setTicked} />
            </>
          )}
        </div>
      </DialogContent>
    </Dialog>
  );
}

function Found({ data, progress }: { data: RetriedRuns; progress: number | undefined }) {
  const t = useTranslations('runs.bulk');
  const others = data.leftOut.filter(({ effectCount }) => effectCount === 0).length;
  return (
    <div role="status" className="flex flex-col gap-1 text-base">
      {progress === undefined ? (
        <p>{t('retryFound', { found: data.found, ready: data.retried.length })}</p>
      ) : (
        <p>{t('progress', { done: progress, found: data.found })}</p>
      )}
      {others > 0 && <p className="text-ink-soft">{t('leftOut', { count: others })}</p>}
      {data.next && <p className="text-ink-soft">{t('first')}</p>}
    </div>
  );
}
