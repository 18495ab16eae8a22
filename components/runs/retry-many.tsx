'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import type { RunListFilter } from '#components/runs/use-run-list.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import type { RetriedRuns } from '#lib/views-runs.ts';

const TEXT = {
  button: 'Retry these …',
  title: 'Retry these runs?',
  confirm: (count: number) => (count === 1 ? 'Retry one run' : `Retry ${count} runs`),
  help: 'Each goes on from what failed, with the version that ran. Steps that are done keep their results.',
  none: 'Nothing here can be retried without doing something twice. Open a run to decide for it.',
  leftOut: (count: number) =>
    count === 1
      ? 'One run is left out: it would do again what it did. Open it to decide.'
      : `${count} runs are left out: they would do again what they did. Open them to decide.`,
  more: 'There are more than can be retried at once. Do it again for the others.',
  begun: (count: number) => (count === 1 ? 'One run was retried.' : `${count} runs were retried.`),
};

/** Retries the runs that a filter shows, where they failed or were stopped; says first how many. */
export function RetryMany({ filter }: { filter: RunListFilter }) {
  const mayRun = useRight('run');
  const { status, flowId } = filter;
  const [asked, setAsked] = useState<RetriedRuns | null>(null);
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const look = useMutation(trpc.runs.retryMany.mutationOptions({ onSuccess: setAsked, onError }));
  const retry = useMutation(
    trpc.runs.retryMany.mutationOptions({
      onError,
      onSuccess: ({ retried }) => {
        setAsked(null);
        toast(TEXT.begun(retried.length));
        return queries.invalidateQueries({ queryKey: trpc.runs.pathKey() });
      },
    }),
  );
  if (!mayRun || (status !== 'failed' && status !== 'stopped')) return null;
  const how = { filter: { status, ...(flowId === undefined ? {} : { flowId }) }, from: 'failed' as const };
  const count = asked?.retried.length ?? 0;
  return (
    <>
      <Button busy={look.isPending} onClick={() => look.mutate({ ...how, dryRun: true })}>
        <RotateCcw aria-hidden />
        {TEXT.button}
      </Button>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={TEXT.title}
        description={count === 0 ? TEXT.none : TEXT.help}
        confirm={TEXT.confirm(count)}
        disabled={count === 0}
        busy={retry.isPending}
        onConfirm={() => retry.mutate(how)}
      >
        {asked && asked.leftOut.length > 0 && (
          <p className="text-base text-ink-soft">{TEXT.leftOut(asked.leftOut.length)}</p>
        )}
        {asked?.next && <p className="text-base text-ink-soft">{TEXT.more}</p>}
      </ConfirmDialog>
    </>
  );
}
