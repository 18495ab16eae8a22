/** Somebody who decides in one's place for a while: named by oneself, with a fresh sign-in, on record. */
import { randomUUID } from 'node:crypto';
import { Invalid } from '#lib/errors.ts';
import type { DelegatesView } from '#lib/views-people.ts';
import { APPROVING_ROLES } from '#nodes/people.ts';
import { audit } from '#platform/audit.ts';
import { NotFound } from '#platform/errors.ts';
import { db, transact } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { refuseToken } from '#server/services/people.ts';

const DAY_MS = 24 * 3600_000;
const MOST_DAYS = 90;
const MOST = 10;
const row = { id: true, ofId: true, toId: true, startsAt: true, endsAt: true } as const;

export type NewDelegate = { toId: string; from: string; until: string };

/** Whom the caller named, who named him, and whom he could name. */
export async function myDelegates({ userId }: Actor): Promise<DelegatesView> {
  const current = { endedAt: null, endsAt: { gt: new Date() } };
  const [mine, forOthers, people] = await Promise.all([
    db().delegate.findMany({ where: { ofId: userId, ...current }, orderBy: { startsAt: 'asc' }, select: row }),
    db().delegate.findMany({ where: { toId: userId, ...current }, orderBy: { startsAt: 'asc' }, select: row }),
    db().user.findMany({ orderBy: { name: 'asc' }, select: { id: true, name: true, role: true } }),
  ]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const shown = (one: (typeof mine)[number], whom: string) => ({
    ...{ id: one.id, name: names.get(whom) ?? '' },
    ...{ from: one.startsAt.toISOString(), until: one.endsAt.toISOString() },
  });
  return {
    mine: mine.map((one) => shown(one, one.toId)),
    forOthers: forOthers.map((one) => shown(one, one.ofId)),
    choices: people.filter(({ id, role }) => id !== userId && mayApprove(role)).map(({ id, name }) => ({ id, name })),
  };
}

/** Names somebody. He must have the right to approve himself: nobody gets a right by this. */
export async function nameDelegate({ toId, from, until }: NewDelegate, actor: Actor): Promise<{ id: string }> {
  const { userId } = actor;
  const [startsAt, endsAt] = [new Date(from), new Date(until)];
  if (toId === userId) throw new Invalid('Name somebody else: you decide for yourself anyway.');
  if (endsAt.getTime() <= Math.max(startsAt.getTime(), Date.now()))
    throw new Invalid('The end has to lie after the beginning, and after now.');
  if (endsAt.getTime() - startsAt.getTime() > MOST_DAYS * DAY_MS)
    throw new Invalid(`Somebody stands in for ${MOST_DAYS} days at most. Name him again after that.`);
  return transact(async (tx) => {
    const person = await tx.user.findUnique({ where: { id: toId }, select: { role: true } });
    if (!person || !mayApprove(person.role))
      throw new Invalid('That person may not approve anything. Name somebody who has the right to approve.');
    const open = await tx.delegate.count({ where: { ofId: userId, endedAt: null, endsAt: { gt: new Date() } } });
    if (open >= MOST) throw new Invalid(`${MOST} people stand in for you already. Take one back first.`);
    const { id } = await tx.delegate.create({ data: { id: randomUUID(), ofId: userId, toId, startsAt, endsAt } });
    const detail = { to: toId, from: startsAt.toISOString(), until: endsAt.toISOString() };
    await audit(tx, { actor: actorName(actor), action: 'delegate.name', subject: `user:${userId}`, detail });
    return { id };
  });
}

/** Takes it back at once: by whoever named, or by whoever was named. */
export async function endDelegate(id: string, actor: Actor): Promise<{ ended: true }> {
  refuseToken(actor, 'say who decides');
  const { userId } = actor;
  await transact(async (tx) => {
    const now = new Date();
    const found = await tx.delegate.findFirst({
      where: { id, endedAt: null, endsAt: { gt: now }, OR: [{ ofId: userId }, { toId: userId }] },
      select: row,
    });
    if (!found) throw new NotFound('This has ended already.');
    await tx.delegate.update({ where: { id }, data: { endedAt: now } });
    const detail = { to: found.toId };
    await audit(tx, { actor: actorName(actor), action: 'delegate.end', subject: `user:${found.ofId}`, detail });
  });
  return { ended: true };
}

function mayApprove(role: string): boolean {
  return APPROVING_ROLES.some((one) => one === role);
}
