'use client';
import dynamic from 'next/dynamic';
import { BooleanField, ManyField, NumberField, SelectField } from '#components/editor/fields/choice-fields.tsx';
import { ConnectionPick } from '#components/editor/fields/connection-field.tsx';
import type { FieldProps } from '#components/editor/fields/field-context.tsx';
import { FlowField, FlowsField } from '#components/editor/fields/flow-field.tsx';
import { JsonField } from '#components/editor/fields/json-field.tsx';
import { KeyValueField } from '#components/editor/fields/key-value-field.tsx';
import { RowsField } from '#components/editor/fields/rows-field.tsx';
import { ChatField, McpToolField, ModelField, TableField } from '#components/editor/fields/suggesting-fields.tsx';
import { TextField } from '#components/editor/fields/text-field.tsx';
import { CronField, DateTimeField, DurationField, TimezoneField } from '#components/editor/fields/time-fields.tsx';
import { plainText } from '#components/editor/model/plain.ts';

// Few flows have an agent: what draws its tools is fetched with the first one.
const ToolsField = dynamic(() => import('#components/editor/fields/tools-field.tsx'), { ssr: false });

const SkillsField = dynamic(() => import('#components/editor/fields/skills-field.tsx'), { ssr: false });

/** The control for one parameter, by its widget or else by its JSON Schema. */
export function ParamControl(props: FieldProps) {
  const { schema } = props;
  switch (schema.widget) {
    case 'textarea':
      return <TextField {...props} multiline />;
    case 'json':
    case 'schema':
      return <JsonField {...props} />;
    case 'duration':
      return <DurationField {...props} />;
    case 'cron':
      return <CronField {...props} />;
    case 'timezone':
      return <TimezoneField {...props} />;
    case 'datetime':
      return <DateTimeField {...props} />;
    case 'keyvalue':
      return <KeyValueField {...props} />;
    case 'model':
      return <ModelField {...props} />;
    case 'table':
      return <TableField {...props} />;
    case 'flow':
      return <FlowField {...props} />;
    case 'flows':
      return <FlowsField {...props} />;
    case 'tools':
      return <ToolsField {...props} control={ParamControl} />;
    case 'skills':
      return <SkillsField {...props} />;
    case 'mcp-tool':
      return <McpToolField {...props} />;
    case 'connection':
      return <ConnectionParam {...props} />;
    default:
      return <BySchema {...props} />;
  }
}

function BySchema(props: FieldProps) {
  const { schema } = props;
  if (schema.recipient === 'telegram') return <ChatField {...props} />;
  if (schema.enum) return <SelectField {...props} />;
  if (schema.type === 'boolean') return <BooleanField {...props} />;
  if (schema.type === 'number' || schema.type === 'integer') return <NumberField {...props} />;
  if (schema.type === 'array' && schema.items?.enum) return <ManyField {...props} />;
  if (schema.type === 'array' && schema.items?.properties) return <RowsField {...props} control={ParamControl} />;
  if (schema.type === 'array') return <ListField {...props} />;
  if (schema.type === 'object') return <KeyValueField {...props} />;
  return <TextField {...props} mono={schema.widget === 'url'} loose={schema.type !== 'string'} />;
}

/** A few plain values, with commas between them. */
function ListField(props: FieldProps) {
  const { schema, value, onChange } = props;
  const numbers = schema.items?.type === 'integer' || schema.items?.type === 'number';
  const shown = Array.isArray(value) ? value.map(plainText).join(', ') : value;
  const read = (text: string) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  return (
    <TextField
      {...props}
      placeholder={schema.placeholder ?? (numbers ? '200, 404' : 'one, two')}
      value={shown}
      onChange={(next) => {
        if (typeof next !== 'string' || next.includes('{{')) return onChange(next);
        const items = read(next);
        onChange(numbers ? items.map((item) => (Number.isNaN(Number(item)) ? item : Number(item))) : items);
      }}
    />
  );
}

function ConnectionParam({ schema, value, onChange, label, id }: FieldProps) {
  const types = schema.connectionTypes ?? [];
  return (
    <ConnectionPick
      optional
      types={types}
      label={label}
      id={id}
      value={typeof value === 'string' ? value : undefined}
      onChange={onChange}
    />
  );
}
