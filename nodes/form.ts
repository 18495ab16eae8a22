import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { FIELD_SHAPE, FieldName } from '#lib/form-schema.ts';
import { ANSWER_TITLES, ANSWER_TYPES, checkFields } from '#lib/form.ts';
import { trigger } from '#nodes/define.ts';
import { FileValue } from '#nodes/file-value.ts';

/** Most files of one submission. */
export const MOST_FILES = 5;

const PublicField = z.strictObject({
  name: FieldName.meta({
    title: 'Name',
    description: 'Later steps read trigger.fields.<name>.',
    placeholder: 'Name in expressions',
  }),
  type: z
    .enum([...ANSWER_TYPES, 'file'])
    .default('text')
    .meta({ title: 'Type', description: 'What may be filled in.', options: { ...ANSWER_TITLES, file: 'File' } }),
  ...FIELD_SHAPE,
});

export type PublicField = z.infer<typeof PublicField>;

/** What is wrong with the declared fields as a whole. */
function problemOf(fields: PublicField[]): string | null {
  if (fields.filter(({ type }) => type === 'file').length > MOST_FILES) return `At most ${MOST_FILES} files.`;
  return checkFields(fields);
}

export const form = {
  form: trigger({
    title: 'Form',
    help: 'A page that anybody who knows its address can fill in; sending it starts the flow. Everything that is filled in is untrusted. It is thanked for only once it is stored, and the same page sent twice starts one run.',
    icon: 'square-pen',
    group: 'Start',
    version: 1,
    reads: 'untrusted',
    open: { unless: null },
    summary: '{title}',
    input: z.object({
      title: z.string().trim().min(1).max(120).meta({
        title: 'Title',
        description: 'The heading of the page, and what the browser shows in its tab.',
        placeholder: 'Registration',
      }),
      description: z
        .string()
        .max(4000)
        .default('')
        .meta({ title: 'Description', description: 'Plain text above the fields.', widget: 'textarea' }),
      fields: z
        .array(PublicField)
        .min(1, 'Add at least one field.')
        .max(50)
        .superRefine((fields, context) => {
          const problem = problemOf(fields);
          if (problem !== null) context.addIssue({ code: 'custom', message: problem });
        })
        .meta({
          title: 'Fields',
          description: 'Later steps read trigger.fields.<name>, and trigger.files.<name> for files of up to 10 MB.',
          widget: 'fields',
        }),
      button: z
        .string()
        .trim()
        .min(1)
        .max(40)
        .default('Send')
        .meta({ title: 'Button', description: 'What the button that sends the form says.', advanced: true }),
      thanks: z
        .string()
        .trim()
        .min(1)
        .max(4000)
        .default('Thank you. It has arrived.')
        .meta({ title: 'Thanks', description: 'Shown once it is stored.', widget: 'textarea' }),
    }),
    output: z.object({
      fields: z.record(z.string(), JsonValue).meta({ title: 'What was filled in' }),
      files: z.record(z.string(), FileValue.nullable()).meta({ title: 'Files' }),
      submittedAt: z.iso.datetime(),
    }),
  }),
};
