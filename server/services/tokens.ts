import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Invalid } from '#lib/errors.ts';
import type { Right, TokenView } from '#lib/views.ts';
import { audit } from '#platform/audit.ts';
import { NotFound } from '#platform/errors.ts';
import { db, transact } from '#prisma/client.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { Forbidden, Unauthorized } from '#server/errors.ts';
import { rightsOfToken } from '#server/rights.ts';

export type NewToken = { name: string; scopes: Right[]; expiresAt?: string };

const TOKEN = /^hearth_[A-Za-z0-9_-]{43}$/;
const tokenRow = {
  id: true,
  name: true,
  scopes: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  revokedAt: true,
} as const;
// `lastUsedAt` is for people: writing it at most once a minute keeps reads free of writes.
const TOUCH_EVERY_MS = 60_000;

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** The caller's own tokens; an admin sees everybody's. */
export async function listTokens(actor: Actor): Promise<TokenView[]> {
  const rows = await db().apiToken.findMany({
    where: withinReach(actor),
    orderBy: { createdAt: 'desc' },
    select: tokenRow,
  });
  return rows.map(tokenView);
}

function withinReach(actor: Actor): { userId?: string } {
  return actor.rights.includes('admin') ? {} : { userId: actor.userId };
}

function tokenView(row: Prisma.ApiTokenGetPayload<{ select: typeof tokenRow }>): TokenView {
  return {
    id: row.id,
    name: row.name,
    scopes: JSON.parse(row.scopes) as Right[],
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

/** Gives a token another name. */
export async function renameToken({ id, name, actor }: { id: string; name: string; actor: Actor }): Promise<TokenView> {
  requireManager(actor);
  const { count } = await db().apiToken.updateMany({ where: { id, ...withinReach(actor) }, data: { name } });
  if (count === 0) throw new NotFound('There is no token with this id.');
  return tokenView(await db().apiToken.findUniqueOrThrow({ where: { id }, select: tokenRow }));
}

/** Makes a token; its text is in this answer and nowhere else. It can be given only rights that the caller has. */
export async function createToken(input: NewToken, actor: Actor): Promise<{ id: string; token: string }> {
  requireManager(actor);
  const excess = input.scopes.filter((scope) => !actor.rights.includes(scope));
  if (excess.length > 0)
    throw new Forbidden(`You cannot give a token rights that you do not have: ${excess.join(', ')}.`);
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  if (expiresAt && expiresAt.getTime() <= Date.now()) throw new Invalid('The expiry lies in the past.');
  const token = `hearth_${randomBytes(32).toString('base64url')}`;
  const scopes = JSON.stringify([...new Set(input.scopes)]);
  const data = { id: randomUUID(), name: input.name, hash: hashOf(token), scopes, userId: actor.userId, expiresAt };
  await transact(async (tx) => {
    await tx.apiToken.create({ data });
    const detail = { name: input.name, scopes: input.scopes };
    await audit(tx, { actor: actorName(actor), action: 'token.create', subject: `token:${data.id}`, detail });
  });
  return { id: data.id, token };
}

/** From now on the token opens nothing. It can say so itself. */
export async function revokeToken(id: string, actor: Actor): Promise<{ revoked: true }> {
  if (actor.tokenId !== id) requireManager(actor);
  await transact(async (tx) => {
    const row = await tx.apiToken.findFirst({
      where: { id, ...withinReach(actor) },
      select: { id: true, revokedAt: true },
    });
    if (!row) throw new NotFound('There is no token with this id.');
    if (row.revokedAt) return;
    await tx.apiToken.update({ where: { id }, data: { revokedAt: new Date() } });
    await audit(tx, { actor: actorName(actor), action: 'token.revoke', subject: `token:${id}`, detail: {} });
  });
  return { revoked: true };
}

/** A leaked token must not be able to make itself successors. */
function requireManager(actor: Actor): void {
  if (actor.via === 'token' && !actor.rights.includes('admin')) {
    throw new Forbidden('Only a token with the right "admin" can manage tokens. Use the web page instead.');
  }
}

/** Who stands behind a token; throws when it opens nothing. */
export async function actorOfToken(token: string): Promise<Actor> {
  const wrong = new Unauthorized('This token is not valid. It may have been revoked or have expired.');
  if (!TOKEN.test(token)) throw wrong;
  const row = await db().apiToken.findUnique({ where: { hash: hashOf(token) } });
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt.getTime() <= Date.now())) throw wrong;
  const user = await db().user.findUnique({
    where: { id: row.userId },
    select: { id: true, name: true, email: true, role: true },
  });
  if (!user) throw wrong;
  if (!row.lastUsedAt || Date.now() - row.lastUsedAt.getTime() > TOUCH_EVERY_MS) {
    await db().apiToken.update({ where: { id: row.id }, data: { lastUsedAt: new Date() } });
  }
  const rights = rightsOfToken(user.role, JSON.parse(row.scopes) as Right[]);
  return {
    userId: user.id,
    name: `${user.name} (token ${row.name})`,
    email: user.email,
    role: user.role,
    via: 'token',
    rights,
    tokenId: row.id,
  };
}
