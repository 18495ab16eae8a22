import { ById, Id } from '#server/inputs.ts';
import { NoteChange, NoteFilter, NoteRead, NotesOf } from '#server/memory-inputs.ts';
import * as notes from '#server/services/memory-notes.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const run = withRight('run');
const approve = withRight('approve');

// Whose note it is decides who may change it: the service asks for "edit" where it is a flow's.
export const memoryRouter = router({
  list: view.input(NoteFilter).query(({ ctx, input }) => notes.listNotes(input, ctx.actor)),
  count: view.query(({ ctx }) => notes.countWaiting(ctx.actor)),
  accept: approve
    .input(NoteRead.extend({ id: Id }))
    .mutation(({ ctx, input }) => notes.acceptNote({ ...input, actor: ctx.actor })),
  change: run
    .input(NoteChange.extend({ id: Id }))
    .mutation(({ ctx, input }) => notes.changeNote({ ...input, actor: ctx.actor })),
  remove: run.input(ById).mutation(({ ctx, input }) => notes.removeNote({ id: input.id, actor: ctx.actor })),
  clear: run.input(NotesOf).mutation(({ ctx, input }) => notes.removeNotes(input, ctx.actor)),
});
