'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Right } from '#lib/views.ts';

const RIGHTS: Right[] = ['view', 'edit', 'run', 'approve', 'admin'];

const LIFETIMES = ['30', '90', '365', 'never'] as const;
const DAY = 86_400_000;

function RightsChoice({ chosen, onChange }: { chosen: Right[]; onChange: (rights: Right[]) => void }) {
  const t = useTranslations('settings.tokenDialog');
  return (
    <fieldset className="flex flex-col gap-2.5">
      <legend className="mb-2 text-sm font-medium">{t('mayDo')}</legend>
      {RIGHTS.map((right) => (
        <RightBox
          key={right}
          right={right}
          checked={chosen.includes(right)}
          onChange={(on) => onChange(on ? [...chosen, right] : chosen.filter((other) => other !== right))}
        />
      ))}
    </fieldset>
  );
}

type RightBoxProps = { right: Right; checked: boolean; onChange: (on: boolean) => void };

function RightBox({ right, checked, onChange }: RightBoxProps) {
  const t = useTranslations('settings.tokenDialog');
  const own = useRight(right);
  if (!own) return null;
  return (
    <label className="flex cursor-pointer items-start gap-2.5 text-base">
      <Checkbox checked={checked} onCheckedChange={(state) => onChange(state === true)} />
      <span>
        <span className="font-medium">{t(`rights.${right}`)}</span>{' '}
        <span className="text-ink-soft">{t(`rightsHelp.${right}`)}</span>
      </span>
    </label>
  );
}

/** Makes a token and shows it, once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('settings.tokenDialog');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Right[]>(['view']);
  const [days, setDays] = useState('90');
  const create = useMutation(
    trpc.tokens.create.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.tokens.pathKey() }),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const expiresAt = days === 'never' ? undefined : new Date(Date.now() + Number(days) * DAY).toISOString();
    create.mutate({ name: name.trim(), scopes, ...(expiresAt ? { expiresAt } : {}) });
  };
  if (create.data) return <TokenOnce token={create.data.token} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('newToken')}
        description={t('forScriptsAndOther')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button
              variant="primary"
              type="submit"
              form="token-form"
              busy={create.isPending}
              disabled={!name.trim() || scopes.length === 0}
            >
              {t('createToken')}
            </Button>
          </>
        }
      >
        <form id="token-form" onSubmit={submit} className="flex flex-col gap-4">
          {create.error && <Notice tone="danger">{messageOf(create.error)}</Notice>}
          <Field label={t('name')} hint={t('whatWillUseIt')}>
            <Input value={name} maxLength={120} autoFocus onChange={(event) => setName(event.target.value)} />
          </Field>
          <RightsChoice chosen={scopes} onChange={setScopes} />
          <Field label={t('validFor')}>
            <Select
              value={days}
              onValueChange={setDays}
              options={LIFETIMES.map((value) => ({ value, title: t(`lifetimes.${value}`) }))}
            />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function TokenOnce({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useTranslations('settings.tokenDialog');
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('copyYourTokenNow')}
        description={t('thisIsTheOnly')}
        onInteractOutside={(event) => event.preventDefault()}
        footer={
          <Button variant="primary" onClick={onClose}>
            {t('iHaveCopiedIt')}
          </Button>
        }
      >
        <CodeBlock text={token} label={t('token')} />
      </DialogContent>
    </Dialog>
  );
}
