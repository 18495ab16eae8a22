import { mkdtempSync, readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import type { Command } from 'commander';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cliProgram, runCli } from '#bin/cli/program.ts';
import type { Io } from '#bin/cli/io.ts';
import { env } from '#platform/env.ts';
import { addPerson, tokenOf } from '#test/server/house.ts';
import { startApi, type ApiServer } from '#test/support/api-server.ts';

// Nobody listens there: no Temporal.
process.env.HEARTH_TEMPORAL_PORT = '1';

let ours: Record<string, string> = {};

function silentIo(): Io & { stdout: PassThrough } {
  return {
    stdin: Readable.from([]),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    env: ours,
    folder: '.',
    exitCode: 0,
  };
}

let server: ApiServer;
beforeAll(async () => {
  server = await startApi();
  const token = await tokenOf(await addPerson('owner'), ['admin']);
  const XDG_CONFIG_HOME = mkdtempSync(join(env().dataDir, 'config-'));
  ours = { HEARTH_URL: server.url, HEARTH_TOKEN: token, XDG_CONFIG_HOME };
});
afterAll(() => server[Symbol.asyncDispose]());

type Listed = { path: string[]; command: Command };

/** Every command that does something. */
function commands(command: Command, path: string[] = []): Listed[] {
  const inner = command.commands.flatMap((one) => commands(one, [...path, one.name()]));
  const acts = command.options.some(({ long }) => long === '--json');
  return acts ? [{ path, command }, ...inner] : inner;
}

const all = commands(cliProgram(silentIo()));
const named = all.map(({ path }) => path.join(' '));

async function run(args: string[]): Promise<{ code: number; out: string }> {
  const io = silentIo();
  const code = await runCli(args, io);
  return { code, out: (io.stdout.read() as Buffer | null)?.toString() ?? '' };
}

test('all that the design names is there', () => {
  const wanted = `login, logout, flow import, flow export, flow list, flow publish, flow validate, run, runs, approvals, approve, deny,
    connection add, connection test, connection list, token create, stop, doctor, backup, restore, audit verify,
    people list, people role, people invite, people remove, audit list, audit export`;
  for (const name of wanted.split(/,\s*/)) expect(named).toContain(name);
});

test('every command gives JSON and says what it is for', async () => {
  for (const { path, command } of all) {
    expect([path, command.description()]).not.toEqual([path, '']);
    const help = await run([...path, '--help']);
    expect([path, help.code, help.out.includes('--json')]).toEqual([path, 0, true]);
  }
  const lone = (command: Command): string[] => [
    ...(command.commands.length === 0 && !command.options.some(({ long }) => long === '--json')
      ? [command.name()]
      : []),
    ...command.commands.flatMap(lone),
  ];
  expect(lone(cliProgram(silentIo()))).toEqual([]);
});

test.each([
  'flow list',
  'runs',
  'approvals',
  'connection list',
  'token list',
  'vars list',
  'people list',
  'people invites',
  'audit list',
  'audit verify',
  'doctor',
])('`%s --json` prints JSON and nothing else', async (name) => {
  const { out } = await run([...name.split(' '), '--json']);
  expect(() => JSON.parse(out) as unknown).not.toThrow();
});

test('what is wrong is JSON too', async () => {
  for (const args of [
    ['run', 'show', 'nothing'],
    ['people', 'remove', 'nobody'],
    ['audit', 'list', '--from', 'yesterday'],
  ]) {
    const { code, out } = await run([...args, '--json']);
    expect([args, code === 0]).toEqual([args, false]);
    expect(JSON.parse(out)).toMatchObject({ error: { code: expect.any(String) as string } });
  }
});

test('the guide names every command', () => {
  const guide = readFileSync('docs/cli.md', 'utf8');
  expect(named.filter((name) => !new RegExp(`\`${name}[ \`]`).test(guide))).toEqual([]);
});
