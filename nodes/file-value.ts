import { z } from 'zod';

/** A file that is kept with a run: what steps hand on instead of its bytes. */
export const FileValue = z.object({
  ref: z.string().regex(/^[0-9a-f]{32}$/, 'Use a file that another step gave.'),
  size: z.number().int().min(0),
  contentType: z.string().max(200),
  preview: z.string().max(4096).default(''),
  name: z.string().max(255).optional(),
});

export type FileValue = z.output<typeof FileValue>;
