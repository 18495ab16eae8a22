import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
import { createServer, request as ask, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packFiles } from '../../../bin/setup/pack.mjs';
import { withStaticFiles } from '#server/front/static-files.ts';

const SCRIPT = `export const lines = [${"'the same line over and over', ".repeat(200)}];\n`;
let server: Server;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-static-'));
  await mkdir(join(folder, 'chunks'));
  await writeFile(join(folder, 'chunks', 'page.js'), SCRIPT);
  await writeFile(join(folder, 'chunks', 'tiny.js'), 'let it;');
  await writeFile(join(folder, '..', 'outside.js'), 'let out;');
  await packFiles(folder);
  server = createServer(
    (request, response) =>
      void withStaticFiles(folder, async (missed, answer) => {
        answer.writeHead(404).end(`Next was asked for ${missed.url}`);
      })(request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => void server.close());

/** The answer as it came over the wire. Not fetch: that would unpack it, and tidy the path. */
function get(path: string, encodings?: string) {
  const { port } = server.address() as AddressInfo;
  const headers = encodings === undefined ? {} : { 'accept-encoding': encodings };
  return new Promise<{ status: number; headers: IncomingHttpHeaders; bytes: Buffer }>((resolve, reject) => {
    ask({ port, path, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(parts) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

const page = '/_next/static/chunks/page.js';

test('a browser that knows brotli gets the tightest form, and keeps it', async () => {
  const { headers, bytes } = await get(page, 'gzip, deflate, br, zstd');
  expect(headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
  expect(headers['content-type']).toContain('javascript');
  expect(headers['cache-control']).toBe('public,max-age=31536000,immutable');
  expect(brotliDecompressSync(bytes).toString()).toBe(SCRIPT);
});

test('one that knows only gzip gets that, and one that knows neither gets the file', async () => {
  const packed = await get(page, 'gzip');
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(packed.bytes).toString()).toBe(SCRIPT);
  const plain = await get(page);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.bytes.toString()).toBe(SCRIPT);
});

test('what is too small to pack is sent as it is', async () => {
  const { headers, bytes } = await get('/_next/static/chunks/tiny.js', 'br');
  expect(headers['content-encoding']).toBeUndefined();
  expect(bytes.toString()).toBe('let it;');
});

test.each(['/_next/static/nothing.js', '/flows', '/_next/static/../outside.js', '/_next/static/%2e%2e/outside.js'])(
  '%s goes on to the pages with its whole address',
  async (path) => {
    const { status, bytes } = await get(path);
    expect(status).toBe(404);
    expect(bytes.toString()).toBe(`Next was asked for ${path}`);
  },
);
