'use client';
import { Braces, PencilLine } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useForm, type FieldProps } from '#components/editor/fields/field-context.tsx';
import { takesDrops } from '#components/editor/fields/drops.ts';
import { DROP_CLASSES } from '#components/editor/fields/use-template-box.tsx';
import { TextField } from '#components/editor/fields/text-field.tsx';
import { plainText } from '#components/editor/model/plain.ts';
import { isTemplate } from '#components/editor/model/references.ts';
import { humanize } from '#components/editor/model/summary.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { Json } from '#lib/value.ts';

/** A control for a literal, which can be changed for an expression. */
export function OrExpression({ children, ...props }: FieldProps & { children: ReactNode }) {
  const t = useTranslations('fields.expression');
  const { templates } = useForm();
  const [chosen, setChosen] = useState(false);
  const asExpression = chosen || isTemplate(props.value);
  if (!templates) return children;
  const toggle = () => {
    setChosen(!asExpression);
    if (asExpression) props.onChange(undefined);
  };
  const Icon = asExpression ? PencilLine : Braces;
  const title = t(asExpression ? 'fixed' : 'data');
  return (
    <div
      ref={asExpression ? undefined : takesDrops((expression) => props.onChange(`{{ ${expression} }}`))}
      className={cn('flex items-start gap-1', DROP_CLASSES)}
    >
      <div className="min-w-0 flex-1">{asExpression ? <TextField {...props} placeholder="{{ … }}" /> : children}</div>
      <Button
        variant="ghost"
        size="icon"
        aria-label={t('titleOf', { title, label: props.label })}
        title={title}
        onClick={toggle}
      >
        <Icon aria-hidden />
      </Button>
    </div>
  );
}

function aria(props: FieldProps) {
  return { id: props.id, 'aria-describedby': props['aria-describedby'], 'aria-invalid': props['aria-invalid'] };
}

export function SelectField(props: FieldProps) {
  const { schema, value, onChange, label } = props;
  const options = (schema.enum ?? []).map(plainText).map((word) => ({
    value: word,
    title: schema.options?.[word] ?? (/^[A-Z]+$/.test(word) ? word : humanize(word)),
  }));
  const shown = value ?? schema.default;
  return (
    <OrExpression {...props}>
      <Select
        {...aria(props)}
        aria-label={props.id ? undefined : label}
        value={plainText(shown) || undefined}
        options={options}
        onValueChange={onChange}
      />
    </OrExpression>
  );
}

export function NumberField(props: FieldProps) {
  const { schema, value, onChange, label } = props;
  const number = typeof value === 'number' ? String(value) : '';
  return (
    <OrExpression {...props}>
      <Input
        {...aria(props)}
        aria-label={props.id ? undefined : label}
        type="number"
        inputMode="decimal"
        className="tabular"
        min={schema.minimum}
        max={schema.maximum !== undefined && schema.maximum < 1e9 ? schema.maximum : undefined}
        step={schema.type === 'integer' ? 1 : 'any'}
        placeholder={plainText(schema.default) || schema.placeholder}
        value={number}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.valueAsNumber)}
      />
    </OrExpression>
  );
}

export function BooleanField(props: FieldProps) {
  const { schema, value, onChange, label } = props;
  return (
    <OrExpression {...props}>
      <span className="flex h-9 items-center">
        <Switch
          {...aria(props)}
          aria-label={label}
          checked={(value ?? schema.default) === true}
          onCheckedChange={onChange}
        />
      </span>
    </OrExpression>
  );
}

/** Several of a few, e.g. HTTP methods. */
export function ManyField({ schema, value, onChange, label }: FieldProps) {
  const chosen = Array.isArray(value) ? value : Array.isArray(schema.default) ? schema.default : [];
  const options = schema.items?.enum ?? [];
  const toggle = (option: Json, on: boolean) =>
    onChange(options.filter((one) => (one === option ? on : chosen.includes(one))));
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-x-4 gap-y-2 py-1">
      {options.map((option) => (
        <label key={plainText(option)} className="flex cursor-pointer items-center gap-2 text-base">
          <Checkbox checked={chosen.includes(option)} onCheckedChange={(on) => toggle(option, on === true)} />
          {plainText(option)}
        </label>
      ))}
    </div>
  );
}
