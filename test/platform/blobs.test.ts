import { existsSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { untrusted, uniform } from '#lib/label.ts';
import { BLOB_LIMIT, loadValue, putBlob, readBlob, removeOrphanBlobs, storeValue } from '#platform/blobs.ts';
import { env } from '#platform/env.ts';
import { db } from '#prisma/client.ts';
import { givenRun } from './given.ts';

const labels = uniform(untrusted('webhook'));
const pathOf = async (id: string) => join(env().dataDir, (await db().blob.findUniqueOrThrow({ where: { id } })).path);

describe('values', () => {
  it('stay inline up to 8 KB and go to a file beyond', async () => {
    const { runId } = await givenRun();
    const small = await storeValue({ runId, value: { text: 'x'.repeat(8000) }, labels });
    expect(small).toEqual({ kind: 'inline', value: { text: 'x'.repeat(8000) }, labels });
    // 3000 characters, 9000 bytes: it is the bytes that count.
    const wide = await storeValue({ runId, value: '€'.repeat(3000), labels });
    expect(wide.kind).toBe('blob');
    expect(wide.labels).toEqual(labels);
    expect(await loadValue(wide)).toBe('€'.repeat(3000));
  });

  it('are encrypted on disk, under their run', async () => {
    const { runId } = await givenRun();
    const blob = await putBlob({ runId, bytes: Buffer.from('plain secret '.repeat(1000)), contentType: 'text/plain' });
    const path = await pathOf(blob.ref);
    expect(path).toContain(`blobs/${runId}/`);
    expect(readFileSync(path).includes('plain secret')).toBe(false);
    expect((await readBlob(blob)).toString()).toBe('plain secret '.repeat(1000));
    expect(blob.preview.length).toBeLessThanOrEqual(2048);
    expect(blob.preview.startsWith('plain secret')).toBe(true);
  });

  it('have a preview that ends with a whole character', async () => {
    const blob = await putBlob({ runId: null, bytes: Buffer.from(`a${'€'.repeat(2000)}`), contentType: 'text/plain' });
    expect(blob.preview).not.toContain('\uFFFD');
    expect((await putBlob({ runId: null, bytes: Buffer.from([1, 2]), contentType: 'image/png' })).preview).toBe('');
  });

  it('are refused when the file was changed or swapped with another', async () => {
    const one = await putBlob({ runId: null, bytes: Buffer.from('one'), contentType: 'text/plain' });
    const two = await putBlob({ runId: null, bytes: Buffer.from('two'), contentType: 'text/plain' });
    renameSync(await pathOf(two.ref), await pathOf(one.ref));
    await expect(readBlob(one)).rejects.toThrow(/damaged or does not belong/);
    await expect(readBlob(two)).rejects.toThrow(/missing/);
    await expect(readBlob('nothing')).rejects.toThrow(/gone/);
  });

  it('over the limit are refused before anything is written', async () => {
    const before = await db().blob.count();
    await expect(putBlob({ runId: null, bytes: Buffer.alloc(BLOB_LIMIT + 1), contentType: 'x' })).rejects.toThrow(
      /too large/,
    );
    expect(await db().blob.count()).toBe(before);
  });

  it('of a run with a hostile name never leave the folder', async () => {
    await expect(putBlob({ runId: '../../etc', bytes: Buffer.from('x'), contentType: 'x' })).rejects.toThrow();
  });
});

describe('files that a crash left without a row', () => {
  it('are removed once they are old, and nothing else is', async () => {
    const kept = await putBlob({ runId: null, bytes: Buffer.from('kept'), contentType: 'text/plain' });
    const folder = join(env().dataDir, 'blobs/shared');
    const hourAgo = new Date(Date.now() - 2 * 3600_000);
    for (const name of ['orphan', 'half.part', 'young']) writeFileSync(join(folder, name), 'x');
    for (const name of ['orphan', 'half.part', kept.ref]) utimesSync(join(folder, name), hourAgo, hourAgo);
    expect(await removeOrphanBlobs()).toBe(2);
    expect(readdirSync(folder)).toContain('young');
    expect(existsSync(join(folder, 'orphan'))).toBe(false);
    expect((await readBlob(kept)).toString()).toBe('kept');
  });
});
