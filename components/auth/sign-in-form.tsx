'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { signIn } from '#components/auth/auth-api.ts';
import { AuthFrame } from '#components/auth/auth-frame.tsx';
import { safeNext } from '#components/auth/safe-next.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { formText } from '#components/ui/form-text.ts';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';

const RESET_COMMAND = 'npm run -s hearth -- user reset';

/** Email and password. */
export function SignInForm() {
  const t = useTranslations('auth.signInForm');
  const router = useRouter();
  const search = useSearchParams();
  const trpc = useTRPC();
  const setup = useQuery(trpc.setup.state.queryOptions());
  useEffect(() => {
    if (setup.data?.needsOwner) router.replace('/setup');
  }, [setup.data, router]);
  const enter = useMutation({
    mutationFn: signIn,
    // A whole load: nothing that was kept for another person stays.
    onSuccess: () => window.location.assign(safeNext(search.get('next'))),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    enter.mutate({ email: formText(form, 'email'), password: formText(form, 'password') });
  };
  return (
    <AuthFrame title={t('title')} lead={t('lead')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {enter.error && <Notice tone="danger">{messageOf(enter.error)}</Notice>}
        <Field label={t('email')}>
          <Input name="email" type="email" autoComplete="username" required autoFocus />
        </Field>
        <Field label={t('password')}>
          <Input name="password" type="password" autoComplete="current-password" required />
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={enter.isPending || enter.isSuccess} className="mt-1">
          {t('submit')}
        </Button>
        <p className="text-center text-sm text-ink-faint">
          {t('forgot')}
          <code className="mt-1 block font-mono text-xs text-ink-soft">{RESET_COMMAND}</code>
        </p>
      </form>
    </AuthFrame>
  );
}
