'use client';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { useChatActions } from '#components/connections/use-chats.ts';
import { messageOf } from '#components/live/errors.ts';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import type { ChatsView } from '#lib/views.ts';

const ROLES = ['owner', 'guest'] as const;

type Role = (typeof ROLES)[number];

/** Makes a one-time code and shows it until it is used or over. */
export function PairForm({ connectionId, view }: { connectionId: string; view: ChatsView }) {
  const t = useTranslations('connections.pairForm');
  const { pair } = useChatActions();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('owner');
  const [pairedBefore, setPairedBefore] = useState(0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setPairedBefore(view.chats.length);
    pair.mutate({ connectionId, name: name.trim(), role }, { onSuccess: () => setName('') });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <h3 className="text-base font-medium">{t('title')}</h3>
      {pair.error && <Notice tone="danger">{messageOf(pair.error)}</Notice>}
      {pair.data && <Code code={pair.data.code} view={view} isUsed={view.chats.length > pairedBefore} />}
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('name')} className="flex-1 basis-40">
          <Input
            value={name}
            maxLength={120}
            placeholder={t('anna')}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label={t('whoIsIt')} className="basis-48">
          <Select
            value={role}
            onValueChange={(value) => setRole(value as Role)}
            options={ROLES.map((value) => ({ value, title: t(`as.${value}`) }))}
          />
        </Field>
        <Button type="submit" className="h-9" busy={pair.isPending} disabled={!name.trim()}>
          {t('makeACode')}
        </Button>
      </div>
      <p className="text-sm text-ink-soft">{t('role')}</p>
    </form>
  );
}

function Code({ code, view, isUsed }: { code: string; view: ChatsView; isUsed: boolean }) {
  const t = useTranslations('connections.pairForm');
  if (!view.pairing) return <Notice>{isUsed ? t('used') : t('over')}</Notice>;
  return (
    <div className="flex flex-col gap-2" role="status">
      <p className="text-sm">{view.accountName ? t('send', { bot: view.accountName }) : t('sendToBot')}</p>
      <CodeBlock text={code} label={t('pairingCode')} />
      <p className="text-sm text-ink-soft">{t('group')}</p>
    </div>
  );
}
