'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.ts';

/** Whether, since when and why everything is stopped. */
export function useGlobalStop() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.settings.status.queryOptions(undefined, { refetchInterval: 30_000 }));
  return data?.stopped.find((stop) => stop.scope === 'global') ?? null;
}

/** What a stop is for; `scope` as the server names it. */
export type StopOf = { kind: 'global' | 'flow' | 'tool'; scope: string; name: string };

export const EVERYTHING: StopOf = { kind: 'global', scope: 'global', name: '' };

export type StopAskingProps = {
  of?: StopOf;
  /** Asks at once. */
  defaultOpen?: boolean;
  /** Draws the button, given what to call. */
  children: (ask: () => void) => ReactElement;
};

/** Sets a stop after asking: for everything unless something else is named. */
export function StopAsking({ of = EVERYTHING, defaultOpen = false, children }: StopAskingProps) {
  const t = useTranslations('shell.stop');
  const [open, setOpen] = useState(defaultOpen);
  const [reason, setReason] = useState('');
  const [ends, setEnds] = useState(false);
  const trpc = useTRPC();
  const queries = useQueryClient();
  const stop = useMutation(
    trpc.stop.set.mutationOptions({
      onSuccess: () => {
        setOpen(false);
        setReason('');
        setEnds(false);
        toast(t('done', of));
        return queries.invalidateQueries({ queryKey: trpc.settings.status.pathKey() });
      },
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  const confirm = () =>
    stop.mutate({
      scope: of.scope,
      mode: ends ? 'cancel' : 'park',
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    });
  return (
    <>
      {children(() => setOpen(true))}
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t('title', of)}
        description={t('description', of)}
        confirm={t('confirm', of)}
        danger
        busy={stop.isPending}
        onConfirm={confirm}
      >
        <Field label={t('reason')} hint={t('hint')} required={false}>
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {/* A tool holds a run only where it meets it. */}
        <fieldset hidden={of.kind === 'tool'} className="mt-4 flex flex-col gap-2 text-base">
          <legend className="mb-1.5 font-medium">{t('runs')}</legend>
          {[false, true].map((choice) => (
            <label key={String(choice)} className="flex cursor-pointer items-center gap-2.5">
              <input
                type="radio"
                name="stop-mode"
                className="size-4 accent-accent"
                checked={ends === choice}
                onChange={() => setEnds(choice)}
              />
              {choice ? t('cancel') : t('park')}
            </label>
          ))}
        </fieldset>
      </ConfirmDialog>
    </>
  );
}
