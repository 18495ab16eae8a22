import type { Schema } from '#components/editor/model/schema.ts';
import type { Json } from '#lib/value.ts';

const DEEPEST = 5;

/** A value that a JSON Schema describes, with something plain in every field that must be there. */
export function exampleOf(schema: Schema, depth = 0): Json {
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0] ?? null;
  const [either] = schema.anyOf ?? [];
  if (either) return exampleOf(either, depth);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || schema.properties) {
    if (depth >= DEEPEST) return {};
    const fields = Object.entries(schema.properties ?? {}).filter(
      ([name]) => schema.required?.includes(name) !== false,
    );
    return Object.fromEntries(fields.map(([name, field]) => [name, exampleOf(field, depth + 1)]));
  }
  if (type === 'array') return [];
  if (type === 'string') return '';
  if (type === 'number' || type === 'integer') return schema.minimum ?? 0;
  return type === 'boolean' ? false : null;
}
