/** What flows keep besides variables: counters, and what "Only what is new" has met. */
import type { Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import type { CounterView, SeenView } from '#lib/views-data.ts';
import { audit } from '#platform/audit.ts';
import { NotFound } from '#platform/errors.ts';
import { seenKey } from '#platform/seen.ts';
import { db, transact } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { personal } from '#server/services/personal.ts';

const PAGE = 100;

/** `cursor`: the name after which to go on. */
type Asked = { search?: string | undefined; cursor?: string | undefined };
const NO_COUNTER = 'There is no such counter any more.';

/** Counters by name, a page at a time. */
export async function listCounters({ search, cursor }: Asked) {
  const where = { name: { ...(search ? { contains: search } : {}), ...(cursor ? { gt: cursor } : {}) } };
  const rows = await db().counter.findMany({ where, orderBy: { name: 'asc' }, take: PAGE + 1 });
  const items = rows.slice(0, PAGE).map(({ name, value, label, updatedAt }): CounterView => ({
    name,
    value,
    label: JSON.parse(label) as Label,
    updatedAt: updatedAt.toISOString(),
  }));
  return { items, next: rows.length > PAGE ? (items.at(-1)?.name ?? null) : null };
}

/** Sets a counter to zero. What was added to it is forgotten, and with it where that came from. */
export async function resetCounter(name: string, actor: Actor): Promise<{ value: 0 }> {
  await transact(async (tx) => {
    const data = { value: 0, label: JSON.stringify(personal(actor)) };
    const old = await tx.counter.findUnique({ where: { name }, select: { value: true } });
    if (!old) throw new NotFound(NO_COUNTER);
    await tx.counter.update({ where: { name }, data, select: { name: true } });
    const detail = { before: old.value };
    await audit(tx, { actor: actorName(actor), action: 'counter.reset', subject: `counter:${name}`, detail });
  });
  return { value: 0 };
}

/** Deletes a counter. The next step that counts begins it at zero. */
export async function removeCounter(name: string, actor: Actor): Promise<{ removed: true }> {
  await transact(async (tx) => {
    const { count } = await tx.counter.deleteMany({ where: { name } });
    if (count === 0) throw new NotFound(NO_COUNTER);
    await audit(tx, { actor: actorName(actor), action: 'counter.remove', subject: `counter:${name}`, detail: {} });
  });
  return { removed: true };
}

/** The lists of what was seen by name, a page at a time. */
export async function listSeen({ search, cursor }: Asked) {
  const rows = await db().seen.groupBy({
    by: ['list'],
    where: { list: { ...(search ? { contains: search } : {}), ...(cursor ? { gt: cursor } : {}) } },
    _count: { _all: true },
    _max: { at: true },
    orderBy: { list: 'asc' },
    take: PAGE + 1,
  });
  const items = rows.slice(0, PAGE).map(({ list, _count, _max }): SeenView => ({
    list,
    count: _count._all,
    lastAt: (_max.at ?? new Date(0)).toISOString(),
  }));
  return { items, next: rows.length > PAGE ? (items.at(-1)?.list ?? null) : null };
}

/** Forgets one thing that a list remembers (told as the step tells things apart), or all of it. */
export async function forgetSeen(
  asked: { list: string; value?: Json | undefined },
  actor: Actor,
): Promise<{ forgotten: number }> {
  const { list, value } = asked;
  const one = value === undefined ? {} : { key: seenKey(value) };
  const forgotten = await transact(async (tx) => {
    const { count } = await tx.seen.deleteMany({ where: { list, ...one } });
    if (count === 0)
      throw new NotFound(value === undefined ? 'Nothing is remembered there.' : `"${list}" does not remember this.`);
    await audit(tx, { actor: actorName(actor), action: 'seen.forget', subject: `seen:${list}`, detail: { count } });
    return count;
  });
  return { forgotten };
}
