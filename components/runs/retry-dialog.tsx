'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
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

const TEXT = {
  title: 'Run again',
  help: 'A new run with the same input. Steps that are still as they were keep their results.',
  from: 'From',
  failed: 'What failed',
  unfinished: 'Where it stopped',
  start: 'The start',
  version: 'Version',
  original: 'The version that ran',
  current: 'The published version',
  cancel: 'Cancel',
  confirm: 'Run again',
  tick: 'Tick what may happen once more.',
};

const STEP = 'step:';
type Version = 'original' | 'current';

/** What the select says, as the server takes it. */
function fromOf(value: string): 'failed' | 'start' | { step: string } {
  if (value.startsWith(STEP)) return { step: value.slice(STEP.length) };
  return value === 'failed' ? 'failed' : 'start';
}

function placesOf(run: RunView): SelectOption[] {
  const failed = { value: 'failed', title: run.status === 'stopped' ? TEXT.unfinished : TEXT.failed };
  const steps = run.steps.filter(({ iteration, status }) => iteration === '' && status !== 'skipped');
  return [
    ...(run.status === 'done' ? [] : [failed]),
    { value: 'start', title: TEXT.start },
    ...steps.map(({ node, name }) => ({ value: STEP + node, title: `Step “${name}”` })),
  ];
}

/** Asks from where and with which version a run is repeated, and shows before what that does. */
export function RetryDialog({ run, onClose }: { run: RunView; onClose: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const places = placesOf(run);
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
        title={TEXT.title}
        description={TEXT.help}
        footer={
          <>
            <Button onClick={onClose}>{TEXT.cancel}</Button>
            <Button
              variant="primary"
              busy={retry.isPending}
              disabled={!isTicked}
              onClick={() => retry.mutate({ ...how, again })}
            >
              <RotateCcw aria-hidden />
              {TEXT.confirm}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={TEXT.from}>
              <Select value={place} options={places} onValueChange={setPlace} />
            </Field>
            <Field label={TEXT.version}>
              <Select
                value={version}
                onValueChange={(value) => setVersion(value as Version)}
                options={[
                  { value: 'original', title: TEXT.original },
                  { value: 'current', title: TEXT.current },
                ]}
              />
            </Field>
          </div>
          <Preview query={preview} shown={shown} ticked={ticked} onTick={setTicked} />
          {shown && !isTicked && <p className="text-sm text-ink-soft">{TEXT.tick}</p>}
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
