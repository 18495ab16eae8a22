'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleStop, RotateCcw } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import type { RunView } from '#lib/views-runs.ts';

const RetryDialog = dynamic(() => import('#components/runs/retry-dialog.tsx').then((module) => module.RetryDialog));

/** Cancel while it goes on; run again once it has ended. */
export function RunActions({ run }: { run: RunView }) {
  const mayRun = useRight('run');
  if (!mayRun) return null;
  return run.endedAt ? <RetryButton run={run} /> : <CancelButton run={run} />;
}

function CancelButton({ run }: { run: RunView }) {
  const t = useTranslations('runs.actions');
  const [asking, setAsking] = useState(false);
  const trpc = useTRPC();
  const queries = useQueryClient();
  const cancel = useMutation(
    trpc.runs.cancel.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSuccess: () => {
        toast(t('asked'));
        return queries.invalidateQueries({ queryKey: trpc.runs.pathKey() });
      },
      onSettled: () => setAsking(false),
    }),
  );
  return (
    <>
      <Button variant="danger" busy={cancel.isPending} onClick={() => setAsking(true)}>
        <CircleStop aria-hidden />
        {t('cancel')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('cancelTitle')}
        description={t('cancelHelp')}
        confirm={t('cancel')}
        cancel={t('keep')}
        danger
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate({ id: run.id })}
      />
    </>
  );
}

function RetryButton({ run }: { run: RunView }) {
  const t = useTranslations('runs.actions');
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <RotateCcw aria-hidden />
        {t('retry')}
      </Button>
      {asking && <RetryDialog run={run} onClose={() => setAsking(false)} />}
    </>
  );
}
