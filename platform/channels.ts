/** What a listener of a chat connection works for, where it stands and how it is. */
import { listeningFor } from '#platform/listen.ts';
import { db, sql, sqlTime } from '#prisma/client.ts';

/** A trigger of a published flow that waits for a connection's events. */
export type Watcher = {
  triggerId: string;
  flowId: string;
  versionId: string;
  planHash: string;
  /** The trigger's params. */
  config: Record<string, unknown>;
};

/** A connection somebody has to listen to. `version` changes with its settings. */
export type Wanted = { connectionId: string; version: string };

/** Triggers of a type whose flow is published and not paused, for one connection or all. */
export async function watchersOf(type: string, connectionId?: string): Promise<Watcher[]> {
  const rows = await db().trigger.findMany({
    where: { type, active: true, flow: { paused: false, deletedAt: null, publishedId: { not: null } } },
    orderBy: { id: 'asc' },
    select: { id: true, config: true, flow: { select: { id: true, publishedId: true } } },
  });
  const watching = rows
    .map((row) => ({ ...row, config: JSON.parse(row.config) as Record<string, unknown> }))
    .filter(({ config }) => connectionId === undefined || config.connection === connectionId);
  const ids = watching.flatMap(({ flow }) => (flow.publishedId === null ? [] : [flow.publishedId]));
  const versions = await db().flowVersion.findMany({
    where: { id: { in: ids } },
    select: { id: true, planHash: true },
  });
  const hashes = new Map(versions.map((version) => [version.id, version.planHash]));
  return watching.flatMap(({ id: triggerId, config, flow }) => {
    const versionId = flow.publishedId ?? '';
    const planHash = hashes.get(versionId);
    return planHash === undefined ? [] : [{ triggerId, flowId: flow.id, versionId, planHash, config }];
  });
}

/**
 * Connections of a type that somebody has to listen to: because a flow waits for them, a code is open that may
 * come in, or an owner is paired, who must be able to write /stop at any time.
 */
export async function wantedConnections(kind: { connection: string; trigger: string }): Promise<Wanted[]> {
  const watchers = await watchersOf(kind.trigger);
  // Somebody may wait in the editor for a message to a flow that is not published yet.
  const waiting = [...watchers, ...(await listeningFor(kind.trigger))];
  const used = waiting.flatMap(({ config }) => (typeof config.connection === 'string' ? [config.connection] : []));
  const rows = await db().connection.findMany({
    where: {
      type: kind.connection,
      OR: [
        { id: { in: used } },
        { pairings: { some: { usedAt: null, expiresAt: { gt: new Date() } } } },
        { chats: { some: { role: 'owner' } } },
      ],
    },
    select: { id: true, config: true, secret: true },
  });
  return rows.map(({ id, config, secret }) => ({ connectionId: id, version: `${config}\n${secret ?? ''}` }));
}

export type ChannelState = { accountName: string; cursor: string | null; movedAt: Date | null };

/** Notes that we are signed in, and gives where we stood with this account. Another account begins anew. */
export async function enterChannel(channel: {
  connectionId: string;
  account: string;
  accountName: string;
}): Promise<ChannelState> {
  const { connectionId, account, accountName } = channel;
  const now = new Date();
  const old = await db().channel.findUnique({ where: { connectionId } });
  const anew = old?.account === account ? {} : { cursor: null, movedAt: null };
  return db().channel.upsert({
    where: { connectionId },
    create: { ...channel, connectedAt: now, checkedAt: now },
    update: { account, accountName, connectedAt: now, checkedAt: now, ...anew },
    select: { accountName: true, cursor: true, movedAt: true },
  });
}

/** Everything up to here is on disk: from now on the service may forget it. */
export async function moveCursor(connectionId: string, cursor: string): Promise<void> {
  const now = sqlTime(Date.now());
  await sql().run('UPDATE "Channel" SET "cursor" = ?, "movedAt" = ?, "checkedAt" = ? WHERE "connectionId" = ?', [
    ...[cursor, now, now, connectionId],
  ]);
}

/** The service answered just now, though nothing happens. */
export async function noteChecked(connectionId: string): Promise<void> {
  const now = sqlTime(Date.now());
  await sql().run('UPDATE "Channel" SET "checkedAt" = ? WHERE "connectionId" = ?', [now, connectionId]);
}

/** Nobody listens any more. */
export async function leaveChannel(connectionId: string): Promise<void> {
  await sql().run('UPDATE "Channel" SET "connectedAt" = NULL WHERE "connectionId" = ?', [connectionId]);
}

/** Shows at the triggers of a connection what is wrong (null: nothing any more). */
export async function noteTrouble(connectionId: string, message: string | null): Promise<void> {
  await sql().run(
    `UPDATE "Trigger" SET "lastError" = ? WHERE json_extract("config", '$.connection') = ? AND "lastError" IS NOT ?`,
    [message, connectionId, message],
  );
}

/** How the listeners of these connections are. */
export async function channelHealth(connectionIds: string[]) {
  const where = { connectionId: { in: connectionIds } };
  const rows = await db().channel.findMany({ where });
  return new Map(rows.map((row) => [row.connectionId, row]));
}
