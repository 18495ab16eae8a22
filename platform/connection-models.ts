/** Models of a service: which it has, as it told last, and those that it is told to fetch. */
import { randomUUID } from 'node:crypto';
import type { ListedModel, PullView } from '#lib/views-models.ts';
import { audit } from '#platform/audit.ts';
import { db, transact } from '#prisma/client.ts';
import type { ModelPull } from '#prisma/generated/client.ts';

/** Of one service: more are not kept. */
const MOST_MODELS = 1000;
const LONGEST_NAME = 200;
const MOST_PULLS = 10;

/** Takes down which models a service has now. */
export async function noteModels(connectionId: string, listed: readonly ListedModel[]): Promise<void> {
  // It may have been deleted while its service was asked.
  if ((await db().connection.count({ where: { id: connectionId } })) === 0) return;
  const usable = listed.filter(({ name }) => name.length > 0 && name.length <= LONGEST_NAME).slice(0, MOST_MODELS);
  const now = { models: JSON.stringify(usable), at: new Date() };
  await db().modelList.upsert({ where: { connectionId }, create: { connectionId, ...now }, update: now });
}

/** What was taken down last; null if the service was never asked. */
export async function notedModels(connectionId: string): Promise<{ at: string; models: ListedModel[] } | null> {
  const row = await db().modelList.findUnique({ where: { connectionId } });
  return row && { at: row.at.toISOString(), models: JSON.parse(row.models) as ListedModel[] };
}

/** Begins to fetch a model; where that is under way already, it is the same. */
export async function beginPull(asked: {
  connectionId: string;
  model: string;
  by: string;
}): Promise<{ id: string; isNew: boolean }> {
  const { connectionId, model, by } = asked;
  return transact(async (tx) => {
    const running = await tx.modelPull.findFirst({ where: { connectionId, model, status: 'running' } });
    if (running) return { id: running.id, isNew: false };
    const id = randomUUID();
    await tx.modelPull.create({ data: { id, connectionId, model, startedAt: new Date() } });
    const detail = { model };
    await audit(tx, { actor: by, action: 'model.pull', subject: `connection:${connectionId}`, detail });
    return { id, isNew: true };
  });
}

/** What is to be fetched; null once that is over. */
export async function runningPull(id: string): Promise<{ connectionId: string; model: string } | null> {
  const where = { id, status: 'running' };
  return db().modelPull.findFirst({ where, select: { connectionId: true, model: true } });
}

/** How far it is. */
export async function notePull(id: string, now: { stage: string; bytes: number; bytesAll: number }): Promise<void> {
  const data = { stage: now.stage.slice(0, 200), bytes: BigInt(now.bytes), bytesAll: BigInt(now.bytesAll) };
  await db().modelPull.updateMany({ where: { id, status: 'running' }, data });
}

/** Ends it, once. */
export async function endPull(
  id: string,
  { status, message }: { status: Exclude<PullView['status'], 'running'>; message: string | null },
): Promise<void> {
  const data = { status, message: message?.slice(0, 500) ?? null, endedAt: new Date() };
  await db().modelPull.updateMany({ where: { id, status: 'running' }, data });
}

/** The last of a connection, newest first. */
export async function pullsOf(connectionId: string): Promise<PullView[]> {
  const rows = await db().modelPull.findMany({
    where: { connectionId },
    orderBy: [{ startedAt: 'desc' }, { id: 'asc' }],
    take: MOST_PULLS,
  });
  return rows.map(pullView);
}

/** One of them; null if there is none. */
export async function pullOf(connectionId: string, id: string): Promise<PullView | null> {
  const row = await db().modelPull.findFirst({ where: { id, connectionId } });
  return row && pullView(row);
}

function pullView({ id, model, status, stage, bytes, bytesAll, message, startedAt }: ModelPull): PullView {
  const state = status as PullView['status'];
  const at = startedAt.toISOString();
  return { id, model, status: state, stage, bytes: Number(bytes), bytesAll: Number(bytesAll), message, startedAt: at };
}
