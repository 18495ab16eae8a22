import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { createClient } from '@libsql/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runCli } from '#bin/cli/program.ts';
import { createApproval } from '#platform/approvals.ts';
import { db, transactSql } from '#prisma/client.ts';
import { requestFor } from '#test/platform/given.ts';
import { startApi, type ApiServer } from '#test/support/api-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearth-cli-'));
let server: ApiServer;
beforeAll(async () => (server = await startApi()));
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const loginFile = join(folder, 'config', 'hearth', 'login.json');
const PASSWORD = 'another long password';

vi.setConfig({ testTimeout: 60_000 });

// Nobody listens there: no Temporal.
process.env.HEARTH_TEMPORAL_PORT = '1';

type Ended = { code: number; out: string; err: string };
type Given = { input?: string; env?: Record<string, string> };

/** Carries out a command line as `bin/hearth.ts` does, with streams of its own. */
async function hearth(args: string[], { input = '', env = {} }: Given = {}): Promise<Ended> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const own = { XDG_CONFIG_HOME: join(folder, 'config'), HEARTH_URL: server.url, ...env };
  const io = { stdin: Readable.from(input === '' ? [] : [input]), stdout, stderr, env: own, folder, exitCode: 0 };
  const code = await runCli(args, io);
  const textOf = (stream: PassThrough) => (stream.read() as Buffer | null)?.toString() ?? '';
  return { code, out: textOf(stdout), err: textOf(stderr) };
}

/** The same in a process of its own. */
function hearthProcess(args: string[], { input = '', env = {} }: Given = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/hearth.ts', ...args], {
    env: { ...process.env, ...env },
  });
  const ended: Ended = { code: -1, out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (ended.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (ended.err += chunk.toString()));
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ended, code: code ?? -1 })));
}

async function json<T>(args: string[], more?: Given): Promise<T> {
  const { out, err, code } = await hearth([...args, '--json'], more);
  if (code !== 0) throw new Error(`hearth ${args.join(' ')} ended with ${code}: ${err}${out}`);
  return JSON.parse(out) as T;
}

const flow = {
  format: 'hearth.flow/1',
  name: 'From a file',
  nodes: [
    { id: 'start', type: 'manual', name: 'Start', position: { x: 0, y: 0 }, params: {} },
    { id: 'say', type: 'template', name: 'Say', position: { x: 200, y: 0 }, params: { text: 'hi' } },
  ],
  edges: [{ from: { node: 'start', port: 'out' }, to: { node: 'say', port: 'in' } }],
  notes: [],
};

test('a headless server is set up in the terminal, once, with the password from standard input', async () => {
  const setup = ['setup', '--name', 'Ann', '--email', 'ann@example.org'];
  expect(await hearth(setup, { input: 'short\n' })).toMatchObject({
    code: 2,
    err: expect.stringContaining('at least 10') as string,
  });
  expect(await hearth(setup)).toMatchObject({ code: 2 });
  expect(await hearth(setup, { input: 'a long enough password\n' })).toMatchObject({ code: 0 });
  expect(await hearth(setup, { input: 'a long enough password\n' })).toMatchObject({ code: 4 });
  const reset = await hearth(['user', 'reset', '--email', 'ann@example.org'], { input: 'another long password\n' });
  expect(reset.code).toBe(0);
});

