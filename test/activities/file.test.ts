import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { file } from '#activities/file.ts';
import { OutcomeUnknown, Refused } from '#lib/errors.ts';
import { TRUSTED, uniform, untrusted, type FieldLabels, type Label } from '#lib/label.ts';
import { nodes } from '#nodes/index.ts';
import { putBlob, readBlob } from '#platform/blobs.ts';
import { env } from '#platform/env.ts';
import { unsealBytes } from '#platform/seal.ts';
import { db } from '#prisma/client.ts';
import { connectionOf, handMadeContext } from './hand-made-context.ts';

let folder: string;
let count = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-folder-'));
  return () => rm(folder, { recursive: true, force: true });
});

type Name = keyof typeof file;
type How = { effectKey?: string; access?: 'read' | 'write'; labels?: Record<string, FieldLabels> };

async function run(name: Name, given: Record<string, unknown>, how: How = {}): Promise<Record<string, unknown>> {
  const { access = 'write', effectKey = `file${(count += 1)}`, labels = {} } = how;
  const connection = connectionOf({ type: 'folder', config: { path: folder, access }, secrets: {}, hosts: [] });
  const implementation = file[name] as (input: unknown, ctx: unknown) => Promise<Record<string, unknown>>;
  const answer = await implementation(
    nodes[name].input.parse(given),
    handMadeContext({ connection, effectKey, labels }),
  );
  // What `perform` would do with the label of a result.
  if (answer['labels']) return { ...(answer['output'] as object), label: (answer['labels'] as FieldLabels).rest };
  return answer;
}

function text(path: string): Promise<string> {
  return readFile(join(folder, path), 'utf8');
}

async function keptVersion(path: string): Promise<string | undefined> {
  const row = await db().fileChange.findFirst({ where: { path, folder }, orderBy: { createdAt: 'desc' } });
  if (!row?.kept) return undefined;
  const sealed = await readFile(join(env().dataDir, 'versions', row.id));
  return unsealBytes({ purpose: 'blob', context: `version:${row.id}` }, sealed).toString();
}

describe('reading files', () => {
  it('gives text, data or the file itself', async () => {
    await writeFile(join(folder, 'a.json'), '{"a":[1]}');
    expect(await run('file.read', { path: 'a.json' })).toMatchObject({ content: '{"a":[1]}', size: 9, file: null });
    expect(await run('file.read', { path: 'a.json', as: 'json' })).toMatchObject({ content: { a: [1] } });
    const { content, file: kept } = await run('file.read', { path: 'a.json', as: 'file' });
    expect([content, kept]).toMatchObject([null, { name: 'a.json', contentType: 'application/json' }]);
    expect((await readBlob((kept as { ref: string }).ref)).toString()).toBe('{"a":[1]}');
  });

  it('says what is wrong with a file', async () => {
    await writeFile(join(folder, 'x.bin'), Buffer.from([0xff, 0xfe]));
    await expect(run('file.read', { path: 'x.bin' })).rejects.toThrow('no text');
    await writeFile(join(folder, 'x.txt'), 'oops');
    await expect(run('file.read', { path: 'x.txt', as: 'json' })).rejects.toThrow('no JSON');
    await expect(run('file.read', { path: 'none.txt' })).rejects.toThrow('no such file');
    await writeFile(join(folder, 'large.txt'), Buffer.alloc(11 * 1024 * 1024));
    await expect(run('file.read', { path: 'large.txt' })).rejects.toThrow('over 10 MB');
  });

  it('lists what is there, in folders too, and says when there is more', async () => {
    await mkdir(join(folder, 'b/c'), { recursive: true });
    for (const path of ['a.pdf', 'b/d.PDF', 'b/c/e.txt']) await writeFile(join(folder, path), path);
    const paths = async (given: Record<string, unknown>) => {
      const { entries, more } = await run('file.list', given);
      return [(entries as { path: string }[]).map((entry) => entry.path), more];
    };
    expect(await paths({})).toEqual([['a.pdf', 'b'], false]);
    expect(await paths({ path: 'b' })).toEqual([['b/c', 'b/d.PDF'], false]);
    expect(await paths({ deep: true, ending: '.pdf' })).toEqual([['a.pdf', 'b/d.PDF'], false]);
    expect(await paths({ deep: true, limit: 2 })).toEqual([['a.pdf', 'b'], true]);
    expect(await run('file.info', { path: 'b/c/e.txt' })).toMatchObject({ exists: true, kind: 'file', size: 9 });
    expect(await run('file.info', { path: 'b/none/e.txt' })).toMatchObject({ exists: false, kind: null });
  });
});

