'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { ROW_TESTS, type RowFilter } from '#lib/views-data.ts';

const FORM = 'filter';

export type FilterDialogProps = {
  columns: string[];
  filter: RowFilter;
  onChange: (filter: RowFilter) => void;
  onClose: () => void;
};

/** Draws up one filter: a column, how it is looked at, and with what. */
export function FilterDialog({ columns, filter, onChange, onClose }: FilterDialogProps) {
  const t = useTranslations('tables.filters');
  const [draft, setDraft] = useState(filter);
  const needsValue = draft.test !== 'empty' && draft.test !== 'filled';
  const isWhole = !needsValue || draft.value !== '';
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('title')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" type="submit" form={FORM} disabled={!isWhole}>
              {t('apply')}
            </Button>
          </>
        }
      >
        <form
          id={FORM}
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (!isWhole) return;
            onChange(needsValue ? draft : { ...draft, value: '' });
            onClose();
          }}
        >
          <Field label={t('column')}>
            <Select
              value={draft.column}
              options={columns.map((column) => ({ value: column, title: column }))}
              onValueChange={(column) => setDraft({ ...draft, column })}
            />
          </Field>
          <Field label={t('test')}>
            <Select
              value={draft.test}
              options={ROW_TESTS.map((test) => ({ value: test, title: t(`tests.${test}`) }))}
              onValueChange={(test) => setDraft({ ...draft, test: test as RowFilter['test'] })}
            />
          </Field>
          {needsValue && (
            <Field label={t('value')} hint={t('valueHelp')}>
              <Input
                maxLength={200}
                value={draft.value}
                onChange={({ target }) => setDraft({ ...draft, value: target.value })}
              />
            </Field>
          )}
        </form>
      </DialogContent>
    </Dialog>
  );
}
