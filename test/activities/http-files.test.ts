import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { http } from '#activities/http.ts';
import { Refused } from '#lib/errors.ts';
import { TRUSTED, uniform, untrusted } from '#lib/label.ts';
import { nodes } from '#nodes/index.ts';
import { putBlob, readBlob } from '#platform/blobs.ts';
import { env } from '#platform/env.ts';
import { startEchoServer, type EchoServer } from '../fakes/echo-server.ts';
import { handMadeContext } from './hand-made-context.ts';

let echo: EchoServer;

beforeAll(async () => {
  echo = await startEchoServer();
});
afterAll(() => echo.stop());

function request(given: Record<string, unknown>, body = uniform(TRUSTED)) {
  const input = nodes['http.request'].input.parse({ ...given, url: `${echo.url}${String(given.url)}` });
  return http['http.request'](input, handMadeContext({ labels: { body } }));
}

async function keptFile(runId = 'run1', text = 'two\r\nlines') {
  const file = await putBlob({ runId, bytes: Buffer.from(text), contentType: 'text/plain' });
  return { ...file, name: 'a"b\r\nX-Evil: 1.txt' };
}

describe('http.request sends files', () => {
  it('in a form, beside fields, and no name can leave its line', async () => {
    const body = { 'na"me\r\n': 'Ada', tags: ['a', 2], upload: await keptFile() };
    await request({ url: '/form', method: 'POST', bodyType: 'multipart', body });
    const sent = echo.requests.at(-1) ?? expect.fail('Nothing arrived.');
    const form = await new Response(sent.body, {
      headers: { 'content-type': sent.headers['content-type'] ?? '' },
    }).formData();
    expect([...form.keys()]).toEqual(['na"me\r\n', 'tags', 'tags', 'upload']);
    expect(form.get('na"me\r\n')).toBe('Ada');
    expect(form.getAll('tags')).toEqual(['a', '2']);
    const file = form.get('upload') as File;
    expect([file.name, file.type, await file.text()]).toEqual(['a_b__X-Evil: 1.txt', 'text/plain', 'two\r\nlines']);
  });

  it('with its own border, whatever content type was drawn', async () => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=drawn' };
    await request({ url: '/form', method: 'POST', bodyType: 'multipart', body: { a: 1 }, headers });
    expect(echo.requests.at(-1)?.headers['content-type']).toMatch(/boundary=hearth-/);
  });

  it('alone, under their own type', async () => {
    await request({ url: '/file', method: 'PUT', bodyType: 'file', body: await keptFile() });
    expect(echo.requests.at(-1)).toMatchObject({ body: 'two\r\nlines', headers: { 'content-type': 'text/plain' } });
  });

  it('of another run only if nobody outside named them', async () => {
    const body = await keptFile('run2');
    const asked = { url: '/file', method: 'PUT', bodyType: 'file', body };
    const before = echo.count('/file');
    await expect(request(asked, uniform(untrusted('webhook')))).rejects.toThrow('another run');
    expect(echo.count('/file')).toBe(before);
    await request(asked, uniform(TRUSTED));
    expect(echo.count('/file')).toBe(before + 1);
  });
});

describe('http.request keeps answers', () => {
  it('as a file when the author says so, under the name the service gives', async () => {
    echo.answer('/report', {
      headers: { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="may.csv"' },
      body: 'a,b',
    });
    const output = await request({ url: '/report', answer: 'file' });
    expect(output).toMatchObject({ body: null, file: { name: 'may.csv', size: 3, contentType: 'text/csv' } });
    expect((await readBlob(output.file?.ref ?? '')).toString()).toBe('a,b');
  });

  it('larger than what a run holds as data', async () => {
    const bytes = Buffer.alloc(12 * 1024 * 1024, 7);
    echo.answer('/large', { headers: { 'content-type': 'application/zip' }, body: bytes });
    const { file } = await request({ url: '/large' });
    expect((await readBlob(file?.ref ?? '')).equals(bytes)).toBe(true);
  });

  it('not at all when the file is too large or breaks off: nothing is left behind', async () => {
    const folder = join(env().dataDir, 'blobs', 'run1');
    const before = await readdir(folder);
    const headers = { 'content-type': 'application/zip' };
    echo.answer('/huge', { headers, body: Buffer.alloc(51 * 1024 * 1024) });
    await expect(request({ url: '/huge' })).rejects.toBeInstanceOf(Refused);
    echo.answer('/broken', { headers, body: Buffer.alloc(100_000), cut: 'midway' });
    await expect(request({ url: '/broken' })).rejects.toThrow();
    expect(await readdir(folder)).toEqual(before);
  });

  it('as text or JSON whatever they say they are', async () => {
    echo.answer('/odd', { headers: { 'content-type': 'application/octet-stream' }, body: '{"a":1}' });
    expect(await request({ url: '/odd', answer: 'text' })).toMatchObject({ body: '{"a":1}', file: null });
    expect(await request({ url: '/odd', answer: 'json' })).toMatchObject({ body: { a: 1 } });
    echo.answer('/page', { headers: { 'content-type': 'text/html' }, body: '<p>' });
    await expect(request({ url: '/page', answer: 'json' })).rejects.toThrow('did not answer with JSON');
  });
});

describe('http.request goes on', () => {
  it('with any status if the author wants to see it', async () => {
    echo.answer('/no', { status: 503, headers: { 'retry-after': '30' }, body: 'later' });
    expect(await request({ url: '/no', anyStatus: true })).toMatchObject({ status: 503, body: 'later' });
  });

  it('with a redirect as the answer, or fails at it', async () => {
    echo.answer('/moved', { status: 302, headers: { location: '/here' } });
    const before = echo.count('/here');
    expect(await request({ url: '/moved', redirects: 'return' })).toMatchObject({
      status: 302,
      headers: { location: '/here' },
    });
    await expect(request({ url: '/moved', redirects: 'refuse' })).rejects.toThrow('redirects to');
    expect(echo.count('/here')).toBe(before);
  });

  it('after the wait a service asks for, when the request was surely not done and has one attempt only', async () => {
    const turnedAway = { status: 429, headers: { 'retry-after-ms': '20' } };
    echo.answer('/once', turnedAway, turnedAway, { status: 201, body: { made: true } });
    expect(await request({ url: '/once', method: 'POST' })).toMatchObject({ status: 201, body: { made: true } });
    expect(echo.count('/once')).toBe(3);
    echo.answer('/later', { status: 429, headers: { 'retry-after': '600' } }, { status: 201 });
    await expect(request({ url: '/later', method: 'POST' })).rejects.toThrow('was not done');
    expect(echo.count('/later')).toBe(1);
  });
});
