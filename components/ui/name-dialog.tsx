'use client';
import { useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

export type NameDialogProps = {
  texts: { title: string; description?: string; label: string; cancel: string; submit: string };
  initial?: string;
  maxLength: number;
  busy: boolean;
  problem?: string | undefined;
  /** The name, trimmed; never empty. */
  onSubmit: (name: string) => void;
  onClose: () => void;
};

/** Asks for one name. */
export function NameDialog({ texts, initial = '', maxLength, busy, problem, onSubmit, onClose }: NameDialogProps) {
  const form = useId();
  const [given, setGiven] = useState(initial);
  const name = given.trim();
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={texts.title}
        description={texts.description}
        footer={
          <>
            <Button onClick={onClose}>{texts.cancel}</Button>
            <Button variant="primary" type="submit" form={form} busy={busy} disabled={name === ''}>
              {texts.submit}
            </Button>
          </>
        }
      >
        <form
          id={form}
          onSubmit={(event) => {
            event.preventDefault();
            if (name !== '') onSubmit(name);
          }}
        >
          <Field label={texts.label} error={problem}>
            <Input value={given} maxLength={maxLength} onChange={({ target }) => setGiven(target.value)} />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}
