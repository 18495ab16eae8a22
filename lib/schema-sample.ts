/** A value that fits a JSON Schema, as plain as can be. */
import { own } from '#lib/own.ts';
import type { Json } from '#lib/value.ts';

const DEEPEST = 20;
const MOST_ITEMS = 20;

type Schema = Record<string, Json>;

/** Made up; of what a schema says of texts, only their length and the usual formats are kept to. */
export function sampleOf(schema: Json, depth = 0): Json {
  if (depth > DEEPEST || !isSchema(schema)) return null;
  const fixed = fixedOf(schema);
  if (fixed !== undefined) return fixed;
  const one = [schema.anyOf, schema.oneOf, schema.allOf].find((of) => Array.isArray(of) && of.length > 0);
  if (Array.isArray(one))
    return sampleOf({ ...schema, anyOf: null, oneOf: null, allOf: null, ...asSchema(one[0]) }, depth + 1);
  switch (typeOf(schema)) {
    case 'object':
      return objectOf(schema, depth);
    case 'array':
      return Array.from({ length: Math.min(numberAt(schema, 'minItems') ?? 0, MOST_ITEMS) }, () =>
        sampleOf(schema.items ?? {}, depth + 1),
      );
    case 'number':
    case 'integer':
      return numberOf(schema);
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return textOf(schema);
  }
}

function isSchema(schema: Json): schema is Schema {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema);
}

function asSchema(schema: Json | undefined): Schema {
  return schema !== undefined && isSchema(schema) ? schema : {};
}

/** What the schema itself names as a value. */
function fixedOf({ const: only, enum: few, default: usual }: Schema): Json | undefined {
  if (only !== undefined) return only;
  if (Array.isArray(few) && few.length > 0) return few[0];
  return usual;
}

function typeOf(schema: Schema): string {
  const named = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (typeof named === 'string') return named;
  return isSchema(schema.properties ?? null) ? 'object' : 'string';
}

function objectOf(schema: Schema, depth: number): Json {
  const properties = asSchema(schema.properties);
  const needed = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const names = [...new Set([...Object.keys(properties), ...needed])];
  return Object.fromEntries(names.map((name) => [name, sampleOf(own(properties, name) ?? {}, depth + 1)]));
}

function numberAt(schema: Schema, field: string): number | undefined {
  const value = own(schema, field);
  return typeof value === 'number' ? value : undefined;
}

function numberOf(schema: Schema): number {
  const above = numberAt(schema, 'exclusiveMinimum');
  const low = numberAt(schema, 'minimum') ?? (above === undefined ? undefined : above + 1);
  const below = numberAt(schema, 'exclusiveMaximum');
  const high = numberAt(schema, 'maximum') ?? (below === undefined ? undefined : below - 1);
  const number = Math.min(Math.max(0, low ?? 0), high ?? Infinity);
  return typeOf(schema) === 'integer' ? Math.ceil(number) : number;
}

const BY_FORMAT: Readonly<Record<string, string>> = {
  date: '2026-01-01',
  'date-time': '2026-01-01T09:00:00Z',
  time: '09:00:00Z',
  email: 'rehearsal@example.org',
  uri: 'https://example.org',
  uuid: '00000000-0000-4000-8000-000000000000',
};

function textOf(schema: Schema): string {
  const format = typeof schema.format === 'string' ? own(BY_FORMAT, schema.format) : undefined;
  const text = format ?? 'Rehearsal';
  const padded = text.padEnd(Math.min(numberAt(schema, 'minLength') ?? 0, 10_000), '.');
  return padded.slice(0, numberAt(schema, 'maxLength') ?? padded.length);
}
