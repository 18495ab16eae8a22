'use client';
import { useState, type FormEvent } from 'react';
import { useChatActions } from '#components/connections/use-chats.ts';
import { messageOf } from '#components/live/errors.ts';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import type { ChatsView } from '#lib/views.ts';

const TEXT = {
  title: 'Pair a chat',
  role: 'An owner may also write /stop, /status, /runs and /approvals.',
  send: (bot: string | null) => `Send this to ${bot ? `@${bot}` : 'the bot'} in Telegram within ten minutes:`,
  group: 'In a group, write /pair and the code. Only who writes it is paired there.',
  used: 'The chat is paired.',
  over: 'The code is over. Make a new one.',
};
const ROLES = [
  { value: 'owner', title: 'Me (owner)' },
  { value: 'guest', title: 'Somebody else (guest)' },
];

type Role = 'owner' | 'guest';

/** Makes a one-time code and shows it until it is used or over. */
export function PairForm({ connectionId, view }: { connectionId: string; view: ChatsView }) {
  const { pair } = useChatActions();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('owner');
  const [pairedBefore, setPairedBefore] = useState(0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setPairedBefore(view.chats.length);
    pair.mutate({ connectionId, name: name.trim(), role }, { onSuccess: () => setName('') });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <h3 className="text-base font-medium">{TEXT.title}</h3>
      {pair.error && <Notice tone="danger">{messageOf(pair.error)}</Notice>}
      {pair.data && <Code code={pair.data.code} view={view} isUsed={view.chats.length > pairedBefore} />}
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Name" className="flex-1 basis-40">
          <Input value={name} maxLength={120} placeholder="Anna" onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Who is it?" className="basis-48">
          <Select value={role} onValueChange={(value) => setRole(value as Role)} options={ROLES} />
        </Field>
        <Button type="submit" className="h-9" busy={pair.isPending} disabled={!name.trim()}>
          Make a code
        </Button>
      </div>
      <p className="text-sm text-ink-soft">{TEXT.role}</p>
    </form>
  );
}

function Code({ code, view, isUsed }: { code: string; view: ChatsView; isUsed: boolean }) {
  if (!view.pairing) return <Notice>{isUsed ? TEXT.used : TEXT.over}</Notice>;
  return (
    <div className="flex flex-col gap-2" role="status">
      <p className="text-sm">{TEXT.send(view.accountName)}</p>
      <CodeBlock text={code} label="pairing code" />
      <p className="text-sm text-ink-soft">{TEXT.group}</p>
    </div>
  );
}
