'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.ts';
import type { IncidentView } from '#lib/views-admin.ts';

/** Stops everything and ends every other way in, after asking once. */
export function LockDown({ view, onDone }: { view: IncidentView | undefined; onDone: () => void }) {
  const t = useTranslations('admin.incident');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const begin = useMutation(
    trpc.incident.begin.mutationOptions({
      onSuccess: ({ sessions, tokens }) => {
        setOpen(false);
        setReason('');
        toast(t('done', { sessions, tokens }));
        onDone();
        return queries.invalidateQueries({ queryKey: trpc.settings.status.pathKey() });
      },
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  return (
    <SettingsSection
      id="stop"
      title={t('stopTitle')}
      lead={t('stopLead')}
      actions={
        <Button variant="danger" onClick={() => setOpen(true)}>
          <ShieldAlert aria-hidden />
          {t('begin')}
        </Button>
      }
    >
      <div role="status" className="min-h-12 px-5 py-4 text-base text-ink-soft">
        {view && (
          <>
            {view.stopped && <p>{t('isStopped')}</p>}
            <p>{t('isOpen', { sessions: view.sessions, tokens: view.tokens })}</p>
          </>
        )}
      </div>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t('beginTitle')}
        description={t('beginText')}
        confirm={t('begin')}
        danger
        busy={begin.isPending}
        disabled={reason.trim() === ''}
        onConfirm={() => begin.mutate({ reason: reason.trim() })}
      >
        <Field label={t('reason')} hint={t('reasonHint')} required>
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </ConfirmDialog>
    </SettingsSection>
  );
}
