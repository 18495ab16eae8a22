'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { TrickWarnings } from '#components/approvals/argument-view.tsx';
import { textOf } from '#components/data/value-string.ts';
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
  if (typeof value === 'string') return <TextEdit argument={argument} text={value} onChange={onChange} />;
  return <JsonEdit argument={argument} onChange={onChange} />;
}

const MOST_ROWS = 30;

function TextEdit({ argument, text, onChange }: ArgumentEditProps & { text: string }) {
  const [now, setNow] = useState(text);
  const long = text.length > 80 || text.includes('\n');
  const take = (next: string) => {
    setNow(next);
    onChange(next);
  };
  return (
    <div className="py-2">
      <Field label={argument.title}>
        {long ? (
          <Textarea
            value={now}
            rows={Math.min(now.split('\n').length + 1, MOST_ROWS)}
            onChange={(event) => take(event.target.value)}
          />
        ) : (
          <Input value={now} onChange={(event) => take(event.target.value)} />
        )}
      </Field>
      <TrickWarnings text={now} target={argument.role === 'target'} />
    </div>
  );
}

function JsonEdit({ argument, onChange }: ArgumentEditProps) {
  const t = useTranslations('approvals.argumentEdit');
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
    <Field label={argument.title} hint={t('json')} error={wrong ? t('thisIsNotJson') : undefined} className="py-2">
      <Textarea
        className="font-mono text-sm"
        defaultValue={textOf(argument.value)}
        onChange={(event) => take(event.target.value)}
      />
    </Field>
  );
}
