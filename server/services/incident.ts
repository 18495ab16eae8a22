import type { IncidentEffect, IncidentView } from '#lib/views-admin.ts';
import { audit } from '#platform/audit.ts';
import { secretNames } from '#platform/connection-secrets.ts';
import { setStop, stopFlags } from '#platform/stop.ts';
import { db, sql, sqlTime, transact } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { refuseToken } from '#server/services/people.ts';

/** What was taken away from whom: counts. */
export type LockedOut = { sessions: number; tokens: number; invites: number; pairings: number };

const MOST_EFFECTS = 500;

/** Stops everything before its next effect, then ends every way in but the caller's own session. */
export async function lockDown({ reason, actor }: { reason: string; actor: Actor }): Promise<LockedOut> {
  refuseToken(actor, 'begin an incident');
  // First and by itself: whatever fails below, nothing more happens.
  await setStop('global', actorName(actor), reason);
  return transact(async (tx) => {
    const now = new Date();
    const unused = { usedAt: null, revokedAt: null };
    const sessions = await tx.session.deleteMany({ where: { NOT: { id: actor.sessionId ?? '' } } });
    const tokens = await tx.apiToken.updateMany({ where: { revokedAt: null }, data: { revokedAt: now } });
    const invites = await tx.invite.updateMany({ where: unused, data: { revokedAt: now } });
    const pairings = await tx.pairing.deleteMany({ where: { usedAt: null } });
    const locked = {
      sessions: sessions.count,
      tokens: tokens.count,
      invites: invites.count,
      pairings: pairings.count,
    };
    await audit(tx, {
      actor: actorName(actor),
      action: 'incident.begin',
      subject: 'house',
      detail: { reason, ...locked },
    });
    return locked;
  });
}

/** What was done to the world since a time and who allowed it, and whose secrets may be known to others. */
export async function incidentView({
  since,
  limit = MOST_EFFECTS,
}: {
  since: string;
  limit?: number;
}): Promise<IncidentView> {
  const from = new Date(since);
  const [effects, connections, tokens, sessions, stops] = await Promise.all([
    effectsSince(from, limit + 1),
    db().connection.findMany({ where: { secret: { not: null } }, orderBy: { name: 'asc' } }),
    db().apiToken.count({ where: { revokedAt: null } }),
    db().session.count({ where: { expiresAt: { gt: new Date() } } }),
    stopFlags(),
  ]);
  return {
    since: from.toISOString(),
    effects: effects.slice(0, limit),
    more: effects.length > limit,
    connections: connections.map((row) => ({
      id: row.id,
      name: row.name,
      type: row.type,
      hosts: JSON.parse(row.hosts) as string[],
      secrets: secretNames(row),
      changedAt: row.updatedAt.toISOString(),
    })),
    tokens,
    sessions,
    stopped: stops.some(({ scope }) => scope === 'global'),
  };
}

type Row = Omit<IncidentEffect, 'at' | 'approval'> & {
  startedAt: string;
  approvalId: string | null;
  choice: string | null;
  decidedAt: string | null;
  decidedBy: string | null;
};

async function effectsSince(from: Date, limit: number): Promise<IncidentEffect[]> {
  const rows = await sql().all<Row>(
    `SELECT e."key", e."startedAt", e."runId", r."flowId", f."name" AS "flowName", e."stepId", e."tool", e."risk",
       e."target", e."status", e."approvalId", a."choice", a."decidedAt", COALESCE(u."name", a."decidedById") AS "decidedBy"
     FROM "Effect" e
     LEFT JOIN "Run" r ON r."id" = e."runId" LEFT JOIN "Flow" f ON f."id" = r."flowId"
     LEFT JOIN "Approval" a ON a."id" = e."approvalId" LEFT JOIN "user" u ON u."id" = a."decidedById"
     WHERE e."startedAt" >= ? ORDER BY e."startedAt" DESC, e."key" LIMIT ?`,
    [sqlTime(from), limit],
  );
  return rows.map(({ startedAt, approvalId, choice, decidedAt, decidedBy, ...effect }) => ({
    ...effect,
    at: new Date(startedAt).toISOString(),
    approval:
      approvalId === null
        ? null
        : { id: approvalId, choice, by: decidedBy, at: decidedAt === null ? null : new Date(decidedAt).toISOString() },
  }));
}
