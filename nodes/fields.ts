/** The form of a node type or connection, read from its schema: what the declaration says is all that forms know. */
import { z } from 'zod';
import { own } from '#lib/own.ts';
import { toText } from '#lib/params.ts';
import type { Json } from '#lib/value.ts';
import type { FieldRole, FieldWidget, NodeSpec } from '#nodes/define.ts';

/** How a field is entered; a `widget` says more. */
export type FieldType = 'text' | 'multiline' | 'number' | 'boolean' | 'select' | 'list' | 'rows' | 'keyvalue' | 'json';

export type Field = {
  name: string;
  title: string;
  help: string | null;
  type: FieldType;
  required: boolean;
  default: Json | null;
  /** Choices of a select. */
  options: { value: string; title: string }[];
  role: FieldRole | null;
  widget: FieldWidget | null;
  placeholder: string | null;
  /** Write-only. */
  secret: boolean;
  advanced: boolean;
  showIf: { field: string; equals: string | readonly string[] } | null;
  connectionTypes: readonly string[];
  minimum: number | null;
  maximum: number | null;
  /** Columns of `rows`. */
  columns: Field[];
};

type Schema = {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: Json;
  enum?: Json[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
  role?: FieldRole;
  widget?: FieldWidget;
  placeholder?: string;
  secret?: boolean;
  advanced?: boolean;
  options?: Record<string, string>;
  showIf?: { field: string; equals: string | readonly string[] };
  connectionTypes?: readonly string[];
};

const known = new WeakMap<z.ZodObject, Field[]>();

/** The fields of a node type, in the order they are declared. */
export function fieldsOf(spec: Pick<NodeSpec, 'input'>): Field[] {
  return fieldsOfObject(spec.input);
}

/** The fields of any object schema, such as that of a connection. */
export function fieldsOfObject(object: z.ZodObject): Field[] {
  const found = known.get(object);
  if (found) return found;
  // The JSON Schema keeps metadata that `.optional()`, `.default()` and `.transform()` hide from the getter.
  const fields = columnsOf(z.toJSONSchema(object, { io: 'input', unrepresentable: 'any' }) as Schema);
  known.set(object, fields);
  return fields;
}

function columnsOf({ properties = {}, required = [] }: Schema): Field[] {
  return Object.entries(properties).map(([name, schema]) => fieldOf(name, schema, required.includes(name)));
}

function fieldOf(name: string, schema: Schema, required: boolean): Field {
  const type = typeOf(schema);
  return {
    name,
    title: schema.title ?? titleOf(name),
    help: schema.description ?? null,
    type,
    required,
    default: schema.default ?? null,
    options: (schema.enum ?? []).map(toText).map((value) => ({ value, title: own(schema.options, value) ?? value })),
    role: schema.role ?? null,
    widget: schema.widget ?? null,
    placeholder: schema.placeholder ?? null,
    secret: schema.secret === true,
    advanced: schema.advanced === true,
    showIf: schema.showIf ?? null,
    connectionTypes: schema.connectionTypes ?? [],
    minimum: schema.minimum ?? null,
    maximum: schema.maximum ?? null,
    columns: type === 'rows' && schema.items ? columnsOf(schema.items) : [],
  };
}

function typeOf(schema: Schema): FieldType {
  if (schema.widget === 'textarea') return 'multiline';
  if (schema.widget === 'json' || schema.widget === 'schema') return 'json';
  if (schema.enum) return 'select';
  switch (schema.type) {
    case 'string':
      return 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return schema.items?.properties ? 'rows' : 'list';
    case 'object':
      return schema.properties ? 'json' : 'keyvalue';
    default:
      return 'json';
  }
}

/** `expiresAfter` is shown as "Expires after" where the declaration gives no title. */
function titleOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