describe('changing files', () => {
  it('is for folders that may be written to', async () => {
    await writeFile(join(folder, 'a.txt'), 'a');
    const path = 'a.txt';
    const changes: [Name, object][] = [
      ['file.write', { path, content: 'b' }],
      ['file.append', { path, text: 'b' }],
      ['file.move', { path, to: 'b.txt' }],
      ['file.delete', { path }],
    ];
    for (const [name, given] of changes) {
      await expect(run(name, { ...given }, { access: 'read' })).rejects.toThrow('may only read');
    }
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('writes text, data and files, and keeps what was there before', async () => {
    expect(await run('file.write', { path: 'n/a.txt', content: 'one' })).toMatchObject({
      replaced: false,
      kept: false,
    });
    expect(await run('file.write', { path: 'n/a.txt', content: 'two' })).toMatchObject({ replaced: true, kept: true });
    expect([await text('n/a.txt'), await keptVersion('n/a.txt')]).toEqual(['two', 'one']);
    await run('file.write', { path: 'b.json', content: { b: 1 } });
    expect(JSON.parse(await text('b.json'))).toEqual({ b: 1 });
    const content = await putBlob({ runId: 'run1', bytes: Buffer.from('bytes'), contentType: 'text/plain' });
    await run('file.write', { path: 'c.txt', content });
    expect(await text('c.txt')).toBe('bytes');
    const refusing = run('file.write', { path: 'c.txt', content: 'x', existing: 'refuse' });
    await expect(refusing).rejects.toThrow('already');
  });

  it('adds to the end', async () => {
    await run('file.append', { path: 'log.txt', text: 'one' });
    await run('file.append', { path: 'log.txt', text: 'two\n' });
    expect([await text('log.txt'), await keptVersion('log.txt')]).toEqual(['one\ntwo\n', 'one\n']);
  });

  it('moves, and never over another file', async () => {
    await run('file.write', { path: 'a.txt', content: 'a' });
    await run('file.move', { path: 'a.txt', to: 'new/b.txt' });
    expect([await readdir(folder), await text('new/b.txt')]).toEqual([['new'], 'a']);
    await run('file.write', { path: 'a.txt', content: 'other' });
    await expect(run('file.move', { path: 'a.txt', to: 'new/b.txt' })).rejects.toThrow('already');
  });

  it('deletes, and keeps what was deleted', async () => {
    await run('file.write', { path: 'a.txt', content: 'precious' });
    expect(await run('file.delete', { path: 'a.txt' })).toEqual({ path: 'a.txt', kept: true });
    expect([await readdir(folder), await keptVersion('a.txt')]).toEqual([[], 'precious']);
    await expect(run('file.delete', { path: 'a.txt' })).rejects.toThrow(Refused);
  });
});

describe('an attempt that comes again', () => {
  it('does nothing that is done already', async () => {
    const again = async (name: Name, given: object, effectKey: string) => {
      const first = await run(name, { ...given }, { effectKey });
      expect(await run(name, { ...given }, { effectKey })).toEqual(first);
    };
    await again('file.append', { path: 'log.txt', text: 'once' }, 'again-append');
    expect(await text('log.txt')).toBe('once\n');
    await again('file.write', { path: 'log.txt', content: 'new' }, 'again-write');
    await again('file.move', { path: 'log.txt', to: 'moved.txt' }, 'again-move');
    await again('file.delete', { path: 'moved.txt' }, 'again-delete');
    expect(await readdir(folder)).toEqual([]);
    expect(await db().fileChange.count({ where: { folder } })).toBe(4);
  });

  it('goes on where it was killed', async () => {
    const hash = (content: string) => createHash('sha256').update(content).digest('hex');
    await writeFile(join(folder, 'log.txt'), 'one\n');
    const begun = { runId: 'r', stepId: 's', folder, path: 'log.txt', kept: false, size: 4, kind: 'append' };
    await db().fileChange.create({
      data: { ...begun, id: 'k1', effectKey: 'killed', before: hash('one\n'), after: hash('one\ntwo\n') },
    });
    await run('file.append', { path: 'log.txt', text: 'two' }, { effectKey: 'killed' });
    expect(await text('log.txt')).toBe('one\ntwo\n');
  });

  it('asks when somebody else changed the file meanwhile', async () => {
    await run('file.append', { path: 'log.txt', text: 'one' }, { effectKey: 'mixed' });
    await writeFile(join(folder, 'log.txt'), 'by hand');
    const failing = run('file.append', { path: 'log.txt', text: 'one' }, { effectKey: 'mixed' });
    await expect(failing).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await text('log.txt')).toBe('by hand');
  });
});

describe('where the content of a file comes from', () => {
  const mine: Label = { integrity: 'trusted', confidentiality: 'private', origins: ['steps.report'] };
  const outside = untrusted('webhook:x');
  const from = (label: Label) => ({ labels: { content: uniform(label), text: uniform(label) } });
  const labelOf = async (path: string, labels: Record<string, FieldLabels> = {}) =>
    (await run('file.read', { path }, { labels }))['label'];

  it('is known of what Hearth wrote, also after it was moved', async () => {
    await run('file.write', { path: 'a.txt', content: 'x' }, from(mine));
    expect(await labelOf('a.txt')).toEqual(mine);
    await run('file.move', { path: 'a.txt', to: 'b.txt' });
    expect(await labelOf('b.txt')).toEqual(mine);
    expect(await labelOf('b.txt', { path: uniform(outside) })).toMatchObject({ integrity: 'untrusted' });
  });

  it('is joined with what is added', async () => {
    await run('file.write', { path: 'a.txt', content: 'x' }, from(mine));
    await run('file.append', { path: 'a.txt', text: 'y' }, from(outside));
    expect(await labelOf('a.txt')).toMatchObject({ integrity: 'untrusted', origins: ['steps.report', 'webhook:x'] });
  });

  it('is unknown of what others wrote or changed, and stays so when trusted text is added', async () => {
    await writeFile(join(folder, 'a.txt'), 'from a stranger');
    expect(await labelOf('a.txt')).toMatchObject({ integrity: 'untrusted', confidentiality: 'private' });
    await run('file.append', { path: 'a.txt', text: 'y' }, from(TRUSTED));
    expect(await labelOf('a.txt')).toMatchObject({ integrity: 'untrusted' });
    await run('file.write', { path: 'a.txt', content: 'mine' }, from(TRUSTED));
    expect(await labelOf('a.txt')).toEqual(TRUSTED);
    await writeFile(join(folder, 'a.txt'), 'changed');
    expect(await labelOf('a.txt')).toMatchObject({ integrity: 'untrusted' });
  });
});
