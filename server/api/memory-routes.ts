import { z } from 'zod';
import { Label } from '#server/api/run-outputs.ts';
import { route } from '#server/api/route.ts';
import { NoteChange, NoteFilter, NoteRead, NotesOf } from '#server/memory-inputs.ts';
import { acceptNote, changeNote, listNotes, removeNote, removeNotes } from '#server/services/memory-notes.ts';

const Named = z.object({ id: z.string(), name: z.string() }).nullable();
const NoteShown = z.object({
  id: z.string(),
  text: z.string(),
  state: z.enum(['kept', 'quarantined']),
  label: Label,
  flow: Named,
  person: Named,
  subject: z.string(),
  runId: z.string().nullable(),
  savedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
});

export const memoryRoutes = [
  route({
    method: 'GET',
    path: '/memory',
    right: 'view',
    summary: 'Notes of flows and about you, the latest first',
    query: NoteFilter,
    output: z.object({ items: z.array(NoteShown), next: z.number().int().nullable() }),
    handle: ({ query, actor }) => listNotes(query, actor),
  }),
  route({
    method: 'POST',
    path: '/memory/:id/accept',
    right: 'approve',
    summary: 'Accept a note that came from outside, as it was read',
    body: NoteRead,
    output: NoteShown,
    handle: ({ params, body, actor }) => acceptNote({ id: params.id, ...body, actor }),
  }),
  route({
    method: 'PATCH',
    path: '/memory/:id',
    right: 'run',
    summary: 'Put other words in the place of a note (a flow’s notes need the right "edit")',
    body: NoteChange,
    output: NoteShown,
    handle: ({ params, body, actor }) => changeNote({ id: params.id, ...body, actor }),
  }),
  route({
    method: 'DELETE',
    path: '/memory/:id',
    right: 'run',
    summary: 'Delete a note (a flow’s notes need the right "edit")',
    output: z.object({ removed: z.literal(true) }),
    handle: ({ params, actor }) => removeNote({ id: params.id, actor }),
  }),
  route({
    method: 'POST',
    path: '/memory/clear',
    right: 'run',
    summary: 'Delete all notes of a flow (right "edit"), or without one all that is known about you',
    body: NotesOf,
    output: z.object({ removed: z.number().int() }),
    handle: ({ body, actor }) => removeNotes(body, actor),
  }),
];