test('who is not signed in is told how, and a wrong password opens nothing', async () => {
  expect(await hearth(['flow', 'list'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('hearth login') as string,
  });
  const wrong = await hearth(['login', '--email', 'ann@example.org'], { input: 'not the password\n' });
  expect(wrong.code).toBe(1);
  expect(existsSync(loginFile)).toBe(false);
});

test('a sign-in is a short token of fewer rights in a file of one’s own, and is void after signing out', async () => {
  const signIn = ['login', '--email', 'ann@example.org', '--json'];
  const first = await hearth(signIn, { input: `${PASSWORD}\n` });
  expect([first.code, first.out]).toMatchObject([0, expect.any(String)]);
  const { scopes, expiresAt } = JSON.parse(first.out) as { scopes: string[]; expiresAt: string };
  expect(scopes).toEqual(['view', 'edit', 'run', 'approve']);
  expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(8 * 60 * 60 * 1000);
  expect(statSync(loginFile).mode & 0o077).toBe(0);
  const kept = readFileSync(loginFile, 'utf8');
  const { token } = JSON.parse(kept) as { token: string };
  expect(first.out + first.err).not.toContain(token);
  expect(kept).not.toContain(PASSWORD);
  // The session that made it has ended with it.
  expect(await db().session.count()).toBe(0);
  expect(await hearth(['audit', 'list'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('hearth login --scopes admin') as string,
  });
  expect((await hearth([...signIn, '--hours', '13'], { input: `${PASSWORD}\n` })).code).toBe(2);

  chmodSync(loginFile, 0o644);
  expect(await hearth(['flow', 'list'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('chmod 600') as string,
  });
  chmodSync(loginFile, 0o600);

  expect((await hearth(['logout'])).code).toBe(0);
  expect(existsSync(loginFile)).toBe(false);
  expect((await hearth(['flow', 'list'], { env: { HEARTH_TOKEN: token } })).code).toBe(1);
  expect((await hearth([...signIn, '--scopes', 'admin'], { input: `${PASSWORD}\n` })).code).toBe(0);
});

test('neither password nor token goes to another place, or over a wire in the clear', async () => {
  const elsewhere = { env: { HEARTH_URL: 'http://localhost:1' } };
  expect(await hearth(['flow', 'list'], elsewhere)).toMatchObject({
    code: 2,
    err: expect.stringContaining('You are signed in at') as string,
  });
  for (const args of [
    ['policy', 'set', '-'],
    ['stop', 'release'],
    ['people', 'remove', 'ann@example.org'],
  ])
    expect(await hearth(args, { ...elsewhere, input: `{}\n${PASSWORD}\n` })).toMatchObject({ code: 2 });
  const open = await hearth(['login', '--url', 'http://hearth.example', '--email', 'a@b.c'], { input: 'password\n' });
  expect(open).toMatchObject({ code: 2, err: expect.stringContaining('in the clear') as string });
  const token = { env: { HEARTH_URL: 'http://hearth.example', HEARTH_TOKEN: 'hearth_x' } };
  expect(await hearth(['flow', 'list'], token)).toMatchObject({ code: 2 });
});

test('commands ask the running Hearth and open no data folder', async () => {
  const env = { HEARTH_DATA: join(folder, 'none'), HEARTH_URL: server.url, XDG_CONFIG_HOME: join(folder, 'config') };
  const listed = await hearthProcess(['flow', 'list', '--json'], { env });
  expect(listed).toMatchObject({ code: 0, out: '[]\n' });
  expect(existsSync(join(folder, 'none'))).toBe(false);
});

test('a flow goes in as a file, is published, listed and comes out the same', async () => {
  writeFileSync(join(folder, 'flow.json'), JSON.stringify(flow));
  const { id, number } = await json<{ id: string; number: number }>(['flow', 'import', 'flow.json', '--publish']);
  expect(number).toBe(1);
  expect(await json(['flow', 'export', id])).toEqual(flow);
  expect(await json(['flow', 'list'])).toMatchObject([{ id, name: 'From a file', publishedNumber: 1 }]);
  expect((await hearth(['flow', 'export', 'From a file', '-o', 'copy.json'])).code).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, 'copy.json'), 'utf8'))).toEqual(flow);
});

test('files that are no flows are refused, and nothing is left of them', async () => {
  const before = await json<unknown[]>(['flow', 'list']);
  const odd: [string, RegExp][] = [
    ['{"format":', /not valid JSON/],
    ['{"format":"hearth.flow/1"}', /name/],
    [JSON.stringify({ ...flow, nodes: [{ ...flow.nodes[0], id: 'No Id' }] }), /nodes\.0\.id/],
  ];
  for (const [text, message] of odd) {
    const ended = await hearth(['flow', 'import', '-'], { input: text });
    expect(ended).toMatchObject({ code: 2, err: expect.stringMatching(message) as string, out: '' });
  }
  expect(await hearth(['flow', 'import', 'nowhere.json'])).toMatchObject({ code: 2 });
  expect(await json(['flow', 'list'])).toEqual(before);
  const cycle = { ...flow, edges: [{ from: { node: 'say', port: 'out' }, to: { node: 'say', port: 'in' } }] };
  expect(await hearth(['flow', 'validate', '-'], { input: JSON.stringify(cycle) })).toMatchObject({ code: 2 });
});

test('without a Hearth that answers a run is refused with what to do', async () => {
  const { token } = JSON.parse(readFileSync(loginFile, 'utf8')) as { token: string };
  const nowhere = { env: { HEARTH_URL: 'http://localhost:1', HEARTH_TOKEN: token } };
  const ended = await hearth(['run', 'From a file', '--json'], nowhere);
  expect(ended.code).toBe(5);
  expect(JSON.parse(ended.out)).toMatchObject({
    error: { code: 'unreachable', message: expect.stringContaining('npm start') as string },
  });
  expect(await json(['runs'])).toEqual([]);
  expect((await hearth(['run', 'No such flow'])).code).toBe(3);
});

