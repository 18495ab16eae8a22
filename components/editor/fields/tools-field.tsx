'use client';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useMemo, type ComponentType } from 'react';
import { useTranslations } from 'use-intl';
import { useEditor } from '#components/editor/editor-context.tsx';
import { ConnectionPick } from '#components/editor/fields/connection-field.tsx';
import { FormContext, useForm, type FieldProps } from '#components/editor/fields/field-context.tsx';
import {
  filledBy,
  newTool,
  paramsOf,
  toolChoices,
  toolFields,
  withFixed,
  type FilledBy,
  type ToolField,
} from '#components/editor/model/agent-tools.ts';
import { plainText } from '#components/editor/model/plain.ts';
import { moveRow, rowsOf, type Row } from '#components/editor/model/rows.ts';
import { humanize } from '#components/editor/model/summary.ts';
import { RiskBadge } from '#components/data/risk-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { toolSpec } from '#nodes/agent-flow.ts';
import type { ActionSpec } from '#nodes/define.ts';

type Control = ComponentType<FieldProps>;

/** What an agent may use: step types, with what is fixed and what the model fills in. */
export default function ToolsField({ value, onChange, label, control }: FieldProps & { control: Control }) {
  const t = useTranslations('fields.tools');
  const { editor } = useEditor();
  const choices = useMemo(() => toolChoices(editor.catalogue), [editor.catalogue]);
  const tools = rowsOf(value);
  const write = (at: number, tool: Row) => onChange(tools.map((one, i) => (i === at ? tool : one)));
  const add = (type: string) => {
    const found = choices.find((choice) => choice.type === type);
    if (found)
      onChange([...tools, newTool(type, { spec: found.spec, taken: tools.map(({ name }) => plainText(name)) })]);
  };
  return (
    <div role="group" aria-label={label} className="flex flex-col gap-2">
      {tools.length === 0 && <p className="text-sm text-ink-soft">{t('none')}</p>}
      {tools.map((tool, at) => (
        <ToolCard
          key={at}
          tool={tool}
          spec={toolSpec(plainText(tool.type), editor.catalogue)}
          control={control}
          place={{ first: at === 0, last: at === tools.length - 1 }}
          onChange={(next) => write(at, next)}
          onMove={(by) => onChange(moveRow(tools, at, at + by))}
          onRemove={() => onChange(tools.filter((_, i) => i !== at))}
        />
      ))}
      <Select
        key={tools.length}
        aria-label={t('add')}
        value={undefined}
        placeholder={t('add')}
        options={choices.map(({ type, spec }) => ({ value: type, title: spec.title, hint: type }))}
        onValueChange={add}
      />
    </div>
  );
}

type CardProps = {
  tool: Row;
  spec: ActionSpec | undefined;
  control: Control;
  place: { first: boolean; last: boolean };
  onChange: (tool: Row) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
};

function ToolCard({ tool, spec, control, place, onChange, onMove, onRemove }: CardProps) {
  const t = useTranslations('fields.tools');
  const name = plainText(tool.name);
  const connection = spec?.connection;
  return (
    <section aria-label={name} className="flex flex-col gap-2 rounded-lg border border-line bg-ground p-2.5">
      <header className="flex items-center gap-1 text-sm">
        <span className="mr-auto flex min-w-0 items-center gap-1.5 font-medium">
          <span className="truncate">{spec?.title ?? plainText(tool.type)}</span>
          {spec && typeof spec.risk === 'string' && <RiskBadge risk={spec.risk} />}
        </span>
        <CardButton label={t('up', { name })} disabled={place.first} onClick={() => onMove(-1)} icon={ArrowUp} />
        <CardButton label={t('down', { name })} disabled={place.last} onClick={() => onMove(1)} icon={ArrowDown} />
        <CardButton label={t('remove', { name })} onClick={onRemove} icon={Trash2} />
      </header>
      <Input
        aria-label={t('nameOf', { name })}
        className="font-mono"
        value={name}
        onChange={(event) => onChange({ ...tool, name: event.target.value })}
      />
      {connection && (
        <ConnectionPick
          types={connection.types}
          optional={connection.optional === true}
          value={typeof tool.connection === 'string' ? tool.connection : undefined}
          label={t('connectionOf', { name })}
          onChange={(id) => onChange(withConnection(tool, id))}
        />
      )}
      <Textarea
        aria-label={t('whenOf', { name })}
        rows={2}
        placeholder={t('when')}
        value={typeof tool.description === 'string' ? tool.description : ''}
        onChange={(event) => onChange({ ...tool, description: event.target.value })}
      />
      {spec ? (
        <ToolFields tool={tool} spec={spec} control={control} onChange={onChange} />
      ) : (
        <p className="text-sm text-danger">{t('unknown')}</p>
      )}
    </section>
  );
}

function withConnection(tool: Row, id: string | undefined): Row {
  const { connection: _old, ...rest } = tool;
  return id === undefined ? rest : { ...rest, connection: id };
}

type ButtonProps = { label: string; disabled?: boolean; onClick: () => void; icon: typeof Trash2 };

function CardButton({ label, disabled, onClick, icon: Icon }: ButtonProps) {
  return (
    <Button
      variant="ghost"
      className="size-6"
      size="iconSm"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon aria-hidden />
    </Button>
  );
}

type FieldsProps = { tool: Row; spec: ActionSpec; control: Control; onChange: (tool: Row) => void };

function ToolFields({ tool, spec, control: Field, onChange }: FieldsProps) {
  const t = useTranslations('fields.tools');
  const around = useForm();
  const fixed = paramsOf(tool);
  const connection = typeof tool.connection === 'string' ? tool.connection : null;
  const fields = toolFields(tool, spec);
  const [shown, more] = [fields.filter(isPlain), fields.filter((field) => !isPlain(field))];
  const one = (field: ToolField) => {
    const title = field.schema.title ?? humanize(field.name);
    return (
      <li key={field.name} className="flex flex-col gap-1">
        <div className="flex items-center justify-between gap-2 text-sm">
          <span className="min-w-0 truncate">{title}</span>
          <Select
            className="w-auto shrink-0"
            aria-label={t('whoFills', { title })}
            value={field.by}
            options={whoMay(field).map((by) => ({ value: by, title: t(by) }))}
            onValueChange={(by) => onChange(filledBy(tool, field.name, { spec, by: by as FilledBy }))}
          />
        </div>
        {field.by === 'author' && (
          <Field
            schema={field.schema}
            value={fixed[field.name]}
            label={title}
            onChange={(next) => onChange(withFixed(tool, field.name, next))}
          />
        )}
      </li>
    );
  };
  return (
    <FormContext value={{ ...around, connection }}>
      <ul className="flex flex-col gap-2">{shown.map(one)}</ul>
      {more.length > 0 && (
        <details>
          <summary className="cursor-pointer rounded-md py-1 text-sm font-medium text-ink-soft hover:text-ink">
            {t('more')}
          </summary>
          <ul className="flex flex-col gap-2 pt-2">{more.map(one)}</ul>
        </details>
      )}
    </FormContext>
  );
}

function isPlain({ by, schema, mayBeEmpty }: ToolField): boolean {
  return by !== 'nobody' || !mayBeEmpty || schema.advanced !== true;
}

function whoMay({ mayBeEmpty }: ToolField): FilledBy[] {
  return mayBeEmpty ? ['nobody', 'model', 'author'] : ['model', 'author'];
}
