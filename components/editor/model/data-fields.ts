import type { Schema } from '#components/editor/model/schema.ts';
import { humanize } from '#components/editor/model/summary.ts';
import { word } from '#components/editor/model/words.ts';
import type { Json } from '#lib/value.ts';

/** A field that a later step may refer to. `path` is inside the step's output. */
export type DataField = {
  path: (string | number)[];
  name: string;
  type: string;
  /** Its value in the last run that was looked at. */
  sample?: string;
  children: DataField[];
};

const DEEPEST = 5;
const WIDEST = 60;

function typeOf(schema: Schema): string {
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type;
  if (type) return type === 'integer' ? 'number' : type;
  if (schema.properties) return 'object';
  return schema.enum ? 'string' : 'any';
}

/** Fields that a JSON Schema declares. */
export function fieldsOfSchema(schema: Schema, path: (string | number)[] = []): DataField[] {
  if (path.length >= DEEPEST) return [];
  const full = schema.properties ? schema : schema.anyOf?.find((one) => one.properties);
  const items = schema.type === 'array' ? schema.items : undefined;
  if (items && Object.keys(items).length > 0) {
    const at = [...path, 0];
    return [{ path: at, name: word('first'), type: typeOf(items), children: fieldsOfSchema(items, at) }];
  }
  return Object.entries(full?.properties ?? {}).map(([key, field]) => {
    const at = [...path, key];
    return { path: at, name: humanize(key), type: typeOf(field), children: fieldsOfSchema(field, at) };
  });
}

function sampleText(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Fields of a value that a run produced, with the values as samples. */
export function fieldsOfValue(value: Json, path: (string | number)[] = []): DataField[] {
  if (value === null || typeof value !== 'object' || path.length >= DEEPEST) return [];
  const first = Array.isArray(value) ? value.slice(0, 1).map((item) => [0, item] as const) : null;
  const entries = first ?? Object.entries(value).slice(0, WIDEST);
  return entries.map(([key, item]) => {
    const at = [...path, key];
    const type = item === null ? 'null' : Array.isArray(item) ? 'array' : typeof item;
    const name = typeof key === 'number' ? word('first') : humanize(key);
    return { path: at, name, type, sample: sampleText(item), children: fieldsOfValue(item, at) };
  });
}
