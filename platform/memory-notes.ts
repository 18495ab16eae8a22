/** What flows and agents remember in words: notes of a flow or of a person, each as trusted as what it was made of. */
import { randomUUID } from 'node:crypto';
import { Invalid } from '#lib/errors.ts';
import { joinLabels, type Label } from '#lib/label.ts';
import { cosine, fused, wordsQuery } from '#lib/memory-search.ts';
import { db, sql, sqlTime, type Tx } from '#prisma/client.ts';

/** Whose notes; one of the two is null. */
export type MemoryScope = { flowId: string | null; userId: string | null; subject: string };

export type Remembered = { id: string; text: string; label: Label; state: 'kept' | 'quarantined'; createdAt: Date };

/** A vector and the model that made it: others cannot be compared with it. */
export type MemoryVector = { model: string; values: readonly number[] };

const MOST_NOTES = 2000;
/** Of each ranking, before they are joined. */
const RANKED = 50;

/** Whether a note may be given to steps at once. Nobody's word but a trusted one is. */
export function stateOf(label: Label): Remembered['state'] {
  return label.integrity === 'trusted' ? 'kept' : 'quarantined';
}

export type NewNote = {
  scope: MemoryScope;
  text: string;
  label: Label;
  runId: string | null;
  stepId: string | null;
  days?: number | undefined;
  vector?: MemoryVector | undefined;
};

/**
 * Keeps a note; the same words are there once. A note that is kept stays so, whoever says it again: else a stranger who
 * guesses its words could have it forgotten. One that waits goes on waiting.
 */
export async function saveNote(
  tx: Tx,
  note: NewNote,
): Promise<{ id: string; state: Remembered['state']; isNew: boolean }> {
  const { scope, text, label, runId, stepId, days, vector } = note;
  const expiresAt = days === undefined ? null : new Date(Date.now() + days * 24 * 3600_000);
  const kept = vector ? { vectorModel: vector.model, vector: bytesOf(vector.values) } : {};
  const old = await tx.memoryNote.findFirst({ where: { ...scope, text } });
  if (old) {
    const label = repeated(old, note.label);
    const state = stateOf(label);
    // Nobody from outside says how long a note stays that others vouch for.
    const until = state === 'kept' && stateOf(note.label) === 'quarantined' ? {} : { expiresAt };
    await tx.memoryNote.update({
      where: { id: old.id },
      data: { label: JSON.stringify(label), state, ...until, ...kept },
    });
    return { id: old.id, state, isNew: false };
  }
  if ((await tx.memoryNote.count({ where: scope })) >= MOST_NOTES)
    throw new Invalid(`This memory is full: it holds ${MOST_NOTES} notes. Delete some on the page Memory.`);
  const id = randomUUID();
  const state = stateOf(label);
  await tx.memoryNote.create({
    data: { id, ...scope, text, label: JSON.stringify(label), state, runId, stepId, expiresAt, ...kept },
  });
  return { id, state, isNew: true };
}

function repeated(old: { label: string }, said: Label): Label {
  const known = JSON.parse(old.label) as Label;
  const joined = joinLabels(known, said);
  return stateOf(known) === 'kept' ? { ...known, confidentiality: joined.confidentiality } : joined;
}

export type NoteSearch = {
  scope: MemoryScope;
  query: string;
  limit: number;
  unaccepted: boolean;
  vector?: MemoryVector | undefined;
};

/** Notes of a memory that fit, best first: by their words, and by what they mean where there is a vector. */
export async function searchNotes(search: NoteSearch): Promise<Remembered[]> {
  const byWords = await rankedByWords(search);
  const byMeaning = search.vector ? await rankedByMeaning(search, search.vector) : [];
  const ids = fused([byWords, byMeaning]).slice(0, search.limit);
  const rows = await db().memoryNote.findMany({
    where: { id: { in: ids } },
    select: { id: true, text: true, label: true, state: true, createdAt: true },
  });
  const found = rows.map((row) => ({
    ...row,
    label: JSON.parse(row.label) as Label,
    state: row.state as Remembered['state'],
  }));
  return found.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

async function rankedByWords({ scope, query, unaccepted }: NoteSearch): Promise<string[]> {
  const words = wordsQuery(query);
  if (words === null) return [];
  const rows = await sql().all<{ id: string }>(
    `SELECT n."id" FROM "MemoryText" JOIN "MemoryNote" n ON n."seq" = "MemoryText"."rowid"
     WHERE "MemoryText" MATCH ? AND ${VISIBLE} ORDER BY bm25("MemoryText"), n."seq" DESC LIMIT ${RANKED}`,
    [words, ...visible(scope, unaccepted)],
  );
  return rows.map(({ id }) => id);
}

async function rankedByMeaning({ scope, unaccepted }: NoteSearch, { model, values }: MemoryVector): Promise<string[]> {
  const rows = await sql().all<{ id: string; vector: ArrayBuffer | Uint8Array }>(
    `SELECT n."id", n."vector" FROM "MemoryNote" n WHERE n."vectorModel" = ? AND LENGTH(n."vector") = ? AND ${VISIBLE}`,
    [model, values.length * Float32Array.BYTES_PER_ELEMENT, ...visible(scope, unaccepted)],
  );
  const wanted = Float32Array.from(values);
  return rows
    .map(({ id, vector }) => ({ id, near: cosine(wanted, floatsOf(vector)) }))
    .sort((a, b) => b.near - a.near)
    .slice(0, RANKED)
    .map(({ id }) => id);
}

const VISIBLE = `n."flowId" IS ? AND n."userId" IS ? AND n."subject" = ? AND (n."state" = 'kept' OR ?)
  AND (n."expiresAt" IS NULL OR n."expiresAt" > ?)`;

function visible({ flowId, userId, subject }: MemoryScope, unaccepted: boolean) {
  return [flowId, userId, subject, unaccepted ? 1 : 0, sqlTime(Date.now())];
}

function bytesOf(values: readonly number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.from(values).buffer);
}

/** A copy: what the database gives need not begin where floats may. */
function floatsOf(bytes: ArrayBuffer | Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(new Uint8Array(bytes)).buffer);
}

/** Deletes a note of this memory; whether it was there. */
export async function forgetNote(tx: Tx, scope: MemoryScope, id: string): Promise<boolean> {
  return (await tx.memoryNote.deleteMany({ where: { ...scope, id } })).count > 0;
}

/** Deletes notes whose time is over; how many. */
export async function removeExpiredNotes(): Promise<number> {
  return (await db().memoryNote.deleteMany({ where: { expiresAt: { lt: new Date() } } })).count;
}