test('secrets and tokens: in by standard input or environment, out once or never', async () => {
  const add = [
    'connection',
    'add',
    '--type',
    'http-bearer',
    '--name',
    'Shop',
    '--config',
    '{"hosts":["api.example.org"]}',
  ];
  const made = await hearth([...add, '--secrets-stdin', '--json'], { input: '{"token":"s3cr3t-one"}' });
  expect([made.code, JSON.parse(made.out)]).toMatchObject([0, { secretsSet: ['token'] }]);
  const second = await hearth([...add, '--secret-env', 'token=SHOP_TOKEN'], { env: { SHOP_TOKEN: 's3cr3t-two' } });
  expect(second.code).toBe(0);
  expect((await hearth(add)).code).toBe(2);
  const listed = await hearth(['connection', 'list']);
  expect(made.out + second.out + listed.out).not.toContain('s3cr3t');
  const { token } = await json<{ token: string }>(['token', 'create', '--scopes', 'view,run', '--expires', '30d'], {
    input: `${PASSWORD}\n`,
  });
  expect(token).toMatch(/^hearth_[\w-]{43}$/);
  expect((await hearth(['token', 'list', '--json'])).out).not.toContain(token);
  expect((await hearth(['token', 'create', '--scopes', 'everything'], { input: `${PASSWORD}\n` })).code).toBe(2);
});

test('the stop switch, the doctor and the audit log', async () => {
  expect(await json(['stop', '--reason', 'fire'])).toEqual({ scope: 'global' });
  const sick = await hearth(['doctor', '--json']);
  expect(sick.code).toBe(1);
  const { checks } = JSON.parse(sick.out) as { checks: { name: string; ok: boolean }[] };
  const state = Object.fromEntries(checks.map((check) => [check.name, check.ok]));
  expect(state).toEqual({
    'Data folder': true,
    Keys: true,
    Database: true,
    Owner: true,
    'Audit log': true,
    Temporal: false,
    Worker: false,
    Disk: true,
    Triggers: true,
    Runs: true,
    Requests: true,
    'Stop switch': false,
  });
  const { token } = JSON.parse(readFileSync(loginFile, 'utf8')) as { token: string };
  expect(await hearth(['stop', 'release'], { env: { HEARTH_TOKEN: token } })).toMatchObject({
    code: 1,
    err: expect.stringContaining(`On the page: ${server.url}/settings`) as string,
  });
  expect((await hearth(['stop', 'release'], { input: 'a wrong password\n' })).code).toBe(1);
  expect(await json(['stop', 'release'], { input: `${PASSWORD}\n` })).toEqual({ scope: 'global' });
  expect(await json(['stop', '--tool', 'mail.send'])).toEqual({ scope: 'tool:mail.send' });
  const [{ id = '' } = {}] = await db().flow.findMany({ select: { id: true }, take: 1 });
  expect(await json(['stop', '--flow', 'From a file'])).toEqual({ scope: `flow:${id}` });
  for (const one of [
    ['--tool', 'mail.send'],
    ['--flow', id],
  ])
    expect((await hearth(['stop', 'release', ...one], { input: `${PASSWORD}\n` })).code).toBe(0);
  expect((await hearth(['stop', '--tool', 'mail.send', 'global'])).code).toBe(2);
  expect(await json(['audit', 'verify'])).toMatchObject({ ok: true });
});

test('a backup is whole, closed to others, and never overwrites', async () => {
  const target = join(folder, 'backup');
  expect((await hearth(['backup', 'backup'])).code).toBe(0);
  expect(readdirSync(target)).toEqual(expect.arrayContaining(['app.db', 'backup.json']));
  expect(statSync(target).mode & 0o077).toBe(0);
  expect((await hearth(['backup', 'backup'])).code).toBe(4);
  const copy = createClient({ url: `file:${join(target, 'app.db')}` });
  expect((await copy.execute('SELECT "name" FROM "Flow"')).rows).toMatchObject([{ name: 'From a file' }]);
  copy.close();
}, 60_000);

