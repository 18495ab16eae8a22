import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { ActivityContext, Implementations } from '#activities/context.ts';
import { folderOf } from '#activities/folder-of.ts';
import { asFile, openFile } from '#activities/kept-files.ts';
import { Refused } from '#lib/errors.ts';
import { joinLabels, TRUSTED, type Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import type { file as declared } from '#nodes/file.ts';
import { BLOB_LIMIT } from '#platform/blobs.ts';
import { beginChange, doneChange, hashOf, type Change, type ChangeKind } from '#platform/file-changes.ts';
import { fileLabel, keepFileLabel, wholePath } from '#platform/file-labels.ts';
import { isThere, moveFile, putFile, removeFile, statOf } from '#platform/jail-files.ts';
import { inJail, type Jail, type Place } from '#platform/jail.ts';

type Changes = Pick<Implementations<typeof declared>, 'file.write' | 'file.append' | 'file.move' | 'file.delete'>;

/** What changes files. Each is written down first; an attempt that comes again sees what is there. */
export const fileChanges = {
  'file.write': async ({ path, content, existing }, ctx) => {
    const bytes = await bytesOf(content, ctx);
    return changing(ctx, { path, make: true }, async (at) => {
      const { done, before } = at;
      if (done) return { path, size: bytes.length, replaced: done.before !== null, kept: done.kept };
      if (before && existing === 'refuse') throw new Refused(`There is "${path}" already. Nothing was written.`);
      const kept = await put(at, { kind: 'write', bytes, label: labelOf(ctx, ['content', 'path']) });
      return { path, size: bytes.length, replaced: before !== null, kept };
    });
  },

  'file.append': ({ path, text }, ctx) =>
    changing(ctx, { path, make: true }, async (at) => {
      const { done, before, place } = at;
      if (done) return { path, size: (await statOf(at.jail, path))?.size ?? 0, kept: done.kept };
      const old = before ? await before.handle.readFile() : Buffer.alloc(0);
      const bytes = Buffer.concat([old, Buffer.from(text.endsWith('\n') ? text : `${text}\n`)]);
      if (bytes.length > BLOB_LIMIT) throw new Refused(`"${place.name}" would be over 50 MB. Begin a new file.`);
      const added = labelOf(ctx, ['text', 'path']);
      const label = before ? joinLabels(await knownLabel(at), added) : added;
      return { path, size: bytes.length, kept: await put(at, { kind: 'append', bytes, label }) };
    }),

  'file.move': ({ path, to }, ctx) =>
    changing(ctx, { path }, async (at) => {
      const { done, before, jail, place } = at;
      if (done) return { path: to };
      if (!before) throw new Refused(`There is no file "${path}".`);
      const target = await jail.place(to, { make: true });
      const label = joinLabels(await knownLabel(at), labelOf(ctx, ['path', 'to']));
      await keepFileLabel({ path: wholePath(jail, to), sha256: before.sha256 }, label);
      await beginChange({ ...changeOf(at), kind: 'move', toPath: to, after: null }, null);
      await moveFile(place, target);
      return { path: to };
    }),

  'file.delete': ({ path }, ctx) =>
    changing(ctx, { path }, async (at) => {
      const { done, before, place } = at;
      if (done) return { path, kept: done.kept };
      if (!before) throw new Refused(`There is no file "${path}".`);
      const kept = await beginChange({ ...changeOf(at), kind: 'delete', after: null }, before.handle);
      await removeFile(place);
      return { path, kept };
    }),
} satisfies Changes;

/** A file about to be changed: what is there, and what this effect has done to it before. */
type At = {
  ctx: ActivityContext;
  jail: Jail;
  path: string;
  place: Place;
  before: { handle: FileHandle; sha256: string } | null;
  done: Awaited<ReturnType<typeof doneChange>>;
};

function changing<T>(
  ctx: ActivityContext,
  { path, make = false }: { path: string; make?: boolean },
  change: (at: At) => Promise<T>,
): Promise<T> {
  return inJail(folderOf(ctx, 'write'), async (jail) => {
    const place = await jail.place(path, { make });
    const handle = (await isThere(place)) ? await jail.open(place) : null;
    const before = handle && { handle, sha256: await hashOf(handle) };
    const done = await doneChange(ctx.effectKey, before?.sha256 ?? null);
    return change({ ctx, jail, path, place, before, done });
  });
}

async function put(at: At, made: { kind: ChangeKind; bytes: Buffer; label: Label }): Promise<boolean> {
  const { kind, bytes, label } = made;
  const after = createHash('sha256').update(bytes).digest('hex');
  await keepFileLabel({ path: wholePath(at.jail, at.path), sha256: after }, label);
  const kept = await beginChange({ ...changeOf(at), kind, after }, at.before?.handle ?? null);
  await putFile(at.place, bytes);
  return kept;
}

function changeOf({ ctx, jail, path, before }: At): Omit<Change, 'kind' | 'after'> {
  const { effectKey, runId } = ctx;
  return { effectKey, runId, stepId: ctx.call.stepId, folder: jail.path, path, before: before?.sha256 ?? null };
}

function knownLabel({ ctx, jail, path, before }: At): Promise<Label> {
  const file = { path: wholePath(jail, path), sha256: before?.sha256 ?? '' };
  return fileLabel(file, `${ctx.call.type}:steps.${ctx.call.stepId}`);
}

function labelOf(ctx: ActivityContext, fields: string[]): Label {
  return joinLabels(...fields.map((field) => ctx.inputLabels[field] ?? TRUSTED), ctx.call.scope);
}

async function bytesOf(content: Json, ctx: ActivityContext): Promise<Buffer> {
  const file = asFile(content);
  if (file) return (await openFile(ctx, file, 'content')).bytes;
  const text = typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`;
  const bytes = Buffer.from(text);
  if (bytes.length > BLOB_LIMIT) throw new Refused('A file of more than 50 MB is not written.');
  return bytes;
}
