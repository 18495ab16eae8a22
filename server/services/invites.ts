import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type { InviteRole, InviteView } from '#lib/views-people.ts';
import { personOf } from '#platform/actor.ts';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { db, transact, type Tx } from '#prisma/client.ts';
import type { Invite } from '#prisma/generated/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { Forbidden, Gone, TooMany } from '#server/errors.ts';
import { NewOwner } from '#server/inputs.ts';
import { hashCode, newCode, sameHash } from '#server/one-time-code.ts';
import { insertAccount } from '#server/services/accounts.ts';
import { refuseToken } from '#server/services/people.ts';
import { clientKey, TokenBuckets } from '#server/token-bucket.ts';

const HOUR_MS = 60 * 60 * 1000;
const MOST_OPEN = 50;
const MOST_LISTED = 100;
const KIND = 'invite:';

/** Tries of one client, and of all together: a code has 98 bits, and nobody gets to count them off. */
const perClient = new TokenBuckets({ burst: 8, perMinute: 4 });
const together = new TokenBuckets({ burst: 60, perMinute: 30 });

export type NewInvite = { role: InviteRole; note: string; hours: number };
export type Joining = { code: string; name: string; email: string; password: string };

/** Offers somebody a place here; the code is in this answer and nowhere else. */
export async function createInvite(
  { role, note, hours }: NewInvite,
  actor: Actor,
): Promise<{ id: string; code: string; expiresAt: string }> {
  refuseToken(actor, 'invite people');
  const code = newCode();
  const expiresAt = new Date(Date.now() + hours * HOUR_MS);
  const by = actorName(actor);
  const id = randomUUID();
  await transact(async (tx) => {
    const open = await tx.invite.count({ where: { usedAt: null, revokedAt: null, expiresAt: { gt: new Date() } } });
    if (open >= MOST_OPEN) throw new Conflict(`${MOST_OPEN} invites are open already. Revoke some of them first.`);
    await tx.invite.create({
      data: { id, hash: hashCode(code, KIND), role, note, createdById: personOf(by), expiresAt },
    });
    const detail = { role, note, expiresAt: expiresAt.toISOString() };
    await audit(tx, { actor: by, action: 'invite.create', subject: `invite:${id}`, detail });
  });
  return { id, code, expiresAt: expiresAt.toISOString() };
}

/** Invites, newest first; never their codes. */
export async function listInvites(): Promise<InviteView[]> {
  const rows = await db().invite.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: MOST_LISTED });
  const ids = [...new Set(rows.flatMap((row) => [row.createdById, row.usedById].filter((id) => id !== null)))];
  const people = await db().user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? 'A former user'));
  return rows.map((row) => ({
    id: row.id,
    role: row.role as InviteRole,
    note: row.note,
    status: statusOf(row),
    createdBy: nameOf(row.createdById),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    usedAt: row.usedAt?.toISOString() ?? null,
    usedBy: nameOf(row.usedById),
  }));
}

function statusOf(row: Invite): InviteView['status'] {
  if (row.usedAt) return 'used';
  if (row.revokedAt) return 'revoked';
  return row.expiresAt.getTime() <= Date.now() ? 'expired' : 'open';
}

/** From now on the code opens nothing. */
export async function revokeInvite(id: string, actor: Actor): Promise<{ revoked: true }> {
  await transact(async (tx) => {
    const row = await tx.invite.findUnique({ where: { id } });
    if (!row) throw new NotFound('There is no such invite.');
    if (row.usedAt) throw new Conflict('Somebody came in with this invite already. Remove the person instead.');
    if (row.revokedAt) return;
    await tx.invite.update({ where: { id }, data: { revokedAt: new Date() } });
    await audit(tx, { actor: actorName(actor), action: 'invite.revoke', subject: `invite:${id}`, detail: {} });
  });
  return { revoked: true };
}

/** Makes the account of an invited person, once per code. `client`: where the request comes from, for the rate limit. */
export async function join(joining: Joining, client: string): Promise<{ id: string }> {
  const { code, ...person } = joining;
  const { name, email, password } = NewOwner.parse(person);
  slowDown(client);
  const hash = hashCode(code, KIND);
  requireOpen(await db().invite.findUnique({ where: { hash } }), hash);
  // Hashing is slow on purpose: outside the transaction, and only after the code has held.
  const passwordHash = await hashPassword(password);
  return transact(async (tx) => {
    const invite = requireOpen(await tx.invite.findUnique({ where: { hash } }), hash);
    const address = email.toLowerCase();
    if (await tx.user.findUnique({ where: { email: address }, select: { id: true } }))
      throw new Conflict('Somebody signs in with this email address already. Use another one, or sign in.');
    const { id } = await insertAccount(tx, { name, email: address, role: invite.role, passwordHash });
    await useInvite(tx, { invite, userId: id });
    return { id };
  });
}

async function useInvite(tx: Tx, { invite, userId }: { invite: Invite; userId: string }): Promise<void> {
  const { count } = await tx.invite.updateMany({
    where: { id: invite.id, usedAt: null, revokedAt: null },
    data: { usedAt: new Date(), usedById: userId },
  });
  if (count === 0) throw new Gone('This invite was used already.');
  const detail = { invite: invite.id, role: invite.role };
  await audit(tx, { actor: `user:${userId}`, action: 'user.join', subject: `user:${userId}`, detail });
}

function slowDown(client: string): void {
  const seconds = Math.max(perClient.take(clientKey(client)), together.take('all'));
  if (seconds > 0) throw new TooMany(`Too many tries. Wait ${seconds} seconds, then try again.`);
}

function requireOpen(invite: Invite | null, hash: string): Invite {
  if (!invite || !sameHash(invite.hash, hash))
    throw new Forbidden('This code is wrong. Look at it again, or ask whoever invited you for a new one.');
  const status = statusOf(invite);
  if (status === 'used') throw new Gone('This code was used already. If it was you, sign in.');
  if (status === 'revoked') throw new Gone('This invite was taken back. Ask whoever invited you.');
  if (status === 'expired') throw new Gone('This code has expired. Ask whoever invited you for a new one.');
  return invite;
}
