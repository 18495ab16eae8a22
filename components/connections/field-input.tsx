'use client';
import type { ConnectionField } from '#components/connections/connection-fields.ts';
import { ListInput } from '#components/connections/list-input.tsx';
import { SecretInput } from '#components/connections/secret-input.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { Textarea } from '#components/ui/textarea.tsx';

export type FieldInputProps = {
  field: ConnectionField;
  value: unknown;
  isSet: boolean;
  error: string | undefined;
  onChange: (value: unknown) => void;
};

function fallbackText(fallback: unknown): string | undefined {
  return typeof fallback === 'string' || typeof fallback === 'number' ? String(fallback) : undefined;
}

function control({ field, value, isSet, onChange }: Omit<FieldInputProps, 'error'>) {
  const placeholder = field.placeholder ?? fallbackText(field.fallback);
  switch (field.kind) {
    case 'secret':
      return (
        <SecretInput isSet={isSet} value={value as string | undefined} onChange={onChange} placeholder={placeholder} />
      );
    case 'list':
      return (
        <ListInput
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
          placeholder={placeholder}
        />
      );
    case 'choice':
      return (
        <Select
          value={typeof value === 'string' ? value : typeof field.fallback === 'string' ? field.fallback : undefined}
          onValueChange={onChange}
          options={field.choices}
        />
      );
    case 'boolean':
      return <Switch checked={value === true} onCheckedChange={onChange} />;
    case 'number':
      return (
        <Input
          type="number"
          value={typeof value === 'number' ? value : ''}
          placeholder={placeholder}
          onChange={({ target }) => onChange(target.value === '' ? undefined : target.valueAsNumber)}
        />
      );
    case 'multiline':
      return (
        <Textarea
          value={typeof value === 'string' ? value : ''}
          placeholder={placeholder}
          spellCheck={false}
          onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
        />
      );
    case 'text':
      return (
        <Input
          value={typeof value === 'string' ? value : ''}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="none"
          onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
        />
      );
    default:
      return field.kind satisfies never;
  }
}

/** One field of a connection with its label, help and problem. */
export function FieldInput({ error, ...props }: FieldInputProps) {
  const { field } = props;
  return (
    <Field
      label={field.title}
      hint={field.help}
      error={error}
      required={field.required || field.fallback !== undefined ? undefined : false}
    >
      {control(props)}
    </Field>
  );
}
