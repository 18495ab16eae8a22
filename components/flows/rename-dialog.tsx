'use client';
import { useState, type FormEvent } from 'react';
import { messageOf } from '#components/live/errors.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { FlowActions } from '#components/flows/use-flow-actions.ts';
import type { FlowCard } from '#lib/views-flows.ts';

export type RenameDialogProps = { flow: FlowCard; rename: FlowActions['rename']; onClose: () => void };

/** Asks for a new name. */
export function RenameDialog({ flow, rename, onClose }: RenameDialogProps) {
  const [name, setName] = useState(flow.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate({ id: flow.id, name: name.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Rename flow"
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" type="submit" form="rename-flow" busy={rename.isPending} disabled={!name.trim()}>
              Rename
            </Button>
          </>
        }
      >
        <form id="rename-flow" onSubmit={submit}>
          <Field label="Name" error={rename.error ? messageOf(rename.error) : undefined}>
            <Input
              value={name}
              maxLength={120}
              autoFocus
              onFocus={(event) => event.target.select()}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}
