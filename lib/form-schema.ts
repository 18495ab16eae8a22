/** What a declared field may be, and whether answers fit. Apart from `form.ts`: a page asks this only when one is sent. */
import { z } from 'zod';
import { ANSWER_TITLES, ANSWER_TYPES, type AnswerField as Declared, type Answers } from '#lib/form.ts';
import { own } from '#lib/own.ts';
import type { Json } from '#lib/value.ts';

export const FieldName = z
  .string()
  .regex(/^(?!__)[a-zA-Z_][a-zA-Z0-9_]{0,59}$/, 'Use letters, digits and _, beginning with a letter.');

/** What every field declares besides its type. */
export const FIELD_SHAPE = {
  title: z
    .string()
    .max(120)
    .optional()
    .meta({ title: 'Title', description: 'What people read above the field.', placeholder: 'What it is called' }),
  help: z
    .string()
    .max(300)
    .optional()
    .meta({ title: 'Help', description: 'A hint below the title.', placeholder: 'A hint below the title' }),
  required: z.boolean().default(false).meta({ title: 'Required', description: 'It cannot be left empty.' }),
  options: z
    .array(z.string().trim().min(1).max(120))
    .max(50)
    .optional()
    .meta({
      title: 'Choices',
      description: 'What there is to choose from.',
      placeholder: 'Choices, with commas between them',
      showIf: { field: 'type', equals: ['choice', 'choices'] },
    }),
};

export const AnswerField = z.strictObject({
  name: FieldName.meta({
    title: 'Name',
    description: 'Later steps read answers.<name>.',
    placeholder: 'Name in expressions',
  }),
  type: z
    .enum(ANSWER_TYPES)
    .default('text')
    .meta({ title: 'Type', description: 'What may be filled in.', options: ANSWER_TITLES }),
  ...FIELD_SHAPE,
});

/**
 * Checks answers against the declaration. Every declared field is in the result, `null` where it was left empty.
 * `partial`: nothing is required.
 */
export function checkAnswers(
  fields: readonly Declared[],
  given: Answers,
  { partial = false }: { partial?: boolean } = {},
): { answers: Answers } | { wrong: Record<string, string> } {
  const wrong = new Map<string, string>();
  const unknown = Object.keys(given).filter((name) => !fields.some((field) => field.name === name));
  for (const name of unknown) wrong.set(name, 'There is no such field.');
  const answers = fields.map((field) => {
    const value = own(given, field.name) ?? null;
    const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
    if (isEmpty) {
      if (field.required && !partial) wrong.set(field.name, 'Fill this in.');
      return [field.name, field.type === 'choices' ? [] : null] as const;
    }
    const read = schemaOf(field).safeParse(value);
    if (!read.success) wrong.set(field.name, read.error.issues[0]?.message ?? 'This cannot be used.');
    return [field.name, read.success ? read.data : null] as const;
  });
  return wrong.size > 0 ? { wrong: Object.fromEntries(wrong) } : { answers: Object.fromEntries(answers) };
}

const LINE = /^[^\p{Cc}\u2028\u2029]*$/u;
const LINES = /^[^\p{Cc}]*(?:[\n\t][^\p{Cc}]*)*$/u;

function schemaOf(field: Declared): z.ZodType<Json> {
  const options = field.options ?? [];
  switch (field.type) {
    case 'text':
      return z.string('This is no text.').max(2000, 'At most 2000 characters.').regex(LINE, 'One line of text only.');
    case 'multiline':
      return z.string('This is no text.').max(20_000, 'At most 20000 characters.').regex(LINES, 'Plain text only.');
    case 'number':
      return z.number('This is not a number.');
    case 'boolean':
      return z.boolean('Say yes or no.');
    case 'choice':
      return z.string().refine((value) => options.includes(value), 'Choose one of those that are offered.');
    case 'choices':
      return z
        .array(z.string())
        .refine((all) => all.every((one) => options.includes(one)), 'Choose among those that are offered.')
        .refine((all) => new Set(all).size === all.length, 'Choose each only once.');
    case 'date':
      return z.iso.date('Use a date such as 2027-01-31.');
    case 'mail':
      return z.email('This is not a mail address.').max(254, 'This is not a mail address.');
    default:
      return field.type satisfies never;
  }
}
