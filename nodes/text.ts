import { z } from 'zod';
import { action } from '#nodes/define.ts';

const common = { group: 'Data', version: 1, tier: 'local', risk: 'read', repeat: 'safe', reads: 'join' } as const;

function textOf(limit: { characters: number; said: string }) {
  return z.string().max(limit.characters, `At most ${limit.said} characters.`);
}

export const text = {
  'text.split': action({
    ...common,
    title: 'Split a text',
    help: 'Cuts a text into a list: by lines, at a separator, or into pieces of a length, for example for a model.',
    icon: 'scissors',
    timeout: '30s',
    summary: '{text}',
    input: z
      .object({
        text: textOf({ characters: 10_000_000, said: '10 million' }).meta({
          title: 'Text',
          description: 'The text to cut, up to 10 million characters.',
          role: 'content',
          widget: 'textarea',
        }),
        by: z
          .enum(['lines', 'separator', 'length'])
          .default('lines')
          .meta({
            title: 'Cut',
            description: 'Where one piece ends and the next begins.',
            role: 'control',
            options: { lines: 'at line ends', separator: 'at a separator', length: 'into pieces of a length' },
          }),
        separator: z
          .string()
          .min(1)
          .max(100)
          .optional()
          .meta({
            title: 'Separator',
            description: 'The characters between pieces. They are left out.',
            placeholder: ',',
            showIf: { field: 'by', equals: 'separator' },
          }),
        length: z
          .number()
          .int()
          .min(1)
          .max(1_000_000)
          .optional()
          .meta({
            title: 'Characters in a piece',
            description: 'The last piece may be shorter.',
            showIf: { field: 'by', equals: 'length' },
          }),
        trim: z
          .boolean()
          .default(true)
          .meta({ title: 'Remove spaces around each piece', description: 'Spaces, tabs and line ends at both sides.' }),
        skipEmpty: z.boolean().default(true).meta({
          title: 'Leave out empty pieces',
          description: 'Two separators in a row make no piece of their own.',
        }),
      })
      .refine((input) => input.by !== 'separator' || input.separator !== undefined, {
        path: ['separator'],
        message: 'Say at what to cut.',
      })
      .refine((input) => input.by !== 'length' || input.length !== undefined, {
        path: ['length'],
        message: 'Say how long a piece is.',
      }),
    output: z.object({
      items: z.array(z.string()).meta({ title: 'Pieces' }),
      count: z.number().int().meta({ title: 'How many' }),
    }),
  }),

  'html.toText': action({
    ...common,
    title: 'HTML to text',
    help: 'Turns a page or a mail in HTML into plain text that a person or a model can read. Scripts and styles are left out.',
    icon: 'file-text',
    timeout: '30s',
    summary: '{html}',
    input: z.object({
      html: textOf({ characters: 2_000_000, said: '2 million' }).meta({
        title: 'HTML',
        description: 'The page or mail, up to 2 million characters.',
        role: 'content',
        widget: 'textarea',
        placeholder: '{{ steps.request.body }}',
      }),
      links: z
        .enum(['keep', 'drop'])
        .default('keep')
        .meta({
          title: 'Links',
          description: 'What becomes of the addresses of links.',
          options: { keep: 'write the address after the text', drop: 'text only' },
        }),
      width: z
        .number()
        .int()
        .min(20)
        .max(1000)
        .optional()
        .meta({ title: 'Wrap lines after', description: 'Empty: lines are not wrapped.', advanced: true }),
    }),
    output: z.object({ text: z.string() }),
  }),

  'markdown.toHtml': action({
    ...common,
    title: 'Markdown to HTML',
    help: 'Turns text written in Markdown into HTML, for a mail or a page. HTML inside the text is shown as text, never passed on.',
    icon: 'file-code',
    timeout: '30s',
    summary: '{markdown}',
    input: z.object({
      markdown: textOf({ characters: 500_000, said: '500,000' }).meta({
        title: 'Markdown',
        description: 'The text, up to 500,000 characters.',
        role: 'content',
        widget: 'textarea',
        placeholder: '{{ steps.write.text }}',
      }),
      breaks: z.boolean().default(true).meta({
        title: 'A line end is a line end',
        description: 'Off: only an empty line begins a new paragraph.',
        advanced: true,
      }),
    }),
    output: z.object({ html: z.string() }),
  }),
};
