'use client';
import { Play } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { exampleInput } from '#components/editor/bar/test-input.ts';
import { inputOf, type RunDraft, type RunField, type RunQuestion, type Wrong } from '#components/flows/run-input.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { Json } from '#lib/value.ts';

export type RunDialogProps = {
  name: string;
  question: RunQuestion;
  busy: boolean;
  onRun: (start: { triggerId: string; input: Json }) => void;
  onClose: () => void;
};

/** Asks for a run's input before it starts. */
export function RunDialog({ name, question, busy, onRun, onClose }: RunDialogProps) {
  const t = useTranslations('flows.start');
  const isJson = question.fields === 'json';
  const jsonField: RunField = { name: 'input', title: t('input'), type: 'json', required: false };
  const fields = question.fields === 'json' ? [jsonField] : question.fields;
  const [draft, setDraft] = useState<RunDraft>(isJson ? { input: exampleOf(question) } : {});
  const [wrong, setWrong] = useState<Wrong>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = inputOf(fields, draft);
    if ('wrong' in read) return setWrong(read.wrong);
    const input = isJson ? ((read.input as { input?: Json }).input ?? {}) : read.input;
    onRun({ triggerId: question.trigger.id, input });
  };
  const whyOf = (field: string) => {
    const why = wrong[field];
    return why && t(`wrong-${why}`);
  };
  const change = (field: string, value: string | boolean) => {
    setDraft((before) => ({ ...before, [field]: value }));
    setWrong((before) => Object.fromEntries(Object.entries(before).filter(([key]) => key !== field)));
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('title', { name })}
        description={isJson ? t('json') : t('fields')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" type="submit" form="run-form" busy={busy}>
              <Play aria-hidden />
              {t('run')}
            </Button>
          </>
        }
      >
        <form id="run-form" noValidate onSubmit={submit} className="flex flex-col gap-4">
          {fields.map((field) => (
            <Field key={field.name} label={field.title} error={whyOf(field.name)} required={field.required}>
              <FieldControl field={field} value={draft[field.name]} onChange={(value) => change(field.name, value)} />
            </Field>
          ))}
        </form>
      </DialogContent>
    </Dialog>
  );
}

function exampleOf({ trigger }: RunQuestion): string {
  return JSON.stringify(exampleInput(trigger), null, 2);
}

type FieldControlProps = {
  field: RunField;
  value: string | boolean | undefined;
  onChange: (value: string | boolean) => void;
};

// `rest` carries the id and the descriptions that Field gives to its control.
function FieldControl({ field, value, onChange, ...rest }: FieldControlProps) {
  if (field.type === 'boolean') return <Switch {...rest} checked={value === true} onCheckedChange={onChange} />;
  const text = typeof value === 'string' ? value : '';
  if (field.type === 'json') {
    return (
      <Textarea
        {...rest}
        className="font-mono text-sm"
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <Input
      {...rest}
      inputMode={field.type === 'number' ? 'decimal' : undefined}
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
