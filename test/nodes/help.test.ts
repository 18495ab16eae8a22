import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectionTypes } from '#nodes/connections.ts';
import { catalogue } from '#nodes/index.ts';

type Schema = { title?: string; description?: string; properties?: Record<string, Schema>; items?: Schema };

/** Every field of a form, those in rows too, by its path. */
function fieldsIn(schema: Schema, at = ''): [string, Schema][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    [at + name, field],
    ...fieldsIn(field.items ?? {}, `${at}${name}.`),
  ]);
}

const forms = [
  ...Object.entries(catalogue).map(([name, spec]) => [name, spec.input] as const),
  ...Object.entries(connectionTypes).map(([name, type]) => [`connection ${name}`, type.fields] as const),
];
describe.each(forms)('%s', (_name, input: z.ZodObject) => {
  const json = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema;
  // A file value comes from the step that made it; nobody fills it in.
  const fields = fieldsIn(json).filter(([path]) => !/^(attachments|images|files)\./.test(path));

  it('has a title and a line of help for every field', () => {
    expect(fields.filter(([, field]) => !field.title).map(([path]) => path)).toEqual([]);
    expect(
      fields.filter(([, field]) => !/^.{8,160}[.:?]$/su.test(field.description ?? '')).map(([path]) => path),
    ).toEqual([]);
  });
});
