import { z } from 'zod';
import { LONGEST_NOTE } from '#lib/memory-search.ts';
import { Id } from '#server/inputs.ts';

/** What a REST query says of itself is text. */
const YesNo = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

export const NoteFilter = z.strictObject({
  search: z.string().trim().max(200).optional(),
  flowId: Id.optional(),
  mine: YesNo.optional(),
  state: z.enum(['kept', 'quarantined']).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.coerce.number().int().min(1).optional(),
});
/** `updatedAt`: of the note as it was read. */
export const NoteRead = z.strictObject({ updatedAt: z.iso.datetime() });
export const NoteChange = NoteRead.extend({ text: z.string().trim().min(1).max(LONGEST_NOTE) });
/** Without a flow: all that is known about the caller. */
export const NotesOf = z.strictObject({ flowId: Id.optional() });
