'use client';
import { useState } from 'react';
import { textOf } from '#components/data/stored-view.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { ApprovalArgument } from '#lib/approval.ts';
import type { Json } from '#lib/value.ts';

export type ArgumentEditProps = {
  argument: ApprovalArgument;
  /** `undefined` says that what stands there cannot be read. */
  onChange: (value: Json | undefined) => void;
};

/** Changes one argument in place, keeping its kind. */
export function ArgumentEdit({ argument, onChange }: ArgumentEditProps) {
  const { value, title } = argument;
  if (typeof value === 'boolean') {
    return (
      <Field label={title} className="py-2">
        <Switch defaultChecked={value} onCheckedChange={onChange} />
      </Field>
    );
  }
  if (typeof value === 'number') {
    return (
      <Field label={title} className="py-2">
        <Input
          type="number"
          step="any"
          defaultValue={value}
          onChange={({ target }) =>
            onChange(target.value === '' || Number.isNaN(target.valueAsNumber) ? undefined : target.valueAsNumber)
          }
        />
      </Field>
    );
  }
  if (typeof value === 'string') {
    const Box = value.length > 80 || value.includes('\n') ? Textarea : Input;
    return (
      <Field label={title} className="py-2">
        <Box defaultValue={value} onChange={(event) => onChange(event.target.value)} />
      </Field>
    );
  }
  return <JsonEdit argument={argument} onChange={onChange} />;
}

function JsonEdit({ argument, onChange }: ArgumentEditProps) {
  const [wrong, setWrong] = useState(false);
  const take = (text: string) => {
    try {
      onChange(JSON.parse(text) as Json);
      setWrong(false);
    } catch {
      onChange(undefined);
      setWrong(true);
    }
  };
  return (
    <Field label={argument.title} hint="JSON" error={wrong ? 'This is not JSON yet.' : undefined} className="py-2">
      <Textarea
        className="font-mono text-sm"
        defaultValue={textOf(argument.value)}
        onChange={(event) => take(event.target.value)}
      />
    </Field>
  );
}
