import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textOf } from '#components/data/value-string.ts';
import type { Json } from '#lib/value.ts';
import { putBlob } from '#platform/blobs.ts';
import { env } from '#platform/env.ts';
import { appRouter } from '#server/routers/index.ts';
import { addPerson } from './house.ts';

const { values } = appRouter.createCaller({ actor: await addPerson('viewer') });

async function kept(value: Json, contentType = 'application/json', runId: string | null = randomUUID()) {
  const text = contentType === 'application/json' ? JSON.stringify(value) : textOf(value);
  return (await putBlob({ runId, bytes: Buffer.from(text), contentType })).ref;
}

const people = Array.from({ length: 950 }, (_, n) => ({ id: n, name: `Person ${n}` }));

describe('a large value of a run', () => {
  it('is looked at page by page', async () => {
    const ref = await kept({ people, note: 'short' });
    expect(await values.look({ ref })).toMatchObject({ head: { kind: 'object', length: 2 }, tabular: false });
    const page = await values.page({ ref, at: [0], from: 900 });
    expect([page.entries.length, page.entries[0]?.key]).toEqual([50, 900]);
    expect((await values.page({ ref, at: [0, 949], from: 0 })).entries[1]?.head.value).toBe('Person 949');
    await expect(values.page({ ref, at: [0, 950], from: 0 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is read as rows where it is a list of objects', async () => {
    const ref = await kept(people);
    expect(await values.look({ ref })).toMatchObject({ tabular: true });
    const page = await values.rows({ ref, at: [], from: 100 });
    expect([page.columns, page.rows.length, page.rows[0]?.[1]?.head.value]).toEqual([
      ['id', 'name'],
      100,
      'Person 100',
    ]);
  });

  it('is searched where it is, whatever its size, and what is found can be opened', async () => {
    const ref = await kept({ people, end: [{ Needle: 1 }] });
    expect(await values.find({ ref, words: 'person 94' })).toMatchObject({ hits: { length: 11 }, more: false });
    expect((await values.find({ ref, words: 'needle' })).hits).toEqual([
      { at: [1, 0, 0], counts: [2, 1, 1], in: 'key' },
    ]);
    expect(await values.find({ ref, words: 'person' })).toMatchObject({ more: false });
  });

  it('is handed out in parts that a page can bear', async () => {
    const ref = await kept({ small: [1, 2], big: 'x'.repeat(2 * 1024 * 1024) });
    expect(await values.part({ ref, at: [0] })).toEqual({ value: [1, 2] });
    await expect(values.part({ ref, at: [1] })).rejects.toThrow(/Save it as a file/);
    const piece = await values.text({ ref, at: [1], from: 16_384 });
    expect([piece.text.length, piece.length]).toEqual([16_384, 2 * 1024 * 1024]);
    await expect(values.text({ ref, at: [0], from: 0 })).rejects.toThrow(/not a text/);
  });

  it('may be a text in the letters of its time', async () => {
    const bytes = Buffer.from('caf\xe9', 'latin1');
    const { ref } = await putBlob({ runId: 'r', bytes, contentType: 'text/plain; charset=iso-8859-1' });
    expect(await values.part({ ref, at: [] })).toEqual({ value: 'café' });
    expect(await values.findText({ ref, at: [], words: 'É' })).toEqual({ offsets: [3], more: false });
  });

  it('may be a file that calls itself JSON and is not, or is nested without end', async () => {
    const { ref } = await putBlob({ runId: 'r', bytes: Buffer.from('{"a":'), contentType: 'application/json' });
    expect(await values.part({ ref, at: [] })).toEqual({ value: '{"a":' });
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const nested = await putBlob({ runId: 'r', bytes: Buffer.from(deep), contentType: 'application/json' });
    await expect(values.part({ ref: nested.ref, at: [] })).rejects.toThrow(/too much/);
    expect(await values.find({ ref: nested.ref, words: 'x' })).toEqual({ hits: [], more: false });
    expect(await values.look({ ref: nested.ref })).toMatchObject({ head: { kind: 'list', length: 1 } });
  });

  it('of 50 MB is opened once, and then every page is at hand', async () => {
    const row = { subject: 'x'.repeat(1000), tags: ['a', 'b'] };
    const ref = await kept(Array.from({ length: 47_000 }, (_, n) => ({ n, ...row })));
    expect((await values.look({ ref })).head.length).toBe(47_000);
    await rm(join(env().dataDir, 'blobs'), { recursive: true });
    for (const from of [0, 20_000, 46_900]) expect((await values.rows({ ref, at: [], from })).rows).toHaveLength(100);
  });
});

describe('what is refused', () => {
  it('is bytes that are no text, values of no run, and references that are none', async () => {
    const image = await kept('png', 'image/png');
    await expect(values.look({ ref: image })).rejects.toThrow(/cannot be shown as text/);
    const shared = await kept([1], 'application/json', null);
    await expect(values.look({ ref: shared })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(values.look({ ref: '../../keys' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(values.page({ ref: image, at: [-1], from: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(values.page({ ref: image, at: Array.from({ length: 201 }, () => 0), from: 0 })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    await expect(values.find({ ref: image, words: 'x'.repeat(201) })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