test('a backup is restored: open runs stop, what was there is kept, and nothing is replaced unasked', async () => {
  const dataDir = join(folder, 'restored');
  const [source] = await db().flow.findMany({ select: { id: true }, take: 1 });
  const flowId = source?.id ?? '';
  const run = { id: 'run-of-then', flowId, versionId: 'v', planHash: 'p', triggerId: 'start', mode: 'production' };
  await db().run.create({ data: { ...run, status: 'running', input: '{}', rootRunId: run.id } });
  expect((await hearth(['backup', 'with-run'])).code).toBe(0);
  const target = join(folder, 'with-run');
  const there = { env: { HEARTH_DATA: dataDir } };
  const first = await hearthProcess(['restore', target, '--json'], there);
  expect(JSON.parse(first.out)).toMatchObject({ stopped: 1, setAside: null });
  const put = createClient({ url: `file:${join(dataDir, 'app.db')}` });
  expect((await put.execute('SELECT "id", "status" FROM "Run"')).rows).toMatchObject([
    { id: 'run-of-then', status: 'stopped' },
  ]);
  put.close();
  expect(await hearthProcess(['restore', target], there)).toMatchObject({ code: 4 });
  const again = await hearthProcess(['restore', target, '--replace', '--json'], there);
  const { setAside } = JSON.parse(again.out) as { setAside: string };
  expect(readdirSync(setAside)).toContain('app.db');
  expect(await hearthProcess(['restore', dataDir], there)).toMatchObject({ code: 2 });
  await db().run.delete({ where: { id: run.id } });
}, 120_000);

test('on a machine without a data folder the first command makes a closed one', async () => {
  const dataDir = join(folder, 'fresh');
  const setup = ['setup', '--name', 'Ann', '--email', 'ann@example.org'];
  const ended = await hearthProcess(setup, { input: 'a long enough password\n', env: { HEARTH_DATA: dataDir } });
  expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('owner is created') as string });
  expect(statSync(dataDir).mode & 0o077).toBe(0);
  expect(await hearthProcess(['nonsense'], { env: { HEARTH_DATA: dataDir } })).toMatchObject({ code: 2 });
}, 60_000);

test('approvals and usage mistakes have exit codes a script can rely on', async () => {
  expect(await json(['approvals'])).toEqual([]);
  expect((await hearth(['approve', 'nothing'])).code).toBe(3);
  expect((await hearth(['deny', 'nothing', '--reason', 'no'])).code).toBe(3);
  expect((await hearth(['run', 'show', 'nothing'])).code).toBe(3);
  expect((await hearth(['nonsense'])).code).toBe(2);
  expect((await hearth(['connection', 'add'])).code).toBe(2);
  expect((await hearth(['--help'])).code).toBe(0);
});

test('an approval is given with what the flow asks to be filled in', async () => {
  const fields = [{ name: 'amount', type: 'number' as const, required: true }];
  const request = { ...requestFor({ runId: 'none', flowId: 'none' }), kind: 'step' as const, tool: null, fields };
  const { id } = await transactSql((tx) => createApproval(tx, { request }));
  expect((await hearth(['approve', id])).code).toBe(2);
  expect((await hearth(['approve', id, '--answers', '[1]'])).code).toBe(2);
  expect((await hearth(['approve', id, '--answers', '-'], { input: '{"amount": 3}' })).code).toBe(0);
  expect((await db().approval.findUniqueOrThrow({ where: { id } })).answers).toBe('{"amount":3}');
});

test('what is critical is not decided here, by whatever token', async () => {
  const critical = { ...requestFor({ runId: 'none', flowId: 'none' }), tier: 'passkey' as const };
  const { id } = await transactSql((tx) => createApproval(tx, { request: critical }));
  const ended = await hearth(['approve', id]);
  expect(ended).toMatchObject({ code: 1, err: expect.stringContaining(`${server.url}/inbox/${id}`) as string });
  expect((await db().approval.findUniqueOrThrow({ where: { id } })).status).toBe('waiting');
});

test('variables are kept, shown and deleted, and a value does not command the terminal', async () => {
  expect((await hearth(['vars', 'set', 'city', 'Ulm'])).code).toBe(0);
  expect((await hearth(['vars', 'set', 'limits', '-', '--value-json'], { input: '{"most": 3}' })).code).toBe(0);
  await hearth(['vars', 'set', 'bell', 'ding\u0007\u001b[2J']);
  const kept = await json<{ name: string; kind: string; label: { integrity: string } }[]>(['vars', 'list']);
  expect(kept.map(({ name, kind, label }) => [name, kind, label.integrity])).toEqual([
    // A token brought them: nobody vouches for what a script puts there.
    ['bell', 'text', 'untrusted'],
    ['city', 'text', 'untrusted'],
    ['limits', 'data', 'untrusted'],
  ]);
  expect((await hearth(['vars', 'get', 'city'])).out).toBe('Ulm\n');
  expect((await hearth(['vars', 'list'])).out).not.toContain('\u001b');
  expect((await json<{ value: unknown }>(['vars', 'get', 'limits'])).value).toEqual({ most: 3 });
  expect((await hearth(['vars', 'remove', 'city'])).code).toBe(0);
  expect((await hearth(['vars', 'remove', 'city'])).code).toBe(3);
});
