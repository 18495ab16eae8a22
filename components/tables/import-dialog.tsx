'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Sentence } from '#components/data/sentence.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { decodeCsv, firstChoice, LEFT_OUT, MAX_CSV_BYTES } from '#components/tables/csv-choice.ts';
import { ImportMapping } from '#components/tables/import-mapping.tsx';
import { ImportOptions, type ImportChoice } from '#components/tables/import-options.tsx';
import { useTableActions } from '#components/tables/use-tables.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { toast } from '#components/ui/toast.ts';

export type ImportDialogProps = { tableId: string; columns: string[]; onClose: () => void };

const FIRST: ImportChoice = { header: true, separator: 'auto', values: true, trusted: false, skipBad: false };

/** Takes the rows of a CSV file in: one looks at them first, and says which column goes where. */
export function ImportDialog({ tableId, columns, onClose }: ImportDialogProps) {
  const t = useTranslations('tables.import');
  const trpc = useTRPC();
  const { importCsv } = useTableActions();
  const [text, setText] = useState<string | null>(null);
  const [choice, setChoice] = useState(FIRST);
  const [into, setInto] = useState<string[]>([]);
  const [wrong, setWrong] = useState<string | null>(null);
  const preview = useMutation(
    trpc.tables.previewCsv.mutationOptions({ onSuccess: (found) => setInto(firstChoice(found, columns)) }),
  );
  const look = (file: string, { header, separator }: ImportChoice) => preview.mutate({ text: file, header, separator });
  const open = async (file: File | undefined) => {
    setWrong(null);
    setText(null);
    preview.reset();
    if (!file) return;
    if (file.size > MAX_CSV_BYTES) return setWrong(t('tooLarge'));
    const read = decodeCsv(await file.arrayBuffer());
    setText(read);
    look(read, choice);
  };
  const change = (next: ImportChoice) => {
    setChoice(next);
    if (text !== null && (next.header !== choice.header || next.separator !== choice.separator)) look(text, next);
  };
  const found = preview.data;
  const count = found ? found.count - found.problemCount : 0;
  const isReady =
    found && count > 0 && (found.problemCount === 0 || choice.skipBad) && into.some((one) => one !== LEFT_OUT);
  const submit = () => {
    if (text === null) return;
    const chosen = into.map((column) => (column === LEFT_OUT ? null : column));
    const onSuccess = ({ added }: { added: number }) => {
      toast.success(t('done', { count: added }));
      onClose();
    };
    importCsv.mutate({ tableId, text, columns: chosen, ...choice }, { onSuccess });
  };
  const failure = preview.error ?? importCsv.error;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        wide
        title={t('title')}
        description={t('lead')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" disabled={!isReady} busy={importCsv.isPending} onClick={submit}>
              {found ? t('take', { count }) : t('takeNone')}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <Field label={t('file')} hint={t('fileHelp')} error={wrong}>
            <Input
              type="file"
              accept=".csv,.tsv,.txt,text/csv"
              className="py-1 file:mr-3 file:h-7 file:cursor-pointer file:rounded-sm file:bg-sunken file:px-2.5 file:text-sm file:font-medium"
              onChange={({ target }) => void open(target.files?.[0])}
            />
          </Field>
          {failure && <Notice tone="danger">{messageOf(failure)}</Notice>}
          {found && (
            <>
              <ImportMapping preview={found} columns={columns} into={into} onChange={setInto} />
              <ImportOptions choice={choice} problems={found.problemCount} onChange={change} />
              {found.problemCount > 0 && (
                <Notice tone="warning">
                  <p>{t('problems', { count: found.problemCount })}</p>
                  <ul className="mt-1 list-disc pl-5 text-sm">
                    {found.problems.map(({ line, message }) => (
                      <li key={line}>
                        <Sentence text={message} />
                      </li>
                    ))}
                  </ul>
                </Notice>
              )}
            </>
          )}
        </div>
      </DialogContent>
    </Dialog>
  );
}
