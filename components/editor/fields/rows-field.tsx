'use client';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useMemo, type ComponentType, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { FormContext, useForm, type FieldProps } from '#components/editor/fields/field-context.tsx';
import { moveRow, newRow, rowsOf, withField, type Row } from '#components/editor/model/rows.ts';
import { isShown, type Schema } from '#components/editor/model/schema.ts';
import { humanize } from '#components/editor/model/summary.ts';
import { Button } from '#components/ui/button.tsx';
import type { Json } from '#lib/value.ts';
import { UNARY_OPERATORS } from '#nodes/operators.ts';
import type { Operator } from '#lib/plan.ts';

const NAMED = ['conditions', 'cases', 'buttons', 'filters', 'fields'] as const;

/** What a row of a widget is called. */
function wordKey(widget: string | undefined): (typeof NAMED)[number] | 'entry' {
  return NAMED.find((one) => one === widget) ?? 'entry';
}

/** Draws one field of a row; given by the control that draws the rows, as a row's field may be any. */
type Control = ComponentType<FieldProps>;

/** A list of things with fields of their own: conditions, cases, buttons. Order counts, so it can be changed. */
export function RowsField({ schema, value, onChange, label, control }: FieldProps & { control: Control }) {
  const t = useTranslations('fields.rows');
  const item = schema.items ?? {};
  const rows = rowsOf(value ?? schema.default);
  const word = t(wordKey(schema.widget));
  const nameOf = (at: number) => t('numbered', { word, number: at + 1 });
  const write = (next: Row[]) => onChange(next);
  return (
    <div role="group" aria-label={label} className="flex flex-col gap-2">
      {rows.map((row, at) => (
        <div key={at} className="rounded-lg border border-line bg-ground p-2.5">
          <div className="mb-1.5 flex items-center gap-0.5 text-xs text-ink-faint">
            <span className="mr-auto font-medium">
              {nameOf(at)}
              {typeof row.id === 'string' && <code className="ml-1.5 font-mono">{row.id}</code>}
            </span>
            <RowButton
              label={t('up', { name: nameOf(at) })}
              disabled={at === 0}
              onClick={() => write(moveRow(rows, at, at - 1))}
            >
              <ArrowUp aria-hidden />
            </RowButton>
            <RowButton
              label={t('down', { name: nameOf(at) })}
              disabled={at === rows.length - 1}
              onClick={() => write(moveRow(rows, at, at + 1))}
            >
              <ArrowDown aria-hidden />
            </RowButton>
            <RowButton label={t('remove', { name: nameOf(at) })} onClick={() => write(rows.filter((_, i) => i !== at))}>
              <Trash2 aria-hidden />
            </RowButton>
          </div>
          <RowFields
            item={item}
            row={row}
            label={nameOf(at)}
            control={control}
            onField={(field, next) => write(withField(rows, { at, field, value: next }))}
          />
        </div>
      ))}
      <Button size="sm" className="self-start" onClick={() => write([...rows, newRow(item, rows, word)])}>
        <Plus aria-hidden /> {word}
      </Button>
    </div>
  );
}

function RowButton(props: { label: string; disabled?: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Button
      variant="ghost"
      className="size-6"
      size="iconSm"
      aria-label={props.label}
      title={props.label}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      {props.children}
    </Button>
  );
}

function isHidden(field: string, row: Row, schema: Schema): boolean {
  if (field === 'id' || field === 'port' || !isShown(schema, row)) return true;
  return (field === 'right' || field === 'value') && UNARY_OPERATORS.includes(row.operator as Operator);
}

/** Fields of a row that data may fill; titles and styles of ports are drawn. */
const FILLED = new Set(['left', 'right', 'value']);

type RowFieldsProps = {
  item: Schema;
  row: Row;
  label: string;
  control: Control;
  onField: (field: string, value: Json | undefined) => void;
};

function RowFields({ item, row, label, control: Field, onField }: RowFieldsProps) {
  const t = useTranslations('fields.rows');
  const place = useForm();
  const fixed = useMemo(() => ({ ...place, templates: false }), [place]);
  const fields = Object.entries(item.properties ?? {}).filter(([field, schema]) => !isHidden(field, row, schema));
  return (
    <div className="flex flex-col gap-1.5">
      {fields.map(([field, schema]) => {
        const title = schema.title ?? humanize(field);
        const named = schema.type === 'boolean';
        return (
          <div key={field} className={named ? 'flex items-center justify-between text-sm text-ink-soft' : undefined}>
            {named && <span>{title}</span>}
            <FormContext value={FILLED.has(field) ? place : fixed}>
              <Field
                schema={{ ...schema, placeholder: schema.placeholder ?? title }}
                value={row[field]}
                label={t('fieldOf', { name: label, title })}
                onChange={(next) => onField(field, next)}
              />
            </FormContext>
          </div>
        );
      })}
    </div>
  );
}
