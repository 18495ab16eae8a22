/** Values too large for workflow state: encrypted files, each written and synced before the row that names it. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Invalid, Refused } from '#lib/errors.ts';
import type { FieldLabels } from '#lib/label.ts';
import { INLINE_LIMIT, type BlobRef, type Json, type Stored } from '#lib/value.ts';
import { env } from '#platform/env.ts';
import { NotFound } from '#platform/errors.ts';
import { startSealing, unsealBytes } from '#platform/seal.ts';
import { writeDurably } from '#platform/write-durably.ts';
import { db } from '#prisma/client.ts';

/** Largest single value, in bytes. */
export const BLOB_LIMIT = 50 * 1024 * 1024;
const PREVIEW_BYTES = 2048;
const ORPHAN_AGE_MS = 3600_000;
const JSON_TYPE = 'application/json';

type NewBlob = { runId: string | null; contentType: string };

/** Stores bytes for a run (or for none: `null`). */
export async function putBlob({ bytes, ...blob }: NewBlob & { bytes: Uint8Array }): Promise<BlobRef> {
  if (bytes.length > BLOB_LIMIT) {
    throw new Invalid(
      `A value of ${megabytes(bytes.length)} is too large to keep; the limit is ${megabytes(BLOB_LIMIT)}.`,
    );
  }
  return putBlobStream({ ...blob, source: [bytes] });
}

/** The same for bytes that come piece by piece: no more than a piece is in memory. What breaks off leaves nothing. */
export async function putBlobStream(
  blob: NewBlob & { source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>; maxBytes?: number },
): Promise<BlobRef> {
  const { runId, source, contentType, maxBytes = BLOB_LIMIT } = blob;
  const id = randomBytes(16).toString('hex');
  const path = `blobs/${folderName(runId)}/${id}`;
  const sealing = startSealing({ purpose: 'blob', context: `blob:${id}` });
  const hash = createHash('sha256');
  const head: Uint8Array[] = [];
  let size = 0;
  async function* sealed() {
    yield sealing.begin;
    for await (const piece of source) {
      if (size < PREVIEW_BYTES) head.push(piece.slice(0, PREVIEW_BYTES - size));
      size += piece.length;
      if (size > maxBytes) throw new Refused(`It is larger than ${megabytes(maxBytes)}, which is too large to keep.`);
      hash.update(piece);
      yield sealing.add(piece);
    }
    yield sealing.end();
  }
  await writeDurably(join(env().dataDir, path), sealed());
  await db().blob.create({ data: { id, runId, path, size, contentType, sha256: hash.digest('hex') } });
  return { ref: id, size, contentType, preview: previewOf({ head: Buffer.concat(head), size, contentType }) };
}

/** The bytes of a stored value. */
export async function readBlob(blob: BlobRef | string): Promise<Buffer> {
  const id = typeof blob === 'string' ? blob : blob.ref;
  const row = await db().blob.findUnique({ where: { id }, select: { path: true, sha256: true } });
  if (!row) throw new NotFound('This stored value is gone.');
  const sealed = await readFile(join(env().dataDir, row.path)).catch((error: unknown) => {
    throw new Refused('A stored value is missing from the data folder.', { cause: error });
  });
  const bytes = unsealBytes({ purpose: 'blob', context: `blob:${id}` }, sealed);
  if (createHash('sha256').update(bytes).digest('hex') !== row.sha256)
    throw new Refused('A stored value was changed on disk.');
  return bytes;
}

/** Puts a labelled value where it belongs: inline while it is small, else into a blob. */
export async function storeValue(value: { runId: string; value: Json; labels: FieldLabels }): Promise<Stored> {
  const { runId, labels } = value;
  const text = JSON.stringify(value.value);
  // A character is at least one byte: no need to encode what is too long already.
  if (text.length <= INLINE_LIMIT && Buffer.byteLength(text) <= INLINE_LIMIT) {
    return { kind: 'inline', value: value.value, labels };
  }
  const blob = await putBlob({ runId, bytes: Buffer.from(text, 'utf8'), contentType: JSON_TYPE });
  return { kind: 'blob', blob, labels };
}

/** The value itself. */
export async function loadValue(stored: Stored): Promise<Json> {
  if (stored.kind === 'inline') return stored.value;
  return JSON.parse((await readBlob(stored.blob)).toString('utf8')) as Json;
}

/** Deletes files that a crash left without a row. Young ones may still get theirs. */
export async function removeOrphanBlobs(olderThanMs = ORPHAN_AGE_MS): Promise<number> {
  const root = join(env().dataDir, 'blobs');
  if (!existsSync(root)) return 0;
  let removed = 0;
  for (const folder of await readdir(root)) {
    for (const name of await readdir(join(root, folder))) {
      const path = join(root, folder, name);
      if (Date.now() - (await stat(path)).mtimeMs < olderThanMs) continue;
      if (await db().blob.findUnique({ where: { id: name }, select: { id: true } })) continue;
      await rm(path, { force: true });
      removed += 1;
    }
  }
  return removed;
}

/** Deletes what was stored for a run that never came to be. */
export async function dropBlobs(runId: string): Promise<void> {
  const rows = await db().blob.findMany({ where: { runId }, select: { id: true, path: true } });
  if (rows.length === 0 || (await db().run.findUnique({ where: { id: runId }, select: { id: true } }))) return;
  await db().blob.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
  for (const { path } of rows) await rm(join(env().dataDir, path), { force: true });
}

function previewOf({ head, size, contentType }: { head: Buffer; size: number; contentType: string }): string {
  const isText = contentType.startsWith('text/') || contentType.includes('json') || contentType.includes('xml');
  if (!isText) return '';
  const text = head.toString('utf8');
  // A character cut in two at the end shows as a replacement sign.
  return size > PREVIEW_BYTES ? text.replace(/\uFFFD+$/, '') : text;
}

function folderName(runId: string | null): string {
  if (runId === null) return 'shared';
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(runId)) throw new Invalid('This run id cannot name a folder.');
  return runId;
}

function megabytes(size: number): string {
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}
