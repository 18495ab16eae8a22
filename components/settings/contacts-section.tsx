'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { formText } from '#components/ui/form-text.ts';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';

const KINDS = [
  { value: 'host', placeholder: 'api.example.org' },
  { value: 'mail', placeholder: 'anna@example.org' },
] as const;

function isKind(name: string): name is (typeof KINDS)[number]['value'] {
  return KINDS.some(({ value }) => value === name);
}

function AddForm() {
  const t = useTranslations('settings.contactsSection');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [kind, setKind] = useState('host');
  const create = useMutation(
    trpc.contacts.create.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.contacts.pathKey() }),
    }),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const address = formText(data, 'address').trim();
    const name = formText(data, 'name').trim() || address;
    create.mutate({ kind, address, name: name.slice(0, 120) }, { onSuccess: () => form.reset() });
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3 border-b border-line p-5">
      {create.error && (
        <Notice tone="danger" className="basis-full">
          {messageOf(create.error)}
        </Notice>
      )}
      <Field label={t('kind')} className="basis-full sm:basis-36">
        <Select
          value={kind}
          onValueChange={setKind}
          options={KINDS.map(({ value }) => ({ value, title: t(`kinds.${value}`) }))}
        />
      </Field>
      <Field label={t('address')} className="flex-1 basis-48">
        <Input
          name="address"
          required
          maxLength={300}
          spellCheck={false}
          autoCapitalize="none"
          placeholder={KINDS.find(({ value }) => value === kind)?.placeholder}
        />
      </Field>
      <Field label={t('name')} required={false} className="flex-1 basis-40">
        <Input name="name" maxLength={120} />
      </Field>
      <Button type="submit" className="h-9" busy={create.isPending}>
        {t('add')}
      </Button>
    </form>
  );
}

/** The default-deny lists. */
export function ContactsSection() {
  const t = useTranslations('settings.contactsSection');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayChange = useRight('admin');
  const contacts = useQuery(trpc.contacts.list.queryOptions());
  const remove = useMutation(
    trpc.contacts.remove.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.contacts.pathKey() }),
    }),
  );
  return (
    <SettingsSection id="contacts" title={t('title')} lead={t('lead')}>
      {mayChange && <AddForm />}
      {contacts.isPending && <Skeleton className="m-5 h-16" />}
      {contacts.error && !contacts.data && (
        <ErrorState message={messageOf(contacts.error)} onRetry={() => void contacts.refetch()} />
      )}
      {contacts.data?.length === 0 && <p className="px-5 py-4 text-base text-ink-soft">{t('none')}</p>}
      <ul className="divide-y divide-line">
        {contacts.data?.map((contact) => (
          <li key={contact.id} className="flex items-center justify-between gap-3 px-5 py-2.5">
            <p className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
              <Badge>{isKind(contact.kind) ? t(`kinds.${contact.kind}`) : contact.kind}</Badge>
              <bdi className="font-mono text-sm wrap-anywhere">{contact.address}</bdi>
              {contact.name !== contact.address && (
                <bdi className="text-sm text-ink-soft wrap-anywhere">{contact.name}</bdi>
              )}
            </p>
            {mayChange && (
              <Button
                size="iconSm"
                variant="ghost"
                aria-label={t('remove', { address: contact.address })}
                busy={remove.isPending && remove.variables.id === contact.id}
                onClick={() => remove.mutate({ id: contact.id })}
              >
                <Trash2 aria-hidden />
              </Button>
            )}
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}
