'use client';
import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { pathText } from '#components/editor/model/references.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { useVariableActions } from '#components/variables/use-variables.ts';
import { draftOf, EMPTY_DRAFT, readDraft } from '#components/variables/variable-draft.ts';
import { ValueFields } from '#components/variables/value-fields.tsx';
import type { VariableCard, VariableView } from '#lib/views-data.ts';

const FORM = 'variable';

export type VariableDialogProps = { card: VariableCard | null; onClose: () => void };

/** Edits a variable, or makes one. */
export function VariableDialog({ card, onClose }: VariableDialogProps) {
  if (!card) return <VariableForm view={null} onClose={onClose} />;
  return <Opened name={card.name} onClose={onClose} />;
}

/** A list shows beginnings only: the whole value is read when somebody wants to change it. */
function Opened({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useTranslations('variables.variableDialog');
  const trpc = useTRPC();
  const query = useQuery(trpc.variables.get.queryOptions({ name }, { gcTime: 0, staleTime: Infinity }));
  if (query.data) return <VariableForm view={query.data} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t('edit')} footer={<Button onClick={onClose}>{t('cancel')}</Button>}>
        {query.error ? (
          <p role="alert" className="text-base text-danger">
            {messageOf(query.error)}
          </p>
        ) : (
          <SkeletonRows rows={2} />
        )}
      </DialogContent>
    </Dialog>
  );
}

function VariableForm({ view, onClose }: { view: VariableView | null; onClose: () => void }) {
  const t = useTranslations('variables.variableDialog');
  const { set, remove } = useVariableActions();
  const [name, setName] = useState(view?.name ?? '');
  const [draft, setDraft] = useState(() => (view ? draftOf(view.value, view.kind) : EMPTY_DRAFT));
  const problems = useTranslations('variables.problems');
  const [problem, setProblem] = useState('');
  const [asking, setAsking] = useState(false);
  const submit = () => {
    const read = readDraft(draft);
    setProblem('problem' in read ? problems(read.problem) : '');
    if ('value' in read)
      set.mutate({ name: name.trim(), value: read.value, updatedAt: view?.updatedAt ?? null }, { onSuccess: onClose });
  };
  const reference = `{{ ${pathText('vars', [name.trim()])} }}`;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={view ? t('edit') : t('add')}
        description={t('help')}
        className="sm:max-w-lg"
        footer={
          <>
            {view && (
              <Button variant="danger" className="mr-auto" onClick={() => setAsking(true)}>
                <Trash2 aria-hidden />
                {t('delete')}
              </Button>
            )}
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" type="submit" form={FORM} busy={set.isPending} disabled={name.trim() === ''}>
              {t('save')}
            </Button>
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
          <Field label={t('name')} aside={view && <LabelBadge label={view.label} />}>
            <Input
              value={name}
              maxLength={60}
              readOnly={view !== null}
              onChange={({ target }) => setName(target.value)}
            />
          </Field>
          <ValueFields draft={draft} onChange={setDraft} problem={problem} />
          {name.trim() !== '' && (
            <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-faint">
              {t('reference')} <code className="font-mono wrap-anywhere text-ink-soft">{reference}</code>
              <CopyButton text={reference} label={t('reference2')} />
            </p>
          )}
          {set.error && (
            <p role="alert" className="text-sm text-danger">
              {messageOf(set.error)}
            </p>
          )}
        </form>
        {view && (
          <ConfirmDialog
            open={asking}
            onOpenChange={setAsking}
            title={t('remove')}
            description={t('removeHelp')}
            confirm={t('deleteVariable')}
            danger
            busy={remove.isPending}
            onConfirm={() => remove.mutate({ name: view.name }, { onSettled: onClose })}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}
