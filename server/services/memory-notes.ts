/** What flows and agents remember: each person sees what is about them, and what the flows know. */
import { pickedAt, type Label } from '#lib/label.ts';
import type { MemoryNoteView } from '#lib/views-memory.ts';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { db, transact, type Tx } from '#prisma/client.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { actorName, requireRight, type Actor } from '#server/actor.ts';
import { personal } from '#server/services/personal.ts';

const PAGE = 50;
const GONE = 'There is no such note any more.';
const CHANGED = 'This note was changed in the meantime. Look at it again.';
/** The name under which notes stand where a label says what a value was made of. */
const HERE = 'memory';

type Asked = {
  search?: string | undefined;
  flowId?: string | undefined;
  mine?: boolean | undefined;
  state?: 'kept' | 'quarantined' | undefined;
  limit?: number | undefined;
  cursor?: number | undefined;
};

const include = { flow: { select: { id: true, name: true } }, user: { select: { id: true, name: true } } } as const;
type Row = Prisma.MemoryNoteGetPayload<{ include: typeof include }>;

/** Nobody reads what is remembered about somebody else. */
function seenBy(actor: Actor): Prisma.MemoryNoteWhereInput {
  return { AND: [{ OR: [{ userId: null }, { userId: actor.userId }] }, unexpired()] };
}

function unexpired(): Prisma.MemoryNoteWhereInput {
  return { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] };
}

/** Notes that the caller may see, the latest first. */
export async function listNotes({ search, flowId, mine, state, limit = PAGE, cursor }: Asked, actor: Actor) {
  const rows = await db().memoryNote.findMany({
    where: {
      ...seenBy(actor),
      ...(search ? { text: { contains: search } } : {}),
      ...(flowId === undefined ? {} : { flowId }),
      ...(mine ? { userId: actor.userId } : {}),
      ...(state === undefined ? {} : { state }),
      ...(cursor === undefined ? {} : { seq: { lt: cursor } }),
    },
    orderBy: { seq: 'desc' },
    take: limit + 1,
    include,
  });
  const shown = rows.slice(0, limit);
  return { items: shown.map(viewOf), next: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null };
}

/** How many notes wait for somebody to accept them. */
export async function countWaiting(actor: Actor): Promise<{ waiting: number }> {
  return { waiting: await db().memoryNote.count({ where: { ...seenBy(actor), state: 'quarantined' } }) };
}

type OfNote = { id: string; updatedAt: string; actor: Actor };

/**
 * Accepts a note that waits, as it was read. From then on steps are given it; whom or how much it names is still asked
 * about where it is used, for a person vouches for what it tells, not for what is done with it.
 */
export async function acceptNote({ id, updatedAt, actor }: OfNote): Promise<MemoryNoteView> {
  requireRight(actor, 'approve');
  return change({ id, updatedAt, actor, action: 'memory.accept' }, (tx, row) => {
    const label = JSON.parse(row.label) as Label;
    const accepted = pickedAt(HERE, { ...label, integrity: 'trusted' });
    const data = { state: 'kept', label: JSON.stringify(accepted), acceptedAt: new Date(), acceptedById: actor.userId };
    return tx.memoryNote.update({ where: { id }, data, include });
  });
}

/** Puts a person's words in the place of a note. */
export async function changeNote({ text, ...of }: OfNote & { text: string }): Promise<MemoryNoteView> {
  const label = personal(of.actor);
  const state = label.integrity === 'trusted' ? 'kept' : 'quarantined';
  return change({ ...of, action: 'memory.change' }, (tx, row) => {
    refuseForeign(row, of.actor);
    // Its vector stood for other words.
    const data = { text, state, label: JSON.stringify(label), vector: null, vectorModel: null, acceptedAt: null };
    return tx.memoryNote.update({ where: { id: of.id }, data: { ...data, acceptedById: null }, include });
  });
}

/** Deletes one note. */
export async function removeNote({ id, actor }: { id: string; actor: Actor }): Promise<{ removed: true }> {
  await transact(async (tx) => {
    const row = await noteOf(tx, id, actor);
    refuseForeign(row, actor);
    await tx.memoryNote.delete({ where: { id: row.id } });
    await audit(tx, { actor: actorName(actor), action: 'memory.remove', subject: `note:${id}`, detail: whose(row) });
  });
  return { removed: true };
}

/** Deletes all notes of a flow, or all about the caller. */
export async function removeNotes(of: { flowId?: string | undefined }, actor: Actor): Promise<{ removed: number }> {
  if (of.flowId !== undefined) requireRight(actor, 'edit');
  return transact(async (tx) => {
    const where = of.flowId === undefined ? { userId: actor.userId } : { flowId: of.flowId };
    const { count } = await tx.memoryNote.deleteMany({ where });
    const subject = of.flowId === undefined ? `user:${actor.userId}` : `flow:${of.flowId}`;
    await audit(tx, { actor: actorName(actor), action: 'memory.clear', subject, detail: { count } });
    return { removed: count };
  });
}

type Change = OfNote & { action: string };

async function change(of: Change, write: (tx: Tx, row: Row) => Promise<Row>): Promise<MemoryNoteView> {
  const { id, updatedAt, actor, action } = of;
  return transact(async (tx) => {
    const row = await noteOf(tx, id, actor);
    if (row.updatedAt.toISOString() !== updatedAt) throw new Conflict(CHANGED);
    const saved = await write(tx, row);
    // Its words are not for the log: they may be personal, and an audit row is never deleted.
    await audit(tx, { actor: actorName(actor), action, subject: `note:${id}`, detail: whose(row) });
    return viewOf(saved);
  });
}

async function noteOf(tx: Tx, id: string, actor: Actor): Promise<Row> {
  const row = await tx.memoryNote.findFirst({ where: { id, ...seenBy(actor) }, include });
  if (!row) throw new NotFound(GONE);
  return row;
}

/** What a flow knows is its authors' affair; what is known about a person, that person's. */
function refuseForeign({ userId }: Row, actor: Actor): void {
  if (userId === null) requireRight(actor, 'edit');
}

function whose({ flowId, userId }: Row): Record<string, string> {
  return flowId === null ? { userId: userId ?? '' } : { flowId };
}

function viewOf(row: Row): MemoryNoteView {
  const { id, text, flow, user, subject, runId } = row;
  return {
    ...{ id, text, flow, person: user, subject, runId },
    state: row.state === 'kept' ? 'kept' : 'quarantined',
    label: JSON.parse(row.label) as Label,
    savedAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}
