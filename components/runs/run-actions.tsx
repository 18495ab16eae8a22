'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleStop, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { RetryDialog } from '#components/runs/retry-dialog.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import type { RunView } from '#lib/views-runs.ts';

const TEXT = {
  cancel: 'Cancel run',
  cancelTitle: 'Cancel this run?',
  cancelHelp:
    'Steps that wait are ended and no further one starts. What is under way at another service may still finish.',
  keep: 'Keep running',
  asked: 'Cancelling …',
  retry: 'Run again …',
};

/** Cancel while it goes on; run again once it has ended. */
export function RunActions({ run }: { run: RunView }) {
  const mayRun = useRight('run');
  if (!mayRun) return null;
  return run.endedAt ? <RetryButton run={run} /> : <CancelButton run={run} />;
}

function CancelButton({ run }: { run: RunView }) {
  const [asking, setAsking] = useState(false);
  const trpc = useTRPC();
  const queries = useQueryClient();
  const cancel = useMutation(
    trpc.runs.cancel.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSuccess: () => {
        toast(TEXT.asked);
        return queries.invalidateQueries({ queryKey: trpc.runs.pathKey() });
      },
      onSettled: () => setAsking(false),
    }),
  );
  return (
    <>
      <Button variant="danger" busy={cancel.isPending} onClick={() => setAsking(true)}>
        <CircleStop aria-hidden />
        {TEXT.cancel}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={TEXT.cancelTitle}
        description={TEXT.cancelHelp}
        confirm={TEXT.cancel}
        cancel={TEXT.keep}
        danger
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate({ id: run.id })}
      />
    </>
  );
}

function RetryButton({ run }: { run: RunView }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <RotateCcw aria-hidden />
        {TEXT.retry}
      </Button>
      {asking && <RetryDialog run={run} onClose={() => setAsking(false)} />}
    </>
  );
}
