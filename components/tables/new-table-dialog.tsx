'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTableActions } from '#components/tables/use-tables.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

const FORM = 'new-table';

/** Makes an empty table and opens it. */
export function NewTableDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('tables.newTableDialog');
  const router = useRouter();
  const { create } = useTableActions();
  const [name, setName] = useState('');
  const submit = () => create.mutate({ name }, { onSuccess: ({ id }) => router.push(`/tables/${id}`) });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('newTable')}
        description={t('flowsFindItBy')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" type="submit" form={FORM} busy={create.isPending} disabled={name.trim() === ''}>
              {t('makeTable')}
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
          <Field label={t('name')} error={create.error ? messageOf(create.error) : undefined}>
            <Input value={name} maxLength={60} onChange={({ target }) => setName(target.value)} />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}
