/** The parts of a JSON Schema as entries of a reference page. */
import type { DocEntry } from '#lib/docs.ts';

type Schema = {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  enum?: unknown[];
  required?: string[];
};

const DEEPEST = 3;

const TYPES: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'yes or no',
  array: 'list',
  object: 'object',
  null: 'nothing',
};

/** One entry a named part, with parts of parts below it; empty where the schema says nothing of what is inside. */
export function schemaEntries(given: unknown, above = '', depth = 0): DocEntry[] {
  const schema = plain(given as Schema);
  if (depth >= DEEPEST) return [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const path = `${above}${name}`;
    const list = plain(part).type === 'array';
    return [
      {
        id: `output-${path}`,
        code: path,
        title: part.title ?? null,
        help: part.description ?? null,
        facts: [typeText(part)],
      },
      ...schemaEntries(list ? plain(part).items : part, `${path}${list ? '[]' : ''}.`, depth + 1),
    ];
  });
}

/** What kind of value it is, in words. */
export function typeText(schema: Schema): string {
  if (schema.enum) return `one of: ${schema.enum.map(String).join(', ')}`;
  if (schema.anyOf) return withNothing(schema.anyOf);
  const names = [schema.type ?? []].flat();
  return names.length === 0 ? 'any data' : names.map((name) => TYPES[name] ?? name).join(' or ');
}

function withNothing(parts: Schema[]): string {
  // Recursive "any JSON" is a union of everything.
  if (parts.length > 3) return 'any data';
  return parts.map(typeText).join(' or ');
}

/** The one part of a union that is not null. */
function plain(schema: Schema | undefined): Schema {
  const parts = (schema?.anyOf ?? []).filter(({ type }) => type !== 'null');
  return parts.length === 1 ? { ...schema, ...parts[0] } : (schema ?? {});
}
