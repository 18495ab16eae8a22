'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { changeName, changePassword } from '#components/auth/auth-api.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { LanguageChoice } from '#components/settings/language-choice.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { useMe } from '#components/shell/session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { formText } from '#components/ui/form-text.ts';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { toast } from '#components/ui/toast.ts';

function NameForm() {
  const t = useTranslations('settings.accountSection');
  const me = useMe();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState(me.name);
  const save = useMutation({
    mutationFn: changeName,
    onError: (error) => toast.error(messageOf(error)),
    onSuccess: () => {
      toast(t('renamed'));
      return queries.invalidateQueries({ queryKey: trpc.me.get.queryKey() });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(name.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <Field label={t('name')} className="flex-1 basis-56">
        <Input value={name} maxLength={120} autoComplete="name" onChange={(event) => setName(event.target.value)} />
      </Field>
      <Button type="submit" className="h-9" busy={save.isPending} disabled={!name.trim() || name.trim() === me.name}>
        {t('saveName')}
      </Button>
    </form>
  );
}

function PasswordForm() {
  const t = useTranslations('settings.accountSection');
  const change = useMutation({ mutationFn: changePassword });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const input = { currentPassword: formText(data, 'current'), newPassword: formText(data, 'new') };
    change.mutate(input, {
      onSuccess: () => {
        form.reset();
        toast(t('changed'));
      },
    });
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      {change.error && (
        <Notice tone="danger" className="basis-full">
          {messageOf(change.error)}
        </Notice>
      )}
      <Field label={t('currentPassword')} className="flex-1 basis-56">
        <Input name="current" type="password" required autoComplete="current-password" />
      </Field>
      <Field label={t('newPassword10Characters')} className="flex-1 basis-56">
        <Input name="new" type="password" required minLength={10} maxLength={128} autoComplete="new-password" />
      </Field>
      <Button type="submit" className="h-9" busy={change.isPending}>
        {t('changePassword')}
      </Button>
    </form>
  );
}

/** Name and password of the signed-in person. */
export function AccountSection() {
  const t = useTranslations('settings.accountSection');
  const me = useMe();
  return (
    <SettingsSection id="account" title={t('title')}>
      <div className="flex flex-col gap-6 p-5">
        <p className="flex flex-wrap items-center gap-2 text-base text-ink-soft">
          {me.email}
          <Badge>{me.role}</Badge>
        </p>
        <LanguageChoice />
        <NameForm />
        <PasswordForm />
      </div>
    </SettingsSection>
  );
}
