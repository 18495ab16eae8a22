'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { RetryPreviewView } from '#components/runs/retry-preview.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select, type SelectOption } from '#components/ui/select.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import type { RetryPreview, RunView } from '#lib/views-runs.ts';
import type { Texts } from '#messages/types.ts';

const STEP = 'step:';
type Version = 'original' | 'current';

/** What the select says, as the server takes it. */
function fromOf(value: string): 'failed' | 'start' | { step: string } {
  if (value.startsWith(STEP)) return { step: value.slice(STEP.length) };
  return value === 'failed' ? 'failed' : 'start';
}

function placesOf(run: RunView, t: Texts<'runs.again'>): SelectOption[] {
  const failed = { value: 'failed', title: t(run.status === 'stopped' ? 'unfinished' : 'failed') };
  const steps = run.steps.filter(({ iteration, status }) => iteration === '' && status !== 'skipped');
  return [
    ...(run.status === 'done' ? [] : [failed]),
    { value: 'start', title: t('start') },
    ...steps.map(({ node, name }) => ({ value: STEP + node, title: t('step', { name }) })),
  ];
}

/** Asks from where and with which version a run is repeated, and shows before what that does. */
export function RetryDialog({ run, onClose }: { run: RunView; onClose: () => void }) {
  const t = useTranslations('runs.again');
  const trpc = useTRPC();
  const router = useRouter();
  const places = placesOf(run, t);
  const [place, setPlace] = useState(places[0]?.value ?? 'start');
  const [version, setVersion] = useState<Version>('original');
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const how = { id: run.id, from: fromOf(place), version };
  const preview = useQuery(trpc.runs.retryPreview.queryOptions(how, { staleTime: 0, retry: false }));
  const retry = useMutation(
    trpc.runs.retry.mutationOptions({
      onSuccess: ({ runId }) => {
        onClose();
        router.push(`/runs/${runId}`);
      },
    }),
  );
  const shown = preview.isFetching ? undefined : preview.data;
  const isTicked = shown !== undefined && (ticked.has('*') || shown.effects.every(({ key }) => ticked.has(key)));
  const again = ticked.has('*') ? true : [...ticked];
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('title')}
        description={t('help')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button
              variant="primary"
              busy={retry.isPending}
              disabled={!isTicked}
              onClick={() => retry.mutate({ ...how, again })}
            >
              <RotateCcw aria-hidden />
              {t('title')}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t('from')}>
              <Select value={place} options={places} onValueChange={setPlace} />
            </Field>
            <Field label={t('version')}>
              <Select
                value={version}
                onValueChange={(value) => setVersion(value as Version)}
                options={[
                  { value: 'original', title: t('original') },
                  { value: 'current', title: t('current') },
                ]}
              />
            </Field>
          </div>
          <Preview query={preview} shown={shown} ticked={ticked} onTick={setTicked} />
          {shown && !isTicked && <p className="text-sm text-ink-soft">{t('tick')}</p>}
          {retry.error && <Notice tone="danger">{messageOf(retry.error)}</Notice>}
        </div>
      </DialogContent>
    </Dialog>
  );
}

type PreviewProps = {
  query: { error: unknown; refetch: () => unknown };
  shown: RetryPreview | undefined;
  ticked: ReadonlySet<string>;
  onTick: (ticked: ReadonlySet<string>) => void;
};

function Preview({ query, shown, ticked, onTick }: PreviewProps) {
  if (shown) return <RetryPreviewView preview={shown} ticked={ticked} onTick={onTick} />;
  if (query.error) return <ErrorState message={messageOf(query.error)} onRetry={() => void query.refetch()} />;
  return <SkeletonRows rows={2} />;
}
