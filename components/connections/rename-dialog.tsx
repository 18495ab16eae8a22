'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useConnectionActions } from '#components/connections/use-connections.ts';
import { messageOf } from '#components/live/errors.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

const FORM = 'rename-connection';

export type RenameDialogProps = { connection: { id: string; name: string }; onClose: () => void };

/** Calls a connection something else; its secrets and what its last check said stay. */
export function RenameDialog({ connection, onClose }: RenameDialogProps) {
  const t = useTranslations('connections.renameDialog');
  const { update } = useConnectionActions();
  const [name, setName] = useState(connection.name);
  const submit = () => update.mutate({ id: connection.id, name: name.trim() }, { onSuccess: onClose });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('title')}
        description={t('help')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" type="submit" form={FORM} busy={update.isPending} disabled={name.trim() === ''}>
              {t('rename')}
            </Button>
          </>
        }
      >
        <form
          id={FORM}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field label={t('name')} error={update.error ? messageOf(update.error) : undefined}>
            <Input value={name} maxLength={120} onChange={({ target }) => setName(target.value)} />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}
