/** Waiting in the editor for one real event. What comes is kept as a sample; it starts no run of the draft. */
import { randomBytes } from 'node:crypto';
import type { FieldLabels } from '#lib/label.ts';
import { jsonSize, type Json } from '#lib/value.ts';
import { db, sql, sqlTime } from '#prisma/client.ts';

/** How long one waits at most. */
export const LISTEN_MS = 10 * 60_000;
/** Largest event that makes a sample, in bytes of JSON. */
const SAMPLE_LIMIT = 256 * 1024;
const KEY_BYTES = 16;

/** An event as a trigger gave it. */
export type Caught = { value: Json; labels: FieldLabels };

/** A trigger as it is drawn, while somebody waits for its event. */
export type Listening = { id: string; flowId: string; config: Record<string, Json> };

export type NewListen = {
  flowId: string;
  nodeId: string;
  type: string;
  config: Record<string, Json>;
  by: string;
  /** It is reached at an address: give it one for this while. */
  hasAddress: boolean;
};

/** Begins to wait. Begun again it waits anew, at another address; the sample of before stays until the next event. */
export async function startListening(listen: NewListen): Promise<void> {
  const { flowId, nodeId, type, config, by, hasAddress } = listen;
  const data = {
    ...{ flowId, nodeId, type, status: 'waiting', startedById: by, config: JSON.stringify(config) },
    key: hasAddress ? `test-${randomBytes(KEY_BYTES).toString('base64url')}` : null,
    expiresAt: new Date(Date.now() + LISTEN_MS),
  };
  const id = `${flowId}:${nodeId}`;
  await db().listen.upsert({ where: { id }, create: { id, ...data }, update: data });
}

/** Stops waiting. What came before stays. */
export async function stopListening(id: string): Promise<void> {
  await db().listen.updateMany({ where: { id, status: 'waiting' }, data: { status: 'cancelled', key: null } });
}

/** Keeps the event for whoever waits for it: one event, once. False when nobody does. */
export async function capture(id: string, caught: Caught): Promise<boolean> {
  const now = sqlTime(Date.now());
  const open = `"id" = ? AND "status" = 'waiting' AND "expiresAt" > ?`;
  // A look without the write lock: mostly nobody waits.
  if ((await sql().all(`SELECT 1 FROM "Listen" WHERE ${open}`, [id, now])).length === 0) return false;
  const sample = jsonSize(caught.value) <= SAMPLE_LIMIT ? JSON.stringify(caught) : null;
  const changed = await sql().run(
    `UPDATE "Listen" SET "status" = 'captured', "key" = NULL, "capturedAt" = ?, "sample" = ? WHERE ${open}`,
    [now, sample, id, now],
  );
  return changed > 0;
}

/** Who waits at this test address now. */
export async function listeningAt(type: string, key: string): Promise<Listening | null> {
  const row = await db().listen.findUnique({ where: { key } });
  if (row?.type !== type || row.status !== 'waiting' || row.expiresAt <= new Date()) return null;
  return { id: row.id, flowId: row.flowId, config: JSON.parse(row.config) as Record<string, Json> };
}

/** Everybody who waits for an event of this type now. */
export async function listeningFor(type: string): Promise<Listening[]> {
  const rows = await db().listen.findMany({ where: { type, status: 'waiting', expiresAt: { gt: new Date() } } });
  return rows.map(({ id, flowId, config }) => ({ id, flowId, config: JSON.parse(config) as Record<string, Json> }));
}

/** What a trigger's last captured event held. */
export async function sampleOf(id: string): Promise<Json | undefined> {
  const row = await db().listen.findUnique({ where: { id }, select: { sample: true } });
  return row?.sample ? (JSON.parse(row.sample) as Caught).value : undefined;
}
