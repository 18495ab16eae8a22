'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { signIn } from '#components/auth/auth-api.ts';
import { AuthFrame } from '#components/auth/auth-frame.tsx';
import { fieldErrors, messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { formText } from '#components/ui/form-text.ts';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** Makes the first owner with the one-time code from the terminal. */
export function SetupForm() {
  const t = useTranslations('auth.setupForm');
  const router = useRouter();
  const trpc = useTRPC();
  const state = useQuery(trpc.setup.state.queryOptions());
  const create = useMutation(trpc.setup.createOwner.mutationOptions());
  useEffect(() => {
    if (state.data?.needsOwner === false && create.isIdle) router.replace('/sign-in');
  }, [state.data, create.isIdle, router]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const owner = {
      name: formText(form, 'name').trim(),
      email: formText(form, 'email').trim(),
      password: formText(form, 'password'),
    };
    try {
      await create.mutateAsync({ ...owner, code: formText(form, 'code').trim() });
    } catch {
      return;
    }
    await signIn(owner).catch(() => undefined);
    // A whole load: nothing of the time before the account is kept.
    window.location.assign('/flows');
  };
  const wrong = fieldErrors(create.error);
  const general = create.error && Object.keys(wrong).length === 0 ? messageOf(create.error) : null;
  return (
    <AuthFrame title={t('title')} lead={t('lead')}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {general && <Notice tone="danger">{general}</Notice>}
        <Field label={t('code')} hint={t('codeHint')} error={wrong.code}>
          <Input
            name="code"
            required
            autoFocus
            autoComplete="one-time-code"
            spellCheck={false}
            className="tabular font-mono"
          />
        </Field>
        <Field label={t('name')} error={wrong.name}>
          <Input name="name" required autoComplete="name" maxLength={120} />
        </Field>
        <Field label={t('email')} hint={t('emailHint')} error={wrong.email}>
          <Input name="email" type="email" required autoComplete="username" />
        </Field>
        <Field label={t('password')} hint={t('passwordHint')} error={wrong.password}>
          <Input name="password" type="password" required minLength={10} autoComplete="new-password" />
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={create.isPending || create.isSuccess} className="mt-1">
          {t('submit')}
        </Button>
      </form>
    </AuthFrame>
  );
}
