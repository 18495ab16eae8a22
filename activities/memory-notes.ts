import type { ActivityContext, Implementations } from '#activities/context.ts';
import { embed, type Embedded } from '#activities/embed-texts.ts';
import { writeOnce } from '#activities/local-write.ts';
import { Invalid, Refused } from '#lib/errors.ts';
import { joinLabels, TRUSTED, type Label } from '#lib/label.ts';
import type { memoryNotes as declared } from '#nodes/memory-notes.ts';
import { forgetNote, saveNote, searchNotes, type MemoryScope, type MemoryVector } from '#platform/memory-notes.ts';
import { db } from '#prisma/client.ts';

type Notes = Implementations<typeof declared>;
type Whose = { scope: 'flow' | 'person'; subject: string };

export const memoryNotes = {
  'memory.search': async ({ query, limit, unaccepted, model, ...whose }, ctx) => {
    const scope = await scopeOf(whose, ctx);
    const made = await vectorOf(query, model, ctx);
    const found = await searchNotes({ scope, query, limit, unaccepted, vector: made?.vector });
    const notes = found.map(({ id, text, state, createdAt }) => ({
      ...{ id, text, savedAt: createdAt.toISOString() },
      confirmed: state === 'kept',
    }));
    const label = joinLabels(labelOf(ctx, 'query'), ...asked(ctx), ...found.map((note) => note.label));
    const text = notes.map((note) => `- ${note.text.replace(/\s+/g, ' ')}`).join('\n');
    return { output: { notes, count: notes.length, text }, labels: { rest: label }, ...costOf(made) };
  },

  'memory.save': async ({ text, days, model, ...whose }, ctx) => {
    const scope = await scopeOf(whose, ctx);
    const made = await vectorOf(text, model, ctx);
    // What decided that it is saved says as much as its words.
    const label = joinLabels(labelOf(ctx, 'text'), ...asked(ctx), ctx.call.scope);
    const { runId } = ctx.call.run;
    const note = { scope, text, label, days, vector: made?.vector, runId, stepId: ctx.call.stepId };
    const done = await writeOnce(ctx, async (tx) => {
      const output = await saveNote(tx, note);
      return { output, labels: { rest: TRUSTED, fields: { id: TRUSTED } } };
    });
    return { ...done, ...costOf(made) };
  },

  'memory.forget': async ({ id, ...whose }, ctx) => {
    const scope = await scopeOf(whose, ctx);
    return writeOnce(ctx, async (tx) => ({
      output: { forgotten: await forgetNote(tx, scope, id) },
      labels: { rest: joinLabels(labelOf(ctx, 'id'), ...asked(ctx)) },
    }));
  },
} satisfies Notes;

function labelOf(ctx: ActivityContext, field: string): Label {
  return ctx.inputLabels[field] ?? TRUSTED;
}

function asked(ctx: ActivityContext): Label[] {
  return ['scope', 'subject', 'limit', 'unaccepted', 'days', 'model'].map((field) => labelOf(ctx, field));
}

/** A flow's own notes, or those about the person whose run it is, an agent's included. */
async function scopeOf({ scope, subject }: Whose, { call }: ActivityContext): Promise<MemoryScope> {
  if (scope === 'flow') return { flowId: call.run.flowId, userId: null, subject };
  const begun = await db().run.findUnique({ where: { id: call.run.rootRunId }, select: { startedById: true } });
  const userId = begun?.startedById ?? null;
  if (userId === null)
    throw new Invalid(
      'No person of this Hearth began this run. Choose "This flow", or let a person or a chat start it.',
    );
  return { flowId: null, userId, subject: '' };
}

type Made = { vector: MemoryVector; cost?: number };

async function vectorOf(text: string, model: string | undefined, ctx: ActivityContext): Promise<Made | undefined> {
  const { connection } = ctx;
  if (!connection) return undefined;
  if (model === undefined || model === '')
    throw new Invalid('Name the model that makes the vectors, or take the connection out of this step.');
  const made: Embedded = await embed(ctx, { connection, model, texts: [text] });
  const [values] = made.vectors;
  if (!values) throw new Refused(`"${model}" gave no vector.`);
  return { vector: { model: made.model, values }, ...(made.cost === undefined ? {} : { cost: made.cost }) };
}

function costOf(made: Made | undefined): { cost?: number } {
  return made?.cost === undefined ? {} : { cost: made.cost };
}
