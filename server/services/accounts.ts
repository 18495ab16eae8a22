import { randomUUID } from 'node:crypto';
import type { Me } from '#lib/views.ts';
import { db, type Tx } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { tourOf } from '#server/services/tour.ts';

/** The caller as pages show them; null when nobody is signed in. */
export async function meOf(actor: Actor | null): Promise<Me | null> {
  if (!actor) return null;
  const { userId: id, name, email, role, rights } = actor;
  return { id, name, email, role, rights, tour: await tourOf(actor) };
}

/** Whether this Hearth still waits for its owner. */
export async function setupState(): Promise<{ needsOwner: boolean }> {
  return { needsOwner: (await db().user.count({ where: { role: 'owner' } })) === 0 };
}

/** Ends every session of the caller, this one included. */
export async function clearSessions(actor: Actor): Promise<{ ended: number }> {
  const { count } = await db().session.deleteMany({ where: { userId: actor.userId } });
  return { ended: count };
}

/** Writes a person who signs in with a password; better-auth reads both rows. */
export async function insertAccount(
  tx: Tx,
  { name, email, role, passwordHash }: { name: string; email: string; role: string; passwordHash: string },
): Promise<{ id: string }> {
  const id = randomUUID();
  await tx.user.create({ data: { id, name, email, emailVerified: true, role } });
  const account = { id: randomUUID(), accountId: id, providerId: 'credential', userId: id };
  await tx.account.create({ data: { ...account, password: passwordHash } });
  return { id };
}
