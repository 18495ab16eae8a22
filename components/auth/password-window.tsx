'use client';
import { useMutation } from '@tanstack/react-query';
import { useId, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useMe } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { formText } from '#components/ui/form-text.ts';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** The password once more. Closing it leaves what was asked for undone. */
export function PasswordWindow({ onAnswer }: { onAnswer: (isConfirmed: boolean) => void }) {
  const t = useTranslations('auth.fresh');
  const { email } = useMe();
  const trpc = useTRPC();
  const form = useId();
  const confirm = useMutation(trpc.me.confirm.mutationOptions({ onSuccess: () => onAnswer(true) }));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // React hands events of windows on to what they were opened from.
    event.stopPropagation();
    confirm.mutate({ password: formText(new FormData(event.currentTarget), 'password') });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onAnswer(false)}>
      <DialogContent
        title={t('title')}
        description={t('why')}
        footer={
          <>
            <Button onClick={() => onAnswer(false)}>{t('cancel')}</Button>
            <Button type="submit" form={form} variant="primary" busy={confirm.isPending}>
              {t('confirm')}
            </Button>
          </>
        }
      >
        <form id={form} onSubmit={submit} className="flex flex-col gap-3">
          {confirm.error && <Notice tone="danger">{messageOf(confirm.error)}</Notice>}
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <Field label={t('password')}>
            <Input name="password" type="password" required maxLength={128} autoComplete="current-password" />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}
