import { randomUUID } from 'node:crypto';
import type { SavedFilterView } from '#lib/views-runs.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { db, sqlTime, transact } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { and, countRuns, runWhere } from '#server/services/run-filter.ts';

const MOST_FILTERS = 30;
const MOST_FAILURES = 100;

/** The filters that the caller keeps for a list. */
export async function savedFilters(list: string, actor: Actor): Promise<SavedFilterView[]> {
  return db().savedFilter.findMany({
    where: { userId: actor.userId, list },
    orderBy: { name: 'asc' },
    select: { id: true, name: true, query: true },
  });
}

/** Keeps a filter under a name; one of that name is replaced. */
export async function saveFilter(
  { list, name, query }: { list: string; name: string; query: string },
  { userId }: Actor,
): Promise<{ id: string }> {
  return transact(async (tx) => {
    const where = { userId_list_name: { userId, list, name } };
    const known = await tx.savedFilter.findUnique({ where, select: { id: true } });
    if (!known && (await tx.savedFilter.count({ where: { userId, list } })) >= MOST_FILTERS)
      throw new Conflict(`You keep ${MOST_FILTERS} filters already. Delete one first.`);
    const create = { id: randomUUID(), userId, list, name, query };
    return tx.savedFilter.upsert({ where, create, update: { query }, select: { id: true } });
  });
}

/** Forgets a filter of the caller's. */
export async function removeFilter(id: string, { userId }: Actor): Promise<{ removed: true }> {
  const { count } = await db().savedFilter.deleteMany({ where: { id, userId } });
  if (count === 0) throw new NotFound('You keep no such filter.');
  return { removed: true };
}

/** How many runs failed since the caller last looked at them; a hundred stands for more. Test runs are looked at anyway. */
export async function newFailures({ userId }: Actor): Promise<{ failed: number }> {
  const [seen, user] = await Promise.all([
    db().failuresSeen.findUnique({ where: { userId } }),
    db().user.findUnique({ where: { id: userId }, select: { createdAt: true } }),
  ]);
  const since = seen?.seenAt ?? user?.createdAt ?? new Date();
  const where = and(runWhere({ status: 'failed', mode: 'production' }), {
    text: 'r."endedAt" > ?',
    args: [sqlTime(since)],
  });
  return { failed: await countRuns(where, MOST_FAILURES) };
}

/** The caller has looked at the runs that failed so far. */
export async function sawFailures({ userId }: Actor): Promise<{ failed: 0 }> {
  const seenAt = new Date();
  await db().failuresSeen.upsert({ where: { userId }, create: { userId, seenAt }, update: { seenAt } });
  return { failed: 0 };
}
