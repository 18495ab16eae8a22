import { mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { speakOver, withMcp, type McpSession } from '#activities/connections/mcp.ts';
import { ConfinedTransport } from '#activities/connections/mcp-stdio.ts';
import { confinement, sandboxProblem, type Confined } from '#activities/connections/sandbox.ts';
import { Invalid, Unreachable } from '#lib/errors.ts';
import { env } from '#platform/env.ts';
import { freePort } from '../support/free-port.ts';
import { until } from '../support/until.ts';
import { connectionOf, egressOf } from './hand-made-context.ts';

const problem = await sandboxProblem();
if (problem !== null) console.info(`Programs in the sandbox were not tried: ${problem}`);

let folder: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'hearth-mcp-')));
});

afterAll(() => rm(folder, { recursive: true }));

const require = createRequire(import.meta.url);
const REFERENCE = {
  everything: require.resolve('@modelcontextprotocol/server-everything/package.json'),
  filesystem: require.resolve('@modelcontextprotocol/server-filesystem/package.json'),
};

/** The reference server in one file, as somebody would install it somewhere. */
async function installed(name: keyof typeof REFERENCE): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  const entry = join(REFERENCE[name], '../dist/index.js');
  const banner = `import { createRequire as r } from 'node:module'; const require = r(import.meta.url);`;
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: banner },
    logLevel: 'error',
  });
  return outfile;
}

async function inside<T>(program: Partial<Confined>, work: (session: McpSession) => Promise<T>): Promise<T> {
  const whole = {
    command: process.execPath,
    args: [],
    folders: [folder],
    mayWrite: false,
    network: false,
    env: {},
    ...program,
  };
  const transport = new ConfinedTransport(whole, { maxBytes: 1_000_000 });
  return speakOver(transport, { name: 'It', signal: AbortSignal.timeout(60_000), work });
}

/** A server of our own that tells what it can see. */
const SPY = `
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const tried = (work) => { try { return work(); } catch (error) { return error.code ?? String(error); } };
const reach = () => fetch('http://127.0.0.1:' + process.env.PORT).then(() => 'reached', () => 'not reached');
const look = async () => ({
  env: Object.keys(process.env).sort(),
  secret: process.env.API_KEY,
  root: readdirSync('/').sort(),
  passwd: tried(() => readFileSync('/etc/shadow', 'utf8')),
  data: tried(() => readdirSync(process.argv[2]).length),
  written: tried(() => writeFileSync(process.argv[3] + '/out.txt', 'x') ?? 'written'),
  processes: readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).length,
  network: await reach(),
});
console.log('not a message at all');
createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, method } = JSON.parse(line);
  if (id === undefined) return;
  const serverInfo = { name: 'spy', version: '1' };
  const result = method === 'initialize' ? { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo }
    : method === 'tools/list' ? { tools: [{ name: 'look', inputSchema: { type: 'object' } }] }
    : { content: [{ type: 'text', text: JSON.stringify(await look()) }] };
  console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
});
`;

type Seen = Record<'env' | 'root', string[]> &
  Record<'secret' | 'passwd' | 'data' | 'written' | 'network', unknown> & { processes: number };

async function spied(program: Partial<Confined> = {}): Promise<Seen> {
  const spy = join(folder, 'spy.mjs');
  await writeFile(spy, SPY);
  const args = [spy, env().dataDir, folder];
  return inside({ args, ...program }, async (session) => {
    const { content } = await session.call({ tool: 'look', args: {}, timeoutMs: 30_000 });
    return JSON.parse(content[0]?.type === 'text' ? content[0].text : '') as Seen;
  });
}

