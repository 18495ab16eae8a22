/** Changes of files, written down first. What was there before is kept encrypted in the data folder. */
import { createHash, randomBytes } from 'node:crypto';
import { rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { OutcomeUnknown } from '#lib/errors.ts';
import { env } from '#platform/env.ts';
import { startSealing, type SealPlace } from '#platform/seal.ts';
import { writeDurably } from '#platform/write-durably.ts';
import { db } from '#prisma/client.ts';

export type ChangeKind = 'write' | 'append' | 'move' | 'delete' | 'restore';

const PIECE = 256 * 1024;
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const MOST_FORGOTTEN = 20;

/** The content of a file piece by piece, from its beginning. */
export async function* piecesOf(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ;) {
    const buffer = Buffer.allocUnsafe(PIECE);
    const { bytesRead } = await handle.read(buffer, 0, PIECE, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

export async function hashOf(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of piecesOf(handle)) hash.update(piece);
  return hash.digest('hex');
}

export type Change = {
  effectKey: string;
  runId: string;
  stepId: string;
  folder: string;
  path: string;
  kind: ChangeKind;
  toPath?: string;
  before: string | null;
  after: string | null;
};

/** What this effect has changed, if what is there now is what it makes; null while it has still to be done. */
export async function doneChange(
  effectKey: string,
  now: string | null,
): Promise<{ before: string | null; kept: boolean } | null> {
  const select = { before: true, after: true, kept: true };
  const row = await db().fileChange.findUnique({ where: { effectKey }, select });
  if (!row) return null;
  if (now === row.after) return row;
  if (now === row.before) return null;
  throw new OutcomeUnknown('The file was changed by somebody else while this step was interrupted.');
}

/** Writes the change down, and keeps what is there now. Says whether there was anything to keep. */
export async function beginChange(change: Change, now: FileHandle | null): Promise<boolean> {
  const { effectKey } = change;
  if (await db().fileChange.findUnique({ where: { effectKey }, select: { id: true } })) return now !== null;
  await forgetOld();
  const id = randomBytes(16).toString('hex');
  const size = now ? (await now.stat()).size : 0;
  if (now) await writeDurably(versionPath(id), sealed(id, now));
  await db().fileChange.create({ data: { ...change, id, size, kept: now !== null }, select: { id: true } });
  return now !== null;
}

async function* sealed(id: string, handle: FileHandle): AsyncGenerator<Buffer> {
  const sealing = startSealing(sealOf(id));
  yield sealing.begin;
  for await (const piece of piecesOf(handle)) yield sealing.add(piece);
  yield sealing.end();
}

/** What a version is sealed for. */
export function sealOf(id: string): SealPlace {
  return { purpose: 'blob', context: `version:${id}` };
}

/** Where a version is kept, sealed. */
export function versionPath(id: string): string {
  return join(env().dataDir, 'versions', id);
}

/** A few at a time, whenever a file is changed. */
async function forgetOld(): Promise<void> {
  const old = await db().fileChange.findMany({
    where: { createdAt: { lt: new Date(Date.now() - KEPT_MS) } },
    select: { id: true },
    take: MOST_FORGOTTEN,
  });
  for (const { id } of old) {
    await rm(versionPath(id), { force: true });
    await db().fileChange.delete({ where: { id } });
  }
}
