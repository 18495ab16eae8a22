'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { failureOf, makePasskey, type PasskeyFailure } from '#components/security/passkey-browser.ts';
import { LetBe, useOwnProof } from '#components/security/use-own-proof.tsx';
import { deviceTitle } from '#components/settings/device-title.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { toast } from '#components/ui/toast.ts';
import type { OwnProof } from '#lib/approval-proof.ts';
import type { PasskeyOffered } from '#lib/views-passkeys.ts';

/** The browser said no, in its own way. */
class NotMade extends Error {
  readonly failure: PasskeyFailure;
  constructor(error: unknown) {
    super('');
    this.failure = failureOf(error);
  }
}

/** Names a passkey and has the browser make it. */
export function PasskeyDialog({ origin, onClose }: { origin: string; onClose: () => void }) {
  const t = useTranslations('settings.passkeys');
  const devices = useTranslations('settings.devices');
  const failures = useTranslations('approvals.proof.failures');
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useId();
  const [name, setName] = useState(() => deviceTitle(navigator.userAgent, devices));
  const { prove, window: proving } = useOwnProof();
  // A browser that wants a click for each passkey gets it by "Go on" once more: what was shown already stays good.
  const ready = useRef<{ offered: PasskeyOffered; proof?: OwnProof } | null>(null);
  const add = useMutation({
    mutationFn: async () => {
      const offered = ready.current?.offered ?? (await client.passkeys.offer.mutate());
      ready.current ??= { offered, ...(await prove(offered.proof)) };
      const { proof } = ready.current;
      const made = await makePasskey(offered).catch((error: unknown) => {
        throw new NotMade(error);
      });
      ready.current = null;
      return client.passkeys.add.mutate({ name: name.trim(), ...made, ...(proof ? { proof } : {}) });
    },
    onSuccess: () => {
      toast(t('wasAdded'));
      onClose();
      return queries.invalidateQueries({ queryKey: trpc.passkeys.pathKey() });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const error = add.error instanceof LetBe ? null : add.error;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('addTitle')}
        description={t('addHelp')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button type="submit" form={form} variant="primary" busy={add.isPending} disabled={!name.trim()}>
              {t('goOn')}
            </Button>
          </>
        }
      >
        <form id={form} onSubmit={submit} className="flex flex-col gap-3">
          {error && (
            <Notice tone="danger">
              {error instanceof NotMade ? failures(error.failure, { origin }) : messageOf(error)}
            </Notice>
          )}
          {proving}
          <Field label={t('name')} hint={t('nameHint')}>
            <Input value={name} maxLength={120} autoFocus onChange={(event) => setName(event.target.value)} />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}