describe.skipIf(problem !== null)('a program in the sandbox', () => {
  it('sees nothing of this machine but what it was given', async () => {
    process.env['CANARY_OF_THE_WORKER'] = 'canary';
    const seen = await spied({ env: { API_KEY: 'sesame' } });
    delete process.env['CANARY_OF_THE_WORKER'];
    expect(seen.env).toEqual(['API_KEY', 'HOME', 'LANG', 'PATH', 'PWD']);
    expect(seen.secret).toBe('sesame');
    expect(seen.root).not.toContain('root');
    expect(seen.root).not.toContain('home');
    expect(seen.passwd).toBe('ENOENT');
    expect(seen.data).toBe('ENOENT');
    expect(seen.written).toBe('EROFS');
    expect(seen.processes).toBeLessThan(5);
    expect(seen.network).toBe('not reached');
  });

  it('writes where it may, and nowhere else', async () => {
    expect((await spied({ mayWrite: true })).written).toBe('written');
    expect(await readFile(join(folder, 'out.txt'), 'utf8')).toBe('x');
  });

  it('serves the tools of the reference server "everything"', async () => {
    const args = [await installed('everything'), 'stdio'];
    const { names, result } = await inside({ args }, async (session) => ({
      names: (await session.tools()).map(({ name }) => name),
      result: await session.call({ tool: 'echo', args: { message: 'hello there' }, timeoutMs: 30_000 }),
    }));
    expect(names).toContain('echo');
    expect(JSON.stringify(result.content)).toContain('hello there');
  });

  it('speaks with the reference server "everything" over HTTP too', async () => {
    const port = await freePort();
    const child: ChildProcess = spawn(process.execPath, [await installed('everything'), 'streamableHttp'], {
      env: { ...process.env, PORT: String(port) },
      stdio: 'ignore',
    });
    try {
      const config = { url: `http://127.0.0.1:${port}/mcp` };
      const connection = connectionOf({ type: 'mcp-http', config, secrets: {}, hosts: [`127.0.0.1:${port}`] });
      const ask = () =>
        withMcp({ connection, signal: new AbortController().signal, fetch: egressOf({ connection }) }, ({ call }) =>
          call({ tool: 'echo', args: { message: 'hello there' }, timeoutMs: 30_000 }),
        ).catch((error: unknown) => {
          if (error instanceof Unreachable) return undefined;
          throw error;
        });
      const result = await until(ask, { what: 'the server to answer' });
      expect(JSON.stringify(result.content)).toContain('hello there');
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('serves the tools of the reference server "filesystem", within its folder', async () => {
    await writeFile(join(folder, 'note.txt'), 'bread and milk');
    await symlink('/usr/share', join(folder, 'way-out'));
    const args = [await installed('filesystem'), folder];
    await inside({ args }, async ({ call }) => {
      const read = (path: string) => call({ tool: 'read_text_file', args: { path }, timeoutMs: 30_000 });
      expect(JSON.stringify(await read(join(folder, 'note.txt')))).toContain('bread and milk');
      expect((await read('/etc/passwd')).isError).toBe(true);
      expect((await read(join(folder, 'way-out/doc'))).isError).toBe(true);
    });
  });

  it('is told apart from one that ends, says too much or does not exist', async () => {
    const speak = ({ tools }: McpSession) => tools();
    await expect(inside({ args: ['-e', 'console.error("No key given."); process.exit(1)'] }, speak)).rejects.toThrow(
      'No key given.',
    );
    await expect(inside({ args: ['-e', 'process.stdout.write("x".repeat(3e6))'] }, speak)).rejects.toThrow('ended');
    await expect(inside({ command: '/usr/bin/no-such-program' }, speak)).rejects.toThrow('ended');
  });
});

it('gives no program a folder of Hearth or of the system', async () => {
  for (const path of [env().dataDir, '/etc', process.cwd()]) {
    const config = { command: 'node', args: [], folders: [path], access: 'read', network: false };
    const connection = connectionOf({ type: 'mcp-stdio', config, secrets: {}, hosts: [] });
    const { signal } = new AbortController();
    const opened = withMcp({ connection, signal, fetch: egressOf({ connection }) }, () => Promise.resolve());
    await expect(opened).rejects.toBeInstanceOf(Invalid);
  }
});

it('has everything taken away before anything is given', () => {
  const words = confinement({ folders: ['/srv/mcp'], mayWrite: false, network: false, env: {} });
  for (const word of ['--unshare-all', '--clearenv', '--die-with-parent', '--new-session', '--cap-drop'])
    expect(words).toContain(word);
  expect(words).not.toContain('--share-net');
  expect(words).not.toContain('--bind');
  expect(words.join(' ')).toContain('--ro-bind /srv/mcp /srv/mcp');
});
