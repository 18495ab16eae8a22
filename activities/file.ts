import { createHash, type Hash } from 'node:crypto';
import type { ActivityContext, Implementations } from '#activities/context.ts';
import { fileChanges } from '#activities/file-change.ts';
import { folderOf } from '#activities/folder-of.ts';
import { Refused } from '#lib/errors.ts';
import { joinLabels, TRUSTED, type Label } from '#lib/label.ts';
import { isTooDeep, type Json } from '#lib/value.ts';
import type { file as declared } from '#nodes/file.ts';
import { BLOB_LIMIT, putBlobStream } from '#platform/blobs.ts';
import { piecesOf } from '#platform/file-changes.ts';
import { fileLabel, wholePath } from '#platform/file-labels.ts';
import { statOf } from '#platform/jail-files.ts';
import { listFolder } from '#platform/jail-list.ts';
import { inJail, type Jail } from '#platform/jail.ts';

type Files = Implementations<typeof declared>;

const MAX_TEXT_BYTES = 10 * 1024 * 1024;

/** Types of content by the ending of a name; what others say of a file is not asked. */
const TYPES: Record<string, string> = {
  csv: 'text/csv',
  gif: 'image/gif',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  md: 'text/markdown',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  webp: 'image/webp',
  xml: 'application/xml',
  zip: 'application/zip',
};

export const file = {
  'file.list': async (input, ctx) => {
    const { entries, more } = await inJail(folderOf(ctx), (jail) => listFolder(jail, input));
    return { entries, count: entries.length, more };
  },

  'file.info': ({ path }, ctx) =>
    inJail(folderOf(ctx), async (jail) => {
      const stat = await statOf(jail, path);
      if (!stat) return { exists: false, kind: null, size: 0, changedAt: null };
      const kind = stat.isFile() ? ('file' as const) : ('folder' as const);
      return { exists: true, kind, size: stat.isFile() ? stat.size : 0, changedAt: stat.mtime.toISOString() };
    }),

  'file.read': async ({ path, as }, ctx) =>
    inJail(folderOf(ctx), async (jail) => {
      const place = await jail.place(path);
      const handle = await jail.open(place);
      const { size } = await handle.stat();
      if (as === 'file') {
        if (size > BLOB_LIMIT) throw new Refused(`"${path}" is over 50 MB. That is too large to hand on.`);
        const hash = createHash('sha256');
        const source = hashed(piecesOf(handle), hash);
        const blob = await putBlobStream({ runId: ctx.runId, source, contentType: typeOf(place.name) });
        const output = { content: null, file: { ...blob, name: place.name }, size: blob.size };
        return { output, labels: { rest: await labelOf(ctx, { jail, path, sha256: hash.digest('hex') }) } };
      }
      if (size > MAX_TEXT_BYTES) throw new Refused(`"${path}" is over 10 MB. Read it as a file instead.`);
      const bytes = await handle.readFile();
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const content = as === 'json' ? jsonIn(bytes, path) : textIn(bytes, path);
      return { output: { content, file: null, size }, labels: { rest: await labelOf(ctx, { jail, path, sha256 }) } };
    }),

  ...fileChanges,
} satisfies Files;

type Read = { jail: Jail; path: string; sha256: string };

/** What was written by Hearth keeps its label; whoever chose the path had a say in what was read. */
async function labelOf(ctx: ActivityContext, { jail, path, sha256 }: Read): Promise<Label> {
  const asked = ['path', 'as'].map((field) => ctx.inputLabels[field] ?? TRUSTED);
  const whole = wholePath(jail, path);
  return joinLabels(await fileLabel({ path: whole, sha256 }, `file.read:steps.${ctx.call.stepId}`), ...asked);
}

/** The very bytes that are handed on are the ones whose origin is looked up. */
async function* hashed(source: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const piece of source) {
    hash.update(piece);
    yield piece;
  }
}

function textIn(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refused(`"${path}" is no text in UTF-8. Read it as a file instead.`);
  }
}

function jsonIn(bytes: Buffer, path: string): Json {
  let value: Json;
  try {
    value = JSON.parse(textIn(bytes, path)) as Json;
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(`"${path}" holds no JSON.`);
  }
  if (isTooDeep(value)) throw new Refused(`The JSON in "${path}" is nested too deeply.`);
  return value;
}

function typeOf(name: string): string {
  return TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
