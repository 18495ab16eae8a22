import { z } from 'zod';
import { speakConnection } from '#components/texts/step-texts.ts';
import type { ConnectionType } from '#nodes/connection-type.ts';

/** One box of a connection's form, read from its declaration. */
export type ConnectionField = {
  name: string;
  title: string;
  help: string | null;
  placeholder: string | null;
  kind: 'text' | 'multiline' | 'secret' | 'list' | 'number' | 'boolean' | 'choice';
  choices: { value: string; title: string }[];
  required: boolean;
  advanced: boolean;
  fallback: unknown;
};

type Property = Record<string, unknown>;

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

function kindOf(property: Property): ConnectionField['kind'] {
  if (property.secret === true) return 'secret';
  if (Array.isArray(property.enum)) return 'choice';
  if (property.type === 'array') return 'list';
  if (property.type === 'number' || property.type === 'integer') return 'number';
  if (property.widget === 'textarea') return 'multiline';
  return property.type === 'boolean' ? 'boolean' : 'text';
}

function choicesOf({ enum: values, options }: Property): ConnectionField['choices'] {
  if (!Array.isArray(values)) return [];
  const titles = (options ?? {}) as Record<string, string>;
  return values.map(String).map((value) => ({ value, title: titles[value] ?? value }));
}

/** The boxes of a type, in the order they are declared. `name` finds their words in the person's language. */
export function connectionFields(type: ConnectionType, name = ''): ConnectionField[] {
  const schema = z.toJSONSchema(type.fields, { io: 'input' });
  speakConnection(name, schema as Parameters<typeof speakConnection>[1]);
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, raw]) => {
    const property = raw as Property;
    return {
      name,
      title: text(property.title) ?? name,
      help: text(property.description),
      placeholder: text(property.placeholder),
      kind: kindOf(property),
      choices: choicesOf(property),
      required: required.has(name),
      advanced: property.advanced === true,
      fallback: property.default,
    };
  });
}

/** Stands for "this is needed", which the form says in its language. */
export const NEEDED = 'needed';

export type ConnectionValues = { config: Record<string, unknown>; secrets: Record<string, string> };

/** What is wrong with the values, by field; nothing for secrets that are set already and left alone. */
export function checkValues(
  type: ConnectionType,
  values: ConnectionValues,
  secretsSet: string[],
): Record<string, string> {
  const result = type.fields.safeParse({ ...values.config, ...values.secrets });
  if (result.success) return {};
  const wrong: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const name = String(issue.path[0] ?? '');
    if (secretsSet.includes(name) && values.secrets[name] === undefined) continue;
    wrong[name] ??= issue.code === 'invalid_type' && issue.input === undefined ? NEEDED : issue.message;
  }
  return wrong;
}
