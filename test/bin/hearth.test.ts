import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, expect, test, vi } from 'vitest';
import { runCli } from '#bin/cli/program.ts';
import { createApproval } from '#platform/approvals.ts';
import { db, transactSql } from '#prisma/client.ts';
import { requestFor } from '#test/platform/given.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearth-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

vi.setConfig({ testTimeout: 60_000 });

// Nobody listens there: no Temporal.
process.env.HEARTH_TEMPORAL_PORT = '1';

type Ended = { code: number; out: string; err: string };
type Given = { input?: string; env?: Record<string, string> };

/** Carries out a command line as `bin/hearth.ts` does, with streams of its own. */
async function hearth(args: string[], { input = '', env = {} }: Given = {}): Promise<Ended> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdin: Readable.from(input === '' ? [] : [input]), stdout, stderr, env, folder, exitCode: 0 };
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

test('without Temporal a run is not half started but refused with what to do', async () => {
  const ended = await hearth(['run', 'From a file', '--json']);
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
  const { token } = await json<{ token: string }>(['token', 'create', '--scopes', 'view,run', '--expires', '30d']);
  expect(token).toMatch(/^hearth_[\w-]{43}$/);
  expect((await hearth(['token', 'list', '--json'])).out).not.toContain(token);
  expect((await hearth(['token', 'create', '--scopes', 'everything'])).code).toBe(2);
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
  expect(await json(['stop', 'release'])).toEqual({ scope: 'global' });
  expect(await json(['audit', 'verify'])).toMatchObject({ ok: true });
});

test('a backup is whole, closed to others, and never overwrites', async () => {
  const target = join(folder, 'backup');
  expect((await hearth(['backup', 'backup'])).code).toBe(0);
  expect(readdirSync(target)).toEqual(expect.arrayContaining(['app.db', 'backup.json']));
  expect(statSync(target).mode & 0o077).toBe(0);
  expect((await hearth(['backup', 'backup'])).code).toBe(4);
  const restored = await hearthProcess(['flow', 'list', '--json'], { env: { HEARTH_DATA: target } });
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('From a file') as string });
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
  const runs = await hearthProcess(['runs', '--json'], there);
  expect(JSON.parse(runs.out)).toMatchObject([{ id: 'run-of-then', status: 'stopped' }]);
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

test('variables are kept, shown and deleted, and a value does not command the terminal', async () => {
  expect((await hearth(['vars', 'set', 'city', 'Ulm'])).code).toBe(0);
  expect((await hearth(['vars', 'set', 'limits', '-', '--value-json'], { input: '{"most": 3}' })).code).toBe(0);
  await hearth(['vars', 'set', 'bell', 'ding\u0007\u001b[2J']);
  const kept = await json<{ name: string; kind: string; label: { integrity: string } }[]>(['vars', 'list']);
  expect(kept.map(({ name, kind, label }) => [name, kind, label.integrity])).toEqual([
    ['bell', 'text', 'trusted'],
    ['city', 'text', 'trusted'],
    ['limits', 'data', 'trusted'],
  ]);
  expect((await hearth(['vars', 'get', 'city'])).out).toBe('Ulm\n');
  expect((await hearth(['vars', 'list'])).out).not.toContain('\u001b');
  expect((await json<{ value: unknown }>(['vars', 'get', 'limits'])).value).toEqual({ most: 3 });
  expect((await hearth(['vars', 'remove', 'city'])).code).toBe(0);
  expect((await hearth(['vars', 'remove', 'city'])).code).toBe(3);
});
