'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleStop, RotateCcw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import type { RunView } from '#lib/views.ts';

const TEXT = {
  cancel: 'Cancel run',
  cancelTitle: 'Cancel this run?',
  cancelHelp:
    'Steps that wait are ended and no further one starts. What is under way at another service may still finish.',
  keep: 'Keep running',
  asked: 'Cancelling …',
  retry: 'Run again',
  original: 'With the version that ran',
  current: 'With the published version',
};

/** Cancel while it goes on; run again once it has ended. */
export function RunActions({ run }: { run: RunView }) {
  const mayRun = useRight('run');
  if (!mayRun) return null;
  return run.endedAt ? <RetryMenu run={run} /> : <CancelButton run={run} />;
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

function RetryMenu({ run }: { run: RunView }) {
  const trpc = useTRPC();
  const router = useRouter();
  const retry = useMutation(
    trpc.runs.retry.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSuccess: ({ runId }) => router.push(`/runs/${runId}`),
    }),
  );
  const start = (version: 'original' | 'current') => retry.mutate({ id: run.id, from: 'start', version });
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button busy={retry.isPending}>
          <RotateCcw aria-hidden />
          {TEXT.retry}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => start('original')}>{TEXT.original}</DropdownMenuItem>
        <DropdownMenuItem onSelect={() => start('current')}>{TEXT.current}</DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
