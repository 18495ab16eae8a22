'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { INVITE_ROLES, type InviteRole } from '#lib/views-people.ts';

const HOURS = ['1', '24', '48', '168'] as const;

/** Makes a one-time code for a role and shows it, once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('people');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [role, setRole] = useState<InviteRole>('viewer');
  const [note, setNote] = useState('');
  const [hours, setHours] = useState<string>('48');
  const create = useMutation(
    trpc.invites.create.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.invites.pathKey() }),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ role, note: note.trim(), hours: Number(hours) });
  };
  if (create.data) return <CodeOnce code={create.data.code} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('invite.title')}
        description={t('invite.lead')}
        footer={
          <>
            <Button onClick={onClose}>{t('invite.cancel')}</Button>
            <Button variant="primary" type="submit" form="invite-form" busy={create.isPending}>
              {t('invite.make')}
            </Button>
          </>
        }
      >
        <form id="invite-form" onSubmit={submit} className="flex flex-col gap-4">
          {create.error && <Notice tone="danger">{messageOf(create.error)}</Notice>}
          <Field label={t('invite.note')} hint={t('invite.noteHint')} required={false}>
            <Input value={note} maxLength={120} autoFocus onChange={(event) => setNote(event.target.value)} />
          </Field>
          <Field label={t('invite.role')} hint={t(`guide.${role}`)}>
            <Select
              value={role}
              onValueChange={(value) => setRole(value as InviteRole)}
              options={INVITE_ROLES.map((value) => ({ value, title: t(`roles.${value}`) }))}
            />
          </Field>
          <Field label={t('invite.valid')}>
            <Select
              value={hours}
              onValueChange={setHours}
              options={HOURS.map((value) => ({ value, title: t('invite.hours', { hours: Number(value) }) }))}
            />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function CodeOnce({ code, onClose }: { code: string; onClose: () => void }) {
  const t = useTranslations('people.invite');
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('made')}
        description={t('madeHelp')}
        onInteractOutside={(event) => event.preventDefault()}
        footer={
          <Button variant="primary" onClick={onClose}>
            {t('done')}
          </Button>
        }
      >
        <div className="flex flex-col gap-3">
          <CodeBlock text={code} label={t('code')} />
          <p className="text-base text-ink-soft">{t('where')}</p>
          <CodeBlock text={`${window.location.origin}/join`} label={t('address')} />
        </div>
      </DialogContent>
    </Dialog>
  );
}
