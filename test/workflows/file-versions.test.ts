/** What steps replaced or deleted in a folder is kept, shown to people, and put back by them. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { saveConnection } from '#platform/connections.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { listFileVersions, lookAtFileVersion, restoreFileVersion } from '#server/services/file-versions.ts';
import { draw } from '#test/support/draw.ts';
import { TESTER, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';

useHearth();

const ADA: Actor = { ...TESTER, email: 'tess@example.org', role: 'owner', rights: ['run'] };
const OTHER = '/nowhere/at-all';
let folder: string;
let connection: string;

const folderIs = (id: string | null, config: Record<string, string>) =>
  saveConnection({ ...(id ? { id } : {}), name: 'Papers', type: 'folder', config, secrets: {}, by: 'system' });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-versions-'));
  ({ id: connection } = await folderIs(null, { path: folder, access: 'write' }));
  await db().user.create({ data: { id: TESTER.userId, name: TESTER.name, email: 'tess@example.org' } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A run in which one step does this; what was there is kept under the id that is returned. */
async function replaced(type: string, params: Record<string, string>): Promise<string> {
  const nodes = { start: ['manual'] as [string], work: [type, params, { connection }] as const };
  await using run = await testFlow(draw({ nodes: { ...nodes, work: [...nodes.work] }, wires: ['start > work'] }));
  expect((await run.ends()).type).toBe('run.done');
  const { items } = await listFileVersions({ runId: run.runId });
  expect(items).toHaveLength(1);
  return items[0]?.id ?? '';
}

const at = (path: string) => join(folder, path);
const audited = (id: string) => db().audit.count({ where: { action: 'file.restore', detail: { contains: id } } });

it('what was written over is shown beside what is there, put back on record, and what was there is kept in its turn', async () => {
  await writeFile(at('plan.txt'), 'Water the roses\n');
  const id = await replaced('file.write', { path: 'plan.txt', content: 'Sell the roses\n' });
  const [version] = (await listFileVersions({ words: 'PLAN' })).items;
  expect(version).toMatchObject({ id, path: 'plan.txt', kind: 'write', size: 16, stepId: 'work' });
  expect(await lookAtFileVersion(id)).toEqual({
    ...{ then: 'Water the roses\n', now: 'Sell the roses\n', isThere: true, isSame: false },
  });
  await restoreFileVersion(id, ADA);
  expect(await readFile(at('plan.txt'), 'utf8')).toBe('Water the roses\n');
  expect(await audited(id)).toBe(1);
  const [undo] = (await listFileVersions({ words: 'plan.txt' })).items;
  expect(undo?.kind).toBe('restore');
  await restoreFileVersion(undo?.id ?? '', ADA);
  expect(await readFile(at('plan.txt'), 'utf8')).toBe('Sell the roses\n');
});

it('a deleted file comes back with the folders that led to it', async () => {
  await mkdir(at('a/b'), { recursive: true });
  await writeFile(at('a/b/c.bin'), Buffer.from([0, 255, 1]));
  const id = await replaced('file.delete', { path: 'a/b/c.bin' });
  await rm(at('a'), { recursive: true });
  expect(await lookAtFileVersion(id)).toEqual({ then: null, now: null, isThere: false, isSame: false });
  await restoreFileVersion(id, ADA);
  expect([...(await readFile(at('a/b/c.bin')))]).toEqual([0, 255, 1]);
  // Once more changes nothing, and is not told as if it had.
  await restoreFileVersion(id, ADA);
  expect(await audited(id)).toBe(1);
});

it('a link that was put in the place of the file or of a folder leads nowhere', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'hearth-outside-'));
  await writeFile(join(outside, 'x.txt'), 'not yours');
  await mkdir(at('in'));
  await writeFile(at('in/x.txt'), 'mine');
  const id = await replaced('file.write', { path: 'in/x.txt', content: 'new' });
  await rm(at('in'), { recursive: true });
  await symlink(outside, at('in'));
  await expect(restoreFileVersion(id, ADA)).rejects.toThrow();
  await expect(lookAtFileVersion(id)).rejects.toThrow();
  await rm(at('in'));
  await mkdir(at('in'));
  await symlink(join(outside, 'x.txt'), at('in/x.txt'));
  await expect(restoreFileVersion(id, ADA)).rejects.toThrow('no ordinary file');
  expect(await readFile(join(outside, 'x.txt'), 'utf8')).toBe('not yours');
  expect(await audited(id)).toBe(0);
  await rm(outside, { recursive: true });
});

it('nothing is put back once steps may only read there, or the row names another folder', async () => {
  await writeFile(at('kept.txt'), 'old');
  const id = await replaced('file.write', { path: 'kept.txt', content: 'new' });
  await folderIs(connection, { path: folder, access: 'read' });
  await expect(restoreFileVersion(id, ADA)).rejects.toThrow('No connection lets steps write');
  expect((await lookAtFileVersion(id)).then).toBe('old');
  await folderIs(connection, { path: folder, access: 'write' });
  await db().fileChange.update({ where: { id }, data: { folder: OTHER }, select: { id: true } });
  await expect(restoreFileVersion(id, ADA)).rejects.toThrow('No connection');
  await db().fileChange.update({ where: { id }, data: { folder, path: '../out.txt' }, select: { id: true } });
  await expect(restoreFileVersion(id, ADA)).rejects.toThrow('no path within the folder');
  expect(await readFile(at('kept.txt'), 'utf8')).toBe('new');
});
