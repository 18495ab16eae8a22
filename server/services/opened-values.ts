/**
 * Large values of runs, opened once and kept for a moment: a blob is sealed whole, so that any part of it costs reading,
 * decrypting, checking and parsing all of it (50 MB: about a second of this process). Pages of it are then free.
 */
import { Invalid } from '#lib/errors.ts';
import { fileKind } from '#lib/value-file.ts';
import type { Json } from '#lib/value.ts';
import { readBlob } from '#platform/blobs.ts';
import { NotFound } from '#platform/errors.ts';
import { db } from '#prisma/client.ts';

type Opened = { size: number; at: number; value: Promise<Json> };

const KEPT_MS = 60_000;
/** Bytes as stored; parsed they take several times that. */
const MOST_BYTES = 64 * 1024 * 1024;

const opened = new Map<string, Opened>();
let sweeper: NodeJS.Timeout | undefined;

/** A blob of a run. Values of nobody's run are not served. */
export async function blobOfRun(ref: string): Promise<{ ref: string; size: number; contentType: string }> {
  const blob = await db().blob.findUnique({
    where: { id: ref },
    select: { runId: true, size: true, contentType: true },
  });
  if (!blob?.runId) throw new NotFound('There is no value with this reference. It may have been removed.');
  return { ref, size: blob.size, contentType: blob.contentType };
}

/** The value behind a reference: JSON as data, any other text as text. */
export async function openValue(ref: string): Promise<Json> {
  const known = opened.get(ref);
  if (known) {
    known.at = Date.now();
    // The last one used is the last to go.
    opened.delete(ref);
    opened.set(ref, known);
    return known.value;
  }
  const { size, contentType } = await blobOfRun(ref);
  const kind = fileKind(contentType);
  if (kind !== 'json' && kind !== 'text' && kind !== 'html')
    throw new Invalid(`This value is ${contentType} and cannot be shown as text. Save it instead.`);
  return keep(ref, { size, at: Date.now(), value: parse(ref, contentType) });
}

async function parse(ref: string, contentType: string): Promise<Json> {
  const bytes = await readBlob(ref);
  if (fileKind(contentType) !== 'json') return textOf(bytes, contentType);
  try {
    return JSON.parse(bytes.toString('utf8')) as Json;
  } catch {
    // A file that only calls itself JSON is still a text.
    return bytes.toString('utf8');
  }
}

function textOf(bytes: Buffer, contentType: string): string {
  const [, charset = 'utf-8'] = /;\s*charset="?([\w.:-]{1,40})"?/i.exec(contentType) ?? [];
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

function keep(ref: string, entry: Opened): Promise<Json> {
  opened.set(ref, entry);
  entry.value.catch(() => opened.delete(ref));
  let bytes = [...opened.values()].reduce((sum, { size }) => sum + size, 0);
  for (const [oldest, { size }] of opened) {
    if (bytes <= MOST_BYTES || oldest === ref) break;
    opened.delete(oldest);
    bytes -= size;
  }
  sweeper ??= setInterval(sweep, KEPT_MS / 2).unref();
  return entry.value;
}

function sweep(): void {
  for (const [ref, { at }] of opened) if (Date.now() - at > KEPT_MS) opened.delete(ref);
  if (opened.size > 0) return;
  clearInterval(sweeper);
  sweeper = undefined;
}
