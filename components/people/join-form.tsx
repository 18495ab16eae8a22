'use client';
import { useMutation } from '@tanstack/react-query';
import { Link } from '#components/ui/link.tsx';
import type { FormEvent } from 'react';
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

/** Where an invited person types the code and chooses name and password. */
export function JoinForm() {
  const t = useTranslations('people.join');
  const trpc = useTRPC();
  const join = useMutation(trpc.invites.join.mutationOptions());
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const person = {
      name: formText(form, 'name').trim(),
      email: formText(form, 'email').trim(),
      password: formText(form, 'password'),
    };
    try {
      await join.mutateAsync({ ...person, code: formText(form, 'code').trim() });
    } catch {
      return;
    }
    await signIn(person).catch(() => undefined);
    // A whole load: nothing of the time before the account is kept.
    window.location.assign('/flows');
  };
  const wrong = fieldErrors(join.error);
  const general = join.error && Object.keys(wrong).length === 0 ? messageOf(join.error) : null;
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
            autoCapitalize="characters"
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
          <Input name="password" type="password" required minLength={10} maxLength={128} autoComplete="new-password" />
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={join.isPending || join.isSuccess} className="mt-1">
          {t('submit')}
        </Button>
        <p className="text-center text-sm text-ink-soft">
          <Link href="/sign-in" className="text-accent-text underline-offset-4 hover:underline">
            {t('known')}
          </Link>
        </p>
      </form>
    </AuthFrame>
  );
}
