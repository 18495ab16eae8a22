import { z } from 'zod';
import { connection } from '#nodes/connection-type.ts';

/** A folder of this machine that flows may use, and nothing outside it. */
export const folder = connection({
  title: 'Folder',
  help: 'A folder on the machine that Hearth runs on. Steps reach what is in it and nothing else; links are not followed.',
  icon: 'folder-closed',
  fields: z.object({
    path: z
      .string()
      .trim()
      .max(1000)
      .regex(/^\/[^\0\r\n]*$/, 'Use a whole path that begins with /.')
      .meta({
        title: 'Path',
        description: 'The folder on this machine. Steps cannot leave it.',
        placeholder: '/home/ada/Documents',
      }),
    access: z
      .enum(['read', 'write'])
      .default('read')
      .meta({
        title: 'Steps may',
        description: 'Reading is enough for most flows.',
        options: { read: 'read files', write: 'read, write and delete files' },
      }),
  }),
  hostsOf: () => [],
  testable: true,
});
