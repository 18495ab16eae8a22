import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { pathParts } from '#lib/relative-path.ts';
import { action } from '#nodes/define.ts';
import { FileValue } from '#nodes/file-value.ts';

const TYPES = ['folder'] as const;

const PATH_HELP = 'Use a path within the folder, such as "bills/may.pdf": without "..", and not beginning with "/".';

const Path = z
  .string()
  .min(1)
  .max(1000)
  .refine((path) => pathParts(path) !== null, PATH_HELP);

const Target = Path.meta({
  title: 'File',
  description: 'Path within the folder.',
  role: 'target',
  placeholder: 'bills/may.pdf',
});

const Kind = z.enum(['file', 'folder']);
const Entry = z.object({
  name: z.string(),
  path: z.string(),
  kind: Kind,
  size: z.number().int(),
  changedAt: z.iso.datetime(),
});

const Kept = z.boolean().meta({ title: 'Former version kept', description: 'In Hearth’s data folder, for 30 days.' });

const reading = {
  group: 'Services',
  version: 1,
  tier: 'activity',
  risk: 'read',
  repeat: 'safe',
  timeout: '2m',
  connection: { types: TYPES },
} as const;

/** What was changed is written down first: a repeated attempt sees whether it happened. */
const writing = { ...reading, risk: 'write', repeat: 'keyed', reads: 'join' } as const;

export const file = {
  'file.list': action({
    ...reading,
    title: 'List files',
    help: 'Lists the files and folders in one of your folders. Links and devices are left out. Names are untrusted: others may have chosen them.',
    icon: 'folder-search',
    reads: 'untrusted',
    summary: '{path}',
    input: z.object({
      path: z
        .string()
        .max(1000)
        .refine((path) => path === '' || pathParts(path) !== null, PATH_HELP)
        .default('')
        .meta({ title: 'Folder', description: 'Empty for the whole folder.', role: 'target', placeholder: 'bills' }),
      deep: z.boolean().default(false).meta({
        title: 'With folders in it',
        description: 'Also what is in the folders of the folder.',
        role: 'control',
      }),
      ending: z.string().max(50).default('').meta({
        title: 'Name ends with',
        description: 'Only such files.',
        role: 'control',
        placeholder: '.pdf',
      }),
      limit: z
        .number()
        .int()
        .min(1)
        .max(10_000)
        .default(1000)
        .meta({ title: 'At most', description: 'How many files and folders to list.', role: 'amount' }),
    }),
    output: z.object({
      entries: z.array(Entry).meta({ title: 'Files and folders' }),
      count: z.number().int(),
      more: z.boolean().meta({ title: 'There is more' }),
    }),
  }),

  'file.info': action({
    ...reading,
    title: 'Look at a file',
    help: 'Says whether a file is there, how large it is and when it was changed.',
    icon: 'file-search',
    reads: 'untrusted',
    summary: '{path}',
    input: z.object({ path: Target }),
    output: z.object({
      exists: z.boolean(),
      kind: Kind.nullable(),
      size: z.number().int(),
      changedAt: z.iso.datetime().nullable(),
    }),
  }),

  'file.read': action({
    ...reading,
    title: 'Read a file',
    help: 'Reads a file of one of your folders: as text, as JSON, or whole for other steps. What Hearth wrote and nobody changed keeps where it came from; everything else is untrusted.',
    icon: 'file-text',
    reads: 'stored',
    summary: '{path}',
    input: z.object({
      path: Target,
      as: z
        .enum(['text', 'json', 'file'])
        .default('text')
        .meta({
          title: 'As',
          description: 'Text or data of up to 10 MB, or the file itself for a mail or a chat.',
          role: 'control',
          options: { text: 'Text', json: 'JSON', file: 'A file' },
        }),
    }),
    output: z.object({
      content: JsonValue.meta({ title: 'Content', description: 'Nothing when it was read as a file.' }),
      file: FileValue.nullable().meta({ title: 'File' }),
      size: z.number().int(),
    }),
  }),

  'file.write': action({
    ...writing,
    title: 'Write a file',
    help: 'Writes a file into one of your folders, whole or not at all. A version that was there before is kept. Repeated after an interruption it writes once.',
    icon: 'file-pen',
    summary: '{path}',
    input: z.object({
      path: Target,
      content: JsonValue.meta({
        title: 'Content',
        description: 'Text, data (written as JSON), or a file that another step gave.',
        role: 'content',
        widget: 'textarea',
      }),
      existing: z
        .enum(['replace', 'refuse'])
        .default('replace')
        .meta({
          title: 'If it is there',
          description: 'What happens when there is a file of that name.',
          role: 'control',
          options: { replace: 'Replace it', refuse: 'Fail' },
        }),
    }),
    output: z.object({ path: z.string(), size: z.number().int(), replaced: z.boolean(), kept: Kept }),
  }),

  'file.append': action({
    ...writing,
    title: 'Add to a file',
    help: 'Adds text at the end of a file, or makes the file. Repeated after an interruption it adds once.',
    icon: 'file-plus',
    summary: '{path}',
    input: z.object({
      path: Target,
      text: z
        .string()
        .max(1_000_000)
        .meta({ title: 'Text', description: 'A line break is added at its end.', role: 'content', widget: 'textarea' }),
    }),
    output: z.object({ path: z.string(), size: z.number().int(), kept: Kept }),
  }),

  'file.move': action({
    ...writing,
    title: 'Move a file',
    help: 'Moves or renames a file within one of your folders. It never replaces another file.',
    icon: 'file-symlink',
    summary: '{path} to {to}',
    input: z.object({
      path: Target,
      to: Path.meta({ title: 'To', description: 'New path within the folder.', role: 'target' }),
    }),
    output: z.object({ path: z.string() }),
  }),

  'file.delete': action({
    ...writing,
    risk: 'destroy',
    title: 'Delete a file',
    help: 'Takes a file out of one of your folders. It is kept encrypted in Hearth’s data folder for 30 days.',
    icon: 'file-x',
    summary: '{path}',
    input: z.object({ path: Target }),
    output: z.object({ path: z.string(), kept: Kept }),
  }),
};
