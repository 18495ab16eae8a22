'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useTableActions } from '#components/tables/use-tables.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

const FORM = 'column';

export type ColumnDialogProps = {
  tableId: string;
  /** `null` to add one. */
  column: string | null;
  onClose: () => void;
};

/** Names a new column, or calls one something else in every row. */
export function ColumnDialog({ tableId, column, onClose }: ColumnDialogProps) {
  const t = useTranslations('tables.columns');
  const { addColumn, renameColumn } = useTableActions();
  const [name, setName] = useState(column ?? '');
  const act = column === null ? addColumn : renameColumn;
  const submit = () => {
    if (column === null) addColumn.mutate({ id: tableId, name }, { onSuccess: onClose });
    else renameColumn.mutate({ id: tableId, name: column, to: name }, { onSuccess: onClose });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={column === null ? t('add') : t('rename', { column })}
        description={column === null ? t('addHelp') : t('renameHelp')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" type="submit" form={FORM} busy={act.isPending} disabled={name.trim() === ''}>
              {column === null ? t('add') : t('renameColumn')}
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
          <Field label={t('name')} error={act.error ? messageOf(act.error) : undefined}>
            <Input value={name} maxLength={60} onChange={({ target }) => setName(target.value)} />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** Asks before a column goes, and says what goes with it. */
export function RemoveColumnDialog({ tableId, column, onClose }: ColumnDialogProps & { column: string }) {
  const t = useTranslations('tables.columns');
  const trpc = useTRPC();
  const { removeColumn } = useTableActions();
  const loss = useQuery({ ...trpc.tables.columnLoss.queryOptions({ id: tableId, name: column }), staleTime: 0 });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('remove', { column })}
      description={loss.data ? t('removeLoss', { rows: loss.data.rows }) : t('removeLooking')}
      confirm={t('removeColumn')}
      danger
      busy={removeColumn.isPending}
      disabled={!loss.data}
      onConfirm={() => removeColumn.mutate({ id: tableId, name: column }, { onSettled: onClose })}
    >
      {loss.error && <p className="text-danger">{messageOf(loss.error)}</p>}
      {loss.data && loss.data.usedBy.length > 0 && (
        <div className="text-sm">
          <p className="text-ink-soft">{t('removeUsed')}</p>
          <ul className="mt-1 list-disc pl-5">
            {loss.data.usedBy.map(({ flowId, flowName }) => (
              <li key={flowId}>
                <bdi className="wrap-anywhere">{flowName}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
    </ConfirmDialog>
  );
}
