'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useNoteActions } from '#components/memory/use-memory.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { toast } from '#components/ui/toast.ts';
import type { MemoryNoteView } from '#lib/views-memory.ts';
import { LONGEST_NOTE } from '#lib/memory-search.ts';

const FORM = 'note';

export type NoteDialogProps = { note: MemoryNoteView; onClose: () => void };

/** The whole note and where it came from, to be accepted as it is read. */
export function AcceptDialog({ note, onClose }: NoteDialogProps) {
  const t = useTranslations('memory.accept');
  const cancel = useTranslations('memory.edit')('cancel');
  const { accept } = useNoteActions();
  const submit = () =>
    accept.mutate(
      { id: note.id, updatedAt: note.updatedAt },
      {
        onSuccess: () => {
          toast.success(t('accepted'));
          onClose();
        },
      },
    );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('title')}
        description={t('help')}
        className="sm:max-w-lg"
        footer={
          <>
            <Button onClick={onClose}>{cancel}</Button>
            <Button variant="primary" busy={accept.isPending} onClick={submit}>
              {t('accept')}
            </Button>
          </>
        }
      >
        <blockquote className="rounded-lg border border-line bg-ground p-3 text-base">
          <VisibleText text={note.text} />
        </blockquote>
        <p className="mt-3 text-sm text-ink-soft">
          {t('from')}: <span className="wrap-anywhere">{note.label.origins.join(', ')}</span>
        </p>
        <Problem error={accept.error} />
      </DialogContent>
    </Dialog>
  );
}

/** Puts one's own words in the place of a note. */
export function EditDialog({ note, onClose }: NoteDialogProps) {
  const t = useTranslations('memory.edit');
  const { change } = useNoteActions();
  const [text, setText] = useState(note.text);
  const submit = () =>
    change.mutate({ id: note.id, updatedAt: note.updatedAt, text: text.trim() }, { onSuccess: onClose });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('title')}
        description={t('help')}
        className="sm:max-w-lg"
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" type="submit" form={FORM} busy={change.isPending} disabled={text.trim() === ''}>
              {t('save')}
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
          <Field label={t('text')}>
            <Textarea
              rows={5}
              className="max-h-96"
              maxLength={LONGEST_NOTE}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          </Field>
          <Problem error={change.error} />
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** Asks before a note is deleted. */
export function RemoveDialog({ note, onClose }: NoteDialogProps) {
  const t = useTranslations('memory.remove');
  const { remove } = useNoteActions();
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      description={t('help')}
      confirm={t('remove')}
      danger
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate({ id: note.id }, { onError: (error) => toast.error(messageOf(error)), onSettled: onClose })
      }
    />
  );
}

function Problem({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <p role="alert" className="mt-3 text-sm text-danger">
      {messageOf(error)}
    </p>
  );
}
