'use client';
import { useState } from 'react';
import { messageOf } from '#components/live/errors.ts';
import { readCell } from '#components/tables/cell-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.ts';
import { useVariableActions } from '#components/variables/use-variables.ts';
import type { SeenView } from '#lib/views-data.ts';

const FORM = 'forget';
const TEXT = {
  help: 'What is forgotten counts as new when a flow meets it again.',
  one: 'Only this one',
  oneHint:
    'What the step tells items apart by, for example an id. Write a text that looks like a number in "quotes". Empty: all of them.',
  done: (count: number) => `Forgot ${count} ${count === 1 ? 'item' : 'items'}.`,
};

/** Forgets one thing that a list remembers, or all of it. */
export function ForgetDialog({ seen: { list, count }, onClose }: { seen: SeenView; onClose: () => void }) {
  const { forget } = useVariableActions();
  const [text, setText] = useState('');
  const one = text !== '';
  const submit = () =>
    forget.mutate(one ? { list, value: readCell(text) } : { list }, {
      onSuccess: ({ forgotten }) => {
        toast.success(TEXT.done(forgotten));
        onClose();
      },
    });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={
          <>
            Forget what <bdi>{list}</bdi> remembers
          </>
        }
        description={TEXT.help}
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="dangerSolid" type="submit" form={FORM} busy={forget.isPending}>
              {one ? 'Forget this one' : `Forget all ${count}`}
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
          <Field
            label={TEXT.one}
            hint={TEXT.oneHint}
            required={false}
            error={forget.error ? messageOf(forget.error) : undefined}
          >
            <Input value={text} maxLength={1000} onChange={({ target }) => setText(target.value)} />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}
