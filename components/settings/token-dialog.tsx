'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Right } from '#lib/views.ts';

const RIGHTS: { right: Right; title: string; help: string }[] = [
  { right: 'view', title: 'View', help: 'See flows, runs and requests.' },
  { right: 'edit', title: 'Edit', help: 'Change and publish flows.' },
  { right: 'run', title: 'Run', help: 'Start, cancel and stop.' },
  { right: 'approve', title: 'Approve', help: 'Decide requests, except critical ones.' },
  { right: 'admin', title: 'Administer', help: 'Everything, connections and rules included.' },
];

const LIFETIMES = [
  { value: '30', title: '30 days' },
  { value: '90', title: '90 days' },
  { value: '365', title: 'One year' },
  { value: 'never', title: 'No end' },
];
const DAY = 86_400_000;

function RightsChoice({ chosen, onChange }: { chosen: Right[]; onChange: (rights: Right[]) => void }) {
  return (
    <fieldset className="flex flex-col gap-2.5">
      <legend className="mb-2 text-sm font-medium">May do</legend>
      {RIGHTS.map((item) => (
        <RightBox
          key={item.right}
          {...item}
          checked={chosen.includes(item.right)}
          onChange={(on) => onChange(on ? [...chosen, item.right] : chosen.filter((right) => right !== item.right))}
        />
      ))}
    </fieldset>
  );
}

type RightBoxProps = (typeof RIGHTS)[number] & { checked: boolean; onChange: (on: boolean) => void };

function RightBox({ right, title, help, checked, onChange }: RightBoxProps) {
  const own = useRight(right);
  if (!own) return null;
  return (
    <label className="flex cursor-pointer items-start gap-2.5 text-base">
      <Checkbox checked={checked} onCheckedChange={(state) => onChange(state === true)} />
      <span>
        <span className="font-medium">{title}</span> <span className="text-ink-soft">{help}</span>
      </span>
    </label>
  );
}

/** Makes a token and shows it, once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Right[]>(['view']);
  const [days, setDays] = useState('90');
  const create = useMutation(
    trpc.tokens.create.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.tokens.pathKey() }),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const expiresAt = days === 'never' ? undefined : new Date(Date.now() + Number(days) * DAY).toISOString();
    create.mutate({ name: name.trim(), scopes, ...(expiresAt ? { expiresAt } : {}) });
  };
  if (create.data) return <TokenOnce token={create.data.token} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="New token"
        description="For scripts and other programs that talk to Hearth."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              type="submit"
              form="token-form"
              busy={create.isPending}
              disabled={!name.trim() || scopes.length === 0}
            >
              Create token
            </Button>
          </>
        }
      >
        <form id="token-form" onSubmit={submit} className="flex flex-col gap-4">
          {create.error && <Notice tone="danger">{messageOf(create.error)}</Notice>}
          <Field label="Name" hint="What will use it?">
            <Input value={name} maxLength={120} autoFocus onChange={(event) => setName(event.target.value)} />
          </Field>
          <RightsChoice chosen={scopes} onChange={setScopes} />
          <Field label="Valid for">
            <Select value={days} onValueChange={setDays} options={LIFETIMES} />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function TokenOnce({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Copy your token now"
        description="This is the only time it is shown. Hearth keeps just a fingerprint of it."
        onInteractOutside={(event) => event.preventDefault()}
        footer={
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        }
      >
        <CodeBlock text={token} label="token" />
      </DialogContent>
    </Dialog>
  );
}
