import { Invalid } from '#lib/errors.ts';
import { wholeLabel, type FieldLabels } from '#lib/label.ts';
import { jsonSize, type Json } from '#lib/value.ts';
import type { VariableCard, VariableView } from '#lib/views-data.ts';
import { nodes } from '#nodes/index.ts';
import { MAX_VARIABLE } from '#nodes/memory.ts';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { db, transact } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { personal } from '#server/services/personal.ts';

const PAGE = 100;
const PREVIEW = 200;
const GONE = 'There is no such variable any more.';

type Row = { name: string; value: string; labels: string; updatedAt: Date };

/** Variables by name, also those whose value has the words. */
export async function listVariables(asked: { search?: string; limit?: number; cursor?: string }) {
  const { search, limit = PAGE, cursor } = asked;
  const found = search ? { OR: [{ name: { contains: search } }, { value: { contains: search } }] } : {};
  const rows = await db().variable.findMany({
    where: { ...found, ...(cursor ? { name: { gt: cursor } } : {}) },
    orderBy: { name: 'asc' },
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map(cardOf);
  return { items, next: rows.length > limit ? (items.at(-1)?.name ?? null) : null };
}

/** One variable with its value. */
export async function getVariable(name: string): Promise<VariableView> {
  const row = await db().variable.findUnique({ where: { name } });
  if (!row) throw new NotFound(GONE);
  return { ...cardOf(row), value: JSON.parse(row.value) as Json };
}

type Change = { name: string; value: Json; updatedAt?: string | null | undefined; actor: Actor };

/** Keeps a value that a person entered. With `updatedAt` only in the place of what they have seen (null: of nothing). */
export async function setVariable({ name, value, updatedAt, actor }: Change): Promise<VariableView> {
  const checked = nodes['vars.set'].input.shape.name.safeParse(name);
  if (!checked.success) throw new Invalid(checked.error.issues[0]?.message ?? 'Use another name.');
  if (jsonSize(value) > MAX_VARIABLE) throw new Invalid('A variable holds at most 256 KB. Use a table for more.');
  const data = { value: JSON.stringify(value), labels: JSON.stringify({ rest: personal(actor) }) };
  return transact(async (tx) => {
    const old = await tx.variable.findUnique({ where: { name }, select: { updatedAt: true } });
    refuseUnseen(old?.updatedAt, updatedAt);
    const row = await tx.variable.upsert({ where: { name }, create: { name, ...data }, update: data });
    // The value is not for the log: it may be personal, and an audit row is never deleted.
    await audit(tx, { actor: actorName(actor), action: 'variable.set', subject: `variable:${name}`, detail: {} });
    return { ...cardOf(row), value };
  });
}

/** Deletes a variable. */
export async function removeVariable(name: string, actor: Actor): Promise<{ removed: true }> {
  await transact(async (tx) => {
    const { count } = await tx.variable.deleteMany({ where: { name } });
    if (count === 0) throw new NotFound(GONE);
    await audit(tx, { actor: actorName(actor), action: 'variable.remove', subject: `variable:${name}`, detail: {} });
  });
  return { removed: true };
}

function refuseUnseen(there: Date | undefined, seen: string | null | undefined): void {
  if (seen === undefined || seen === (there?.toISOString() ?? null)) return;
  if (seen === null) throw new Conflict('There is a variable of this name already.');
  throw new Conflict('A run or a person changed this variable in the meantime. Look at it again.');
}

function cardOf({ name, value, labels, updatedAt }: Row): VariableCard {
  const known = JSON.parse(value) as Json;
  const text = typeof known === 'string' ? known : value;
  return {
    name,
    kind: kindOf(known),
    preview: text.length > PREVIEW ? `${text.slice(0, PREVIEW)}…` : text,
    label: wholeLabel(JSON.parse(labels) as FieldLabels),
    updatedAt: updatedAt.toISOString(),
  };
}

function kindOf(value: Json): VariableCard['kind'] {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'yes-no' : 'data';
}
