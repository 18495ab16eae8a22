'use client';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { messageOf } from '#components/live/errors.ts';
import { cellText, readCell } from '#components/tables/cell-text.ts';
import { useRight } from '#components/shell/session.tsx';
import { useTableActions } from '#components/tables/use-tables.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { labelAt } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Json } from '#lib/value.ts';
import type { RowView } from '#lib/views-data.ts';

const FORM = 'row';

export type RowDialogProps = { tableId: string; row: RowView | null; columns: string[]; onClose: () => void };

function textsOf(row: RowView | null, columns: string[]): Record<string, string> {
  return Object.fromEntries(
    [...new Set([...columns, ...Object.keys(row?.data ?? {})])].map((column) => {
      const value = row ? own(row.data, column) : undefined;
      return [column, value === undefined ? '' : cellText(value)];
    }),
  );
}

/** Edits a row, or adds one. A column left empty is left out. */
export function RowDialog({ tableId, row, columns, onClose }: RowDialogProps) {
  const t = useTranslations('tables.rowDialog');
  const mayEdit = useRight('edit');
  const actions = useTableActions();
  const [texts, setTexts] = useState(() => textsOf(row, columns));
  const [column, setColumn] = useState('');
  const failure = actions.addRow.error ?? actions.changeRow.error;
  const addColumn = () => {
    const name = column.trim();
    if (name !== '' && !Object.hasOwn(texts, name)) setTexts({ ...texts, [name]: '' });
    setColumn('');
  };
  const submit = () => {
    const filled = Object.entries(texts).filter(([, text]) => text !== '');
    const data: Record<string, Json> = Object.fromEntries(filled.map(([name, text]) => [name, readCell(text)]));
    if (row) actions.changeRow.mutate({ id: row.id, updatedAt: row.updatedAt, data }, { onSuccess: onClose });
    else actions.addRow.mutate({ tableId, data }, { onSuccess: onClose });
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title={row ? (mayEdit ? t('editRow') : t('row')) : t('addRow')}
        description={mayEdit ? t('help') : undefined}
        className="sm:max-w-lg"
        footer={
          <>
            {row && mayEdit && (
              <Button
                variant="danger"
                className="mr-auto"
                busy={actions.removeRow.isPending}
                onClick={() => actions.removeRow.mutate({ id: row.id }, { onSuccess: onClose })}
              >
                <Trash2 aria-hidden />
                {t('delete')}
              </Button>
            )}
            <Button onClick={onClose}>{mayEdit ? t('cancel') : t('close')}</Button>
            {mayEdit && (
              <Button
                variant="primary"
                type="submit"
                form={FORM}
                busy={actions.addRow.isPending || actions.changeRow.isPending}
              >
                {t('save')}
              </Button>
            )}
          </>
        }
      >
        <form
          id={FORM}
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {Object.entries(texts).map(([name, text]) => (
            <Field
              key={name}
              label={<bdi>{name}</bdi>}
              aside={row && own(row.data, name) !== undefined && <LabelBadge label={labelAt(row.labels, [name])} />}
            >
              <Textarea
                rows={1}
                className="min-h-9"
                readOnly={!mayEdit}
                value={text}
                onChange={({ target }) => setTexts({ ...texts, [name]: target.value })}
              />
            </Field>
          ))}
          {mayEdit && (
            <div className="flex items-end gap-2">
              <Field label={t('newColumn')} required={false} className="flex-1">
                <Input value={column} maxLength={60} onChange={({ target }) => setColumn(target.value)} />
              </Field>
              <Button onClick={addColumn} disabled={column.trim() === ''}>
                {t('addColumn')}
              </Button>
            </div>
          )}
          {failure && (
            <p role="alert" className="text-sm text-danger">
              {messageOf(failure)}
            </p>
          )}
        </form>
      </DialogContent>
    </Dialog>
  );
}
