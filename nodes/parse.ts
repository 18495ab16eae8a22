import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { action } from '#nodes/define.ts';

const common = { group: 'Data', version: 1, tier: 'local', risk: 'read', repeat: 'safe', reads: 'join' } as const;

const Text = z.string().max(10_000_000, 'At most 10 million characters.').meta({
  title: 'Text',
  description: 'What to read, such as the body of an answer or the content of a file.',
  role: 'content',
  widget: 'textarea',
  placeholder: '{{ steps.request.body }}',
});

export const parse = {
  'json.parse': action({
    ...common,
    title: 'Read JSON',
    help: 'Turns a text in JSON into data. With "find it in the text" it also takes JSON that a model put between other words.',
    icon: 'file-braces',
    timeout: '30s',
    summary: '{text}',
    input: z.object({
      text: Text,
      find: z.boolean().default(false).meta({
        title: 'Find it in the text',
        description: 'Take the first object or list between other words.',
        role: 'control',
      }),
    }),
    output: z.object({ data: JsonValue.meta({ title: 'Data' }) }),
  }),

  'csv.parse': action({
    ...common,
    title: 'Read CSV',
    help: 'Turns a text in CSV, as spreadsheets write it, into a list of rows. Values stay texts unless you ask for numbers.',
    icon: 'file-spreadsheet',
    timeout: '30s',
    summary: '{text}',
    input: z.object({
      text: Text,
      header: z.boolean().default(true).meta({
        title: 'The first line names the columns',
        description: 'On: each row has the names of the columns. Off: each row is a list.',
        role: 'control',
      }),
      separator: z
        .enum(['auto', ',', ';', 'tab', '|'])
        .default('auto')
        .meta({
          title: 'Separator',
          description: 'The character between two values.',
          role: 'control',
          options: { auto: 'find out', ',': 'comma', ';': 'semicolon', tab: 'tab', '|': 'bar' },
        }),
      numbers: z.boolean().default(false).meta({
        title: 'Turn plain numbers into numbers',
        description: '12.5 becomes a number; 007 and +49 stay texts.',
        role: 'control',
      }),
    }),
    output: z.object({
      rows: z.array(JsonValue).meta({ title: 'Rows' }),
      columns: z.array(z.string()).meta({ title: 'Columns' }),
      count: z.number().int().meta({ title: 'How many rows' }),
    }),
  }),

  'xml.parse': action({
    ...common,
    title: 'Read XML',
    help: 'Turns a text in XML, such as a feed, into data. Attributes begin with @, and entities of its own are not expanded.',
    icon: 'code-xml',
    timeout: '30s',
    summary: '{text}',
    input: z.object({
      text: Text.max(5_000_000, 'At most 5 million characters.'),
      lists: z.array(z.string().min(1).max(100)).max(50).default([]).meta({
        title: 'Always lists',
        description: 'Names of elements that are a list even when there is one only.',
        role: 'control',
        placeholder: 'item, entry',
      }),
    }),
    output: z.object({ data: JsonValue.meta({ title: 'Data' }) }),
  }),
};
