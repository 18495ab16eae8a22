import { hashPassword } from 'better-auth/crypto';
import { audit } from '#platform/audit.ts';
import { Conflict } from '#platform/errors.ts';
import { db, transact, type Tx } from '#prisma/client.ts';
import { NewOwner } from '#server/inputs.ts';
import { Forbidden, Gone } from '#server/errors.ts';
import { hashCode, newCode, sameHash } from '#server/one-time-code.ts';
import { insertAccount } from '#server/services/accounts.ts';

const VALID_MS = 24 * 60 * 60 * 1000;
const MAX_ATTEMPTS = 10;

export type OwnerInput = { code?: string; name: string; email: string; password: string };

/** A fresh one-time code for creating the owner, replacing any earlier one; null when there is an owner. */
export async function ensureSetupCode(): Promise<string | null> {
  const code = newCode();
  const row = { hash: hashCode(code), expiresAt: new Date(Date.now() + VALID_MS), attempts: 0, usedAt: null };
  return transact(async (tx) => {
    if (await ownerExists(tx)) return null;
    await tx.setupCode.upsert({ where: { id: 1 }, create: { id: 1, ...row }, update: row });
    return code;
  });
}

/** Creates the owner, once. Without `code` only from the host's own terminal. */
export async function createOwner(input: OwnerInput): Promise<{ id: string }> {
  const { name, email, password } = NewOwner.parse({ name: input.name, email: input.email, password: input.password });
  if (input.code !== undefined) await spendAttempt(input.code);
  // Hashing is slow on purpose: outside the transaction, and only after the code has held.
  const passwordHash = await hashPassword(password);
  return transact(async (tx) => {
    if (await ownerExists(tx)) throw new Conflict('This Hearth has an owner already. Please sign in.');
    if (input.code !== undefined) await useCode(tx, input.code);
    return insertOwner(tx, { name, email: email.toLowerCase(), passwordHash });
  });
}

/** Counts the attempt before anything else, so that a wrong code costs one of ten tries even when tried in parallel. */
async function spendAttempt(code: string): Promise<void> {
  const verdict = await transact(async (tx) => {
    if (await ownerExists(tx)) return new Gone('The set-up code was used already. Please sign in.');
    const row = await tx.setupCode.findUnique({ where: { id: 1 } });
    const problem = problemOf(row);
    if (problem) return problem;
    if (sameHash(row?.hash, hashCode(code))) return null;
    await tx.setupCode.update({ where: { id: 1 }, data: { attempts: { increment: 1 } } });
    return new Forbidden('This set-up code is wrong. It stands in the terminal where Hearth was started.');
  });
  if (verdict) throw verdict;
}

async function useCode(tx: Tx, code: string): Promise<void> {
  const row = await tx.setupCode.findUnique({ where: { id: 1 } });
  const problem = problemOf(row);
  if (problem) throw problem;
  if (!sameHash(row?.hash, hashCode(code))) throw new Forbidden('This set-up code is wrong.');
  await tx.setupCode.update({ where: { id: 1 }, data: { usedAt: new Date() } });
}

function problemOf(row: { expiresAt: Date; attempts: number; usedAt: Date | null } | null): Error | null {
  if (!row) return new Forbidden('There is no set-up code. Restart Hearth to get one.');
  if (row.usedAt) return new Gone('The set-up code was used already. Please sign in.');
  if (row.expiresAt.getTime() <= Date.now())
    return new Gone('The set-up code has expired. Restart Hearth to get a new one.');
  if (row.attempts >= MAX_ATTEMPTS) return new Gone('Too many wrong set-up codes. Restart Hearth to get a new one.');
  return null;
}

async function insertOwner(
  tx: Tx,
  owner: { name: string; email: string; passwordHash: string },
): Promise<{ id: string }> {
  const { id } = await insertAccount(tx, { ...owner, role: 'owner' });
  await audit(tx, { actor: 'system', action: 'owner.create', subject: `user:${id}`, detail: {} });
  return { id };
}

type Reset = { email: string; password: string; passkeys?: boolean | undefined };

/**
 * Gives an account a new password and ends all of its sessions; for the terminal of the host. `passkeys`: those and the
 * recovery codes go too, for whoever lost them all.
 */
export async function resetPassword({ email, password, passkeys = false }: Reset): Promise<{ id: string }> {
  const checked = NewOwner.pick({ email: true, password: true }).parse({ email, password });
  const passwordHash = await hashPassword(checked.password);
  return transact(async (tx) => {
    const user = await tx.user.findUnique({ where: { email: checked.email.toLowerCase() }, select: { id: true } });
    if (!user) throw new Forbidden('There is no account with this email address.');
    await tx.account.updateMany({
      where: { userId: user.id, providerId: 'credential' },
      data: { password: passwordHash },
    });
    await tx.session.deleteMany({ where: { userId: user.id } });
    if (passkeys) {
      await tx.passkey.deleteMany({ where: { userId: user.id } });
      await tx.recoveryCode.deleteMany({ where: { userId: user.id } });
    }
    const detail: { passkeys?: true } = passkeys ? { passkeys: true } : {};
    await audit(tx, { actor: 'system', action: 'user.reset', subject: `user:${user.id}`, detail });
    return { id: user.id };
  });
}

async function ownerExists(tx: Tx): Promise<boolean> {
  return (await tx.user.count({ where: { role: 'owner' } })) > 0;
}

/** Whether there is an owner: the web refuses to leave this machine before. */
export async function hasOwner(): Promise<boolean> {
  return (await db().user.count({ where: { role: 'owner' } })) > 0;
}
