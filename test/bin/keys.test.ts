/** `hearth key`, `hearth incident` and what a backup must not hold, on a data folder of their own and without a server. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { beforeAll, expect, test, vi } from 'vitest';
import { runCli } from '#bin/cli/program.ts';
import { lockDataFolder } from '#bin/supervisor/lock.ts';
import { putBlob } from '#platform/blobs.ts';
import { openConnection, saveConnection } from '#platform/connections.ts';
import { env } from '#platform/env.ts';
import { readMasterKeys } from '#platform/key-file.ts';
import { forgetKeys } from '#platform/keys.ts';
import { stopFlags } from '#platform/stop.ts';
import { db } from '#prisma/client.ts';

vi.setConfig({ testTimeout: 60_000 });

// Nobody listens there: no Temporal.
process.env.HEARTH_TEMPORAL_PORT = '1';

const SECRET = 'tok-visible-secret';
const PASSPHRASE = 'visible words to remember';
let folder = '';
let connection = '';

type Ended = { code: number; out: string; err: string };

async function hearth(args: string[], input = ''): Promise<Ended> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const stdin = Readable.from(input === '' ? [] : [input]);
  const own = { XDG_CONFIG_HOME: join(folder, 'config') };
  const code = await runCli([...args, '--json'], { stdin, stdout, stderr, env: own, folder, exitCode: 0 });
  const textOf = (stream: PassThrough) => (stream.read() as Buffer | null)?.toString() ?? '';
  return { code, out: textOf(stdout), err: textOf(stderr) };
}

async function json<T>(args: string[], input?: string): Promise<T> {
  const { code, out } = await hearth(args, input);
  expect([args, code, out]).toEqual([args, 0, out]);
  return JSON.parse(out) as T;
}

function filesIn(place: string): string[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));
}

const masterHex = () => readMasterKeys().keys.map((key) => key.toString('hex'));

beforeAll(async () => {
  folder = join(env().dataDir, 'typed-here');
  mkdirSync(folder, { mode: 0o700 });
  const made = await saveConnection({
    name: 'Shop',
    type: 'http-bearer',
    config: { hosts: ['api.example.org'] },
    secrets: { token: SECRET },
    by: 'user:anna',
  });
  connection = made.id;
  await putBlob({ runId: null, bytes: Buffer.from(SECRET.repeat(100)), contentType: 'text/plain' });
});

test('a backup holds no key in whatever writing, and no secret, though the key lies beside the data', async () => {
  expect(existsSync(join(env().dataDir, 'hearth.key'))).toBe(true);
  await json(['backup', 'saved']);
  const files = filesIn(join(folder, 'saved'));
  expect(files.map((file) => file.slice(join(folder, 'saved').length))).toEqual(
    expect.arrayContaining(['/app.db', '/backup.json', expect.stringMatching(/^\/blobs\//)]),
  );
  const [master] = readMasterKeys().keys;
  const known = [
    master ?? Buffer.alloc(0),
    ...(['hex', 'base64', 'base64url'] as const).map((writing) => Buffer.from(master?.toString(writing) ?? '')),
    Buffer.from(master?.toString('hex').toUpperCase() ?? ''),
    Buffer.from(SECRET),
  ];
  for (const file of files) {
    const bytes = readFileSync(file);
    expect([file, known.map((one) => one.length > 0 && bytes.includes(one))]).toEqual([file, known.map(() => false)]);
  }
  // The same look finds it where it is.
  expect(readFileSync(env().keyFile).includes(known[1] ?? '')).toBe(true);
});

test('a key file that others can read is refused by whatever command needs it', async () => {
  chmodSync(env().keyFile, 0o640);
  forgetKeys();
  for (const args of [
    ['key', 'status'],
    ['key', 'rotate'],
    ['backup', 'never'],
  ])
    expect(await hearth(args)).toMatchObject({ code: 2, out: expect.stringContaining('chmod 600') as string });
  chmodSync(env().keyFile, 0o600);
  expect(await json(['key', 'status'])).toEqual({ file: env().keyFile, guard: 'file', inData: true });
});

test('keys are changed while Hearth is stopped, and what was sealed before still opens', async () => {
  const [before] = masterHex();
  const lock = lockDataFolder(env().dataDir);
  const running = await hearth(['key', 'rotate']);
  lock.release();
  expect(running).toMatchObject({ code: 1, out: expect.stringContaining('Hearth runs already') as string });
  expect(masterHex()).toEqual([before]);

  const { out } = await hearth(['key', 'rotate']);
  const after = masterHex();
  expect([after.length, after[1]]).toEqual([2, before]);
  expect(after.filter((key) => out.includes(key))).toEqual([]);
  forgetKeys();
  expect((await openConnection(connection)).secrets).toEqual({ token: SECRET });
});

test('a passphrase protects the key file, and is taken away again', async () => {
  const keys = masterHex();
  expect((await hearth(['key', 'protect', 'passphrase'], 'short\n')).code).toBe(2);
  await json(['key', 'protect', 'passphrase'], `${PASSPHRASE}\n`);
  const file = readFileSync(env().keyFile, 'utf8');
  expect(keys.filter((key) => file.includes(key))).toEqual([]);
  expect(file).toMatch(/^passphrase\./);
  expect(await json(['key', 'status'], `${PASSPHRASE}\n`)).toMatchObject({ guard: 'passphrase' });
  await json(['key', 'protect', 'file'], `${PASSPHRASE}\n`);
  expect(masterHex()).toEqual(keys);
  expect((await hearth(['key', 'protect', 'hope'])).code).toBe(2);
});

test('the key is moved out of the data folder, and found there from then on', async () => {
  const keys = masterHex();
  const to = join(env().dataDir, '..', `moved-${process.pid}.key`);
  expect((await hearth(['key', 'move', join(env().dataDir, 'inside.key')])).code).toBe(2);
  expect(await json(['key', 'move', to])).toEqual({ file: to });
  expect(await json(['key', 'status'])).toMatchObject({ file: to, inData: false });
  expect(masterHex()).toEqual(keys);
  expect(existsSync(join(env().dataDir, 'hearth.key'))).toBe(false);
});

test('an incident is begun, looked at and its evidence written, without a server', async () => {
  await db().user.create({ data: { id: 'anna', name: 'Anna', email: 'anna@example.org', role: 'owner' } });
  const expiresAt = new Date(Date.now() + 60_000);
  await db().session.create({ data: { id: 'stolen', token: 'stolen', userId: 'anna', expiresAt } });
  expect((await hearth(['incident', 'begin'])).code).toBe(2);
  expect(await json(['incident', 'begin', '--reason', 'odd mails'])).toMatchObject({ sessions: 1 });
  expect(await db().session.count()).toBe(0);
  expect(await stopFlags()).toMatchObject([{ scope: 'global', reason: 'odd mails' }]);

  const report = await hearth(['incident', 'report', '--since', '1d']);
  expect(JSON.parse(report.out)).toMatchObject({ stopped: true, connections: [{ name: 'Shop', secrets: ['token'] }] });
  expect((await hearth(['incident', 'report', '--since', 'yesterday'])).code).toBe(2);

  await json(['incident', 'export', 'evidence']);
  const files = filesIn(join(folder, 'evidence'));
  expect(files.map((file) => file.split('/').at(-1)).sort()).toEqual([
    'effects.jsonl',
    'incident.json',
    'record.jsonl',
  ]);
  const all = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  expect(all).toContain('incident.begin');
  expect(report.out + all).not.toContain(SECRET);
  expect(masterHex().filter((key) => all.includes(key))).toEqual([]);
  expect(files.map((file) => statSync(file).mode & 0o077)).toEqual([0, 0, 0]);
  expect((await hearth(['incident', 'export', 'evidence'])).code).toBe(4);
});
