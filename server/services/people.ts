import type { PersonView, Role } from '#lib/views-people.ts';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { db, transact, type Tx } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { Forbidden } from '#server/errors.ts';

const personRow = { id: true, name: true, email: true, role: true, createdAt: true } as const;

/** Everybody who can sign in, owners first. */
export async function listPeople(actor: Actor): Promise<PersonView[]> {
  const [people, sessions, tokens] = await Promise.all([
    db().user.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: personRow }),
    db().session.groupBy({ by: ['userId'], where: { expiresAt: { gt: new Date() } }, _max: { updatedAt: true } }),
    db().apiToken.groupBy({ by: ['userId'], where: { revokedAt: null, ...unexpired() }, _count: true }),
  ]);
  const seen = new Map(sessions.map((row) => [row.userId, row._max.updatedAt]));
  const count = new Map(tokens.map((row) => [row.userId, row._count]));
  const owners = people.filter(({ role }) => role === 'owner').length;
  const views = people.map((person) => ({
    ...person,
    createdAt: person.createdAt.toISOString(),
    lastSeenAt: seen.get(person.id)?.toISOString() ?? null,
    tokens: count.get(person.id) ?? 0,
    fixed: fixedOf(person.role, { actor, owners }),
  }));
  return views.sort((one, other) => Number(other.role === 'owner') - Number(one.role === 'owner'));
}

function unexpired() {
  return { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] };
}

function fixedOf(role: string, { actor, owners }: { actor: Actor; owners: number }): PersonView['fixed'] {
  if (role !== 'owner') return null;
  if (owners <= 1) return 'last-owner';
  return actor.role === 'owner' ? null : 'owner';
}

/** Gives a person another role. It holds from their next request on; tokens never have more than their person. */
export async function changeRole({ id, role, actor }: { id: string; role: Role; actor: Actor }): Promise<PersonView> {
  refuseToken(actor, 'change roles');
  await transact(async (tx) => {
    const person = await findPerson(tx, id);
    if (role === person.role) return;
    if (role === 'owner' && actor.role !== 'owner') throw new Forbidden('Only an owner can make another owner.');
    await refuseFixed(tx, { person, actor });
    await tx.user.update({ where: { id }, data: { role } });
    const detail = { from: person.role, to: role };
    await audit(tx, { actor: actorName(actor), action: 'user.role', subject: `user:${id}`, detail });
  });
  const view = (await listPeople(actor)).find((person) => person.id === id);
  if (!view) throw missing();
  return view;
}

/** Takes a person out: their sessions end, their tokens open nothing. What they did stays in the record. */
export async function removePerson(id: string, actor: Actor): Promise<{ removed: true }> {
  await transact(async (tx) => {
    const person = await findPerson(tx, id);
    await refuseFixed(tx, { person, actor });
    const now = new Date();
    const tokens = await tx.apiToken.updateMany({ where: { userId: id, revokedAt: null }, data: { revokedAt: now } });
    const sessions = await tx.session.deleteMany({ where: { userId: id } });
    await tx.account.deleteMany({ where: { userId: id } });
    await tx.savedFilter.deleteMany({ where: { userId: id } });
    await tx.failuresSeen.deleteMany({ where: { userId: id } });
    const standsIn = { endedAt: null, OR: [{ ofId: id }, { toId: id }] };
    await tx.delegate.updateMany({ where: standsIn, data: { endedAt: now } });
    // What they offered to others is theirs no longer to offer.
    await tx.invite.updateMany({ where: { createdById: id, usedAt: null, revokedAt: null }, data: { revokedAt: now } });
    await tx.user.delete({ where: { id } });
    const { name, role } = person;
    const detail = { name, role, tokens: tokens.count, sessions: sessions.count };
    await audit(tx, { actor: actorName(actor), action: 'user.remove', subject: `user:${id}`, detail });
  });
  return { removed: true };
}

/** Otherwise a leaked token could make itself a person, who may decide what tokens may not. */
export function refuseToken(actor: Actor, what: string): void {
  if (actor.via !== 'token') return;
  throw new Forbidden(`A token cannot ${what}. Do it in the web page, or with your password on the command line.`);
}

type Person = { id: string; name: string; role: string };

async function findPerson(tx: Tx, id: string): Promise<Person> {
  const person = await tx.user.findUnique({ where: { id }, select: { id: true, name: true, role: true } });
  if (!person) throw missing();
  return person;
}

function missing(): NotFound {
  return new NotFound('There is no such person here (any more).');
}

async function refuseFixed(tx: Tx, { person, actor }: { person: Person; actor: Actor }): Promise<void> {
  const owners = await tx.user.count({ where: { role: 'owner' } });
  const fixed = fixedOf(person.role, { actor, owners });
  if (fixed === 'owner') throw new Forbidden('Only an owner can change or remove an owner.');
  if (fixed === 'last-owner')
    throw new Conflict('This is the last owner. Make somebody else an owner first, then change this one.');
}
