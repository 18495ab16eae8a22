'use client';
import { ChevronRight } from 'lucide-react';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import {
  checkValues,
  connectionFields,
  NEEDED,
  type ConnectionField,
  type ConnectionValues,
} from '#components/connections/connection-fields.ts';
import { FieldInput } from '#components/connections/field-input.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ConnectionType } from '#nodes/connection-type.ts';

export type ConnectionFormProps = {
  id: string;
  type: ConnectionType;
  typeName: string;
  initial: { name: string; config: Record<string, unknown>; secretsSet: string[] };
  problem: string | null;
  onSubmit: (input: ConnectionValues & { name: string }) => void;
};

/** The form of a connection, made from its declaration. The button that sends it stands outside: `form={id}`. */
export function ConnectionForm({ id, type, typeName, initial, problem, onSubmit }: ConnectionFormProps) {
  const t = useTranslations('connections.connectionForm');
  const fields = useMemo(() => connectionFields(type, typeName), [type, typeName]);
  const [name, setName] = useState(initial.name);
  const [values, setValues] = useState<ConnectionValues>({ config: initial.config, secrets: {} });
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const change = ({ name: field, kind }: ConnectionField, value: unknown) => {
    const part = kind === 'secret' ? 'secrets' : 'config';
    setValues((before) => ({ ...before, [part]: without({ ...before[part], [field]: value }) }));
    setWrong((before) => without({ ...before, [field]: undefined }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = checkValues(type, values, initial.secretsSet);
    setWrong(found);
    if (Object.keys(found).length === 0) onSubmit({ name: name.trim(), ...values });
  };
  const input = (field: ConnectionField) => (
    <FieldInput
      key={field.name}
      field={field}
      value={field.kind === 'secret' ? values.secrets[field.name] : values.config[field.name]}
      isSet={initial.secretsSet.includes(field.name)}
      error={wrong[field.name] === NEEDED ? t('needed') : wrong[field.name]}
      onChange={(value) => change(field, value)}
    />
  );
  const advanced = fields.filter((field) => field.advanced);
  return (
    <form id={id} onSubmit={submit} noValidate className="flex flex-col gap-4 pb-2">
      {problem && <Notice tone="danger">{problem}</Notice>}
      <Field label={t('name')} hint={t('howYouWillRecognise')}>
        <Input
          value={name}
          maxLength={120}
          autoFocus={!initial.name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      {fields.filter((field) => !field.advanced).map(input)}
      {advanced.length > 0 && (
        <details
          className="group"
          open={advanced.some(({ name: field }) => initial.config[field] !== undefined || wrong[field])}
        >
          <summary className="flex cursor-pointer list-none items-center gap-1 rounded-sm text-sm font-medium text-ink-soft hover:text-ink">
            <ChevronRight className="size-4 transition-transform duration-150 group-open:rotate-90" aria-hidden />
            {t('moreSettings')}
          </summary>
          <div className="mt-3 flex flex-col gap-4">{advanced.map(input)}</div>
        </details>
      )}
    </form>
  );
}

/** The object without its undefined fields. */
function without<T>(object: Record<string, T | undefined>): Record<string, T> {
  return Object.fromEntries(Object.entries(object).filter((entry): entry is [string, T] => entry[1] !== undefined));
}
