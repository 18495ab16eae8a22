/** The fields that a flow asks for when it is called, and whether what it is given fits them. */
import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';

/** One field that a trigger asks for. */
const InputField = z.strictObject({
  name: z
    .string()
    .regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,59}$/, 'Use letters, digits and _, beginning with a letter.')
    .meta({ title: 'Name', description: 'Later steps read trigger.<name>.' }),
  title: z.string().max(120).optional().meta({ title: 'Title', description: 'What people read beside it.' }),
  type: z
    .enum(['text', 'number', 'boolean', 'json'])
    .default('text')
    .meta({ title: 'Type', description: 'What may be given.' }),
  required: z.boolean().default(false).meta({ title: 'Required', description: 'Nothing starts without it.' }),
});

type InputField = z.output<typeof InputField>;

/** The settings of a trigger that asks for fields; `description` says who fills them in. */
export function askingInput(description: string) {
  return z.object({
    fields: z.array(InputField).max(50).default([]).meta({ title: 'Fields to ask for', description, widget: 'fields' }),
    sample: z.record(z.string(), JsonValue).optional().meta({
      title: 'Sample input',
      description: 'Example values for test runs and for suggestions while you draw.',
      widget: 'json',
      advanced: true,
    }),
  });
}

const FITS = {
  text: (value: Json) => typeof value === 'string',
  number: (value: Json) => typeof value === 'number',
  boolean: (value: Json) => typeof value === 'boolean',
  json: () => true,
} as const;

const WANTED = { text: 'a text', number: 'a number', boolean: 'true or false', json: 'a value' } as const;

/** The drawn fields of a trigger; none where they are unfinished. */
export function inputFieldsOf(drawn: unknown): InputField[] {
  const parsed = z.array(InputField).safeParse(drawn ?? []);
  return parsed.success ? parsed.data : [];
}

/** What is missing or of another kind than the fields ask for. More than they ask for is no mistake. */
export function inputProblems(drawn: unknown, input: Record<string, Json>): { path: string; message: string }[] {
  return inputFieldsOf(drawn).flatMap(({ name, type, required }) => {
    const value = Object.hasOwn(input, name) ? input[name] : undefined;
    if (value === undefined || value === null || value === '')
      return required ? [{ path: `input.${name}`, message: 'It is missing.' }] : [];
    return FITS[type](value) ? [] : [{ path: `input.${name}`, message: `It must be ${WANTED[type]}.` }];
  });
}
