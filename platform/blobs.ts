/** Values too large for workflow state: encrypted files, each written and synced before the row that names it. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Invalid, Refused } from '#lib/errors.ts';
import type { FieldLabels } from '#lib/label.ts';
import { INLINE_LIMIT, type BlobRef, type Json, type Stored } from '#lib/value.ts';
import { env } from '#platform/env.ts';
import { NotFound } from '#platform/errors.ts';
import { syncFolder } from '#platform/keys.ts';
import { sealBytes, unsealBytes } from '#platform/seal.ts';
import { db } from '#prisma/client.ts';

/** Largest single value, in bytes. */
export const BLOB_LIMIT = 50 * 1024 * 1024;
const PREVIEW_BYTES = 2048;
const ORPHAN_AGE_MS = 3600_000;
const JSON_TYPE = 'application/json';

/** Stores bytes for a run (or for none: `null`). */
export async function putBlob(blob: {
  runId: string | null;
  bytes: Uint8Array;
  contentType: string;
}): Promise<BlobRef> {
  const { runId, bytes, contentType } = blob;
  if (bytes.length > BLOB_LIMIT) {
    throw new Invalid(
      `A value of ${megabytes(bytes.length)} is too large to keep; the limit is ${megabytes(BLOB_LIMIT)}.`,
    );
  }
  const id = randomBytes(16).toString('hex');
  const path = `blobs/${folderName(runId)}/${id}`;
  await writeDurably(join(env().dataDir, path), sealBytes({ purpose: 'blob', context: `blob:${id}` }, bytes));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await db().blob.create({ data: { id, runId, path, size: bytes.length, contentType, sha256 } });
  return { ref: id, size: bytes.length, contentType, preview: previewOf(bytes, contentType) };
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

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const folder = dirname(path);
  const isNew = (await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined;
  const draft = `${path}.part`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  syncFolder(folder);
  if (isNew) for (const parent of [dirname(folder), dirname(dirname(folder))]) syncFolder(parent);
}

function previewOf(bytes: Uint8Array, contentType: string): string {
  const isText = contentType.startsWith('text/') || contentType.includes('json') || contentType.includes('xml');
  if (!isText) return '';
  const head = Buffer.from(bytes.subarray(0, PREVIEW_BYTES)).toString('utf8');
  // A character cut in two at the end shows as a replacement sign.
  return bytes.length > PREVIEW_BYTES ? head.replace(/\uFFFD+$/, '') : head;
}

function folderName(runId: string | null): string {
  if (runId === null) return 'shared';
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(runId)) throw new Invalid('This run id cannot name a folder.');
  return runId;
}

function megabytes(size: number): string {
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}
