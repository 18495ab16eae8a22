import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { Child, pauseBefore, type Program } from '#bin/supervisor/child.ts';
import { createOutput } from '#bin/supervisor/output.ts';
import { LEASHED } from '#bin/supervisor/temporal-server.ts';

const children: Child[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill();
});

/** A child that runs `code`; `until` resolves with the first line of the supervisor or child that matches. */
function run(code: string, more: Partial<Program> = {}) {
  const target = new PassThrough();
  const pids: number[] = [];
  const hopeless: string[] = [];
  let text = '';
  target.on('data', (chunk) => (text += String(chunk)));
  const program = {
    name: 'child',
    command: process.execPath,
    args: ['-e', code],
    env: process.env,
    graceMs: 5_000,
    ipc: true,
  };
  const child = new Child(
    { ...program, ...more },
    {
      output: createOutput(target, { format: 'pretty', colour: false }),
      onPid: (_name, pid) => pid !== undefined && pids.push(pid),
      onHopeless: (name) => hopeless.push(name),
    },
  );
  children.push(child);
  child.start();
  const until = (pattern: RegExp) =>
    new Promise<string>((resolve) => {
      const look = () => pattern.test(text) && resolve(text);
      target.on('data', look);
      look();
    });
  return { child, pids, hopeless, until };
}

const READY = `process.send({ type: 'ready' }); process.on('disconnect', () => process.exit());`;

test('pauses between starts double from half a second to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 20].map(pauseBefore)).toEqual([
    500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
  ]);
});

test('a child that is killed is started again and says when it is back', async () => {
  const { child, pids, until } = run(`${READY} setInterval(() => {}, 1000)`);
  await child.firstReady;
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await until(/child ended by SIGKILL, starting it again in 0.5 s[^]*child is back/);
  expect(pids).toHaveLength(2);
});

test('a child that says its settings are wrong is not started again', async () => {
  const { pids, hopeless, until } = run(`console.log('HEARTH_HOST is wrong'); process.exit(78)`);
  await until(/HEARTH_HOST is wrong/);
  await expect.poll(() => hopeless).toEqual(['child']);
  expect(pids).toHaveLength(1);
});

test('a child is asked to end and may drain; it is not started again', async () => {
  const drain = `process.on('SIGTERM', () => { console.log('drained'); process.exit(0); })`;
  const { child, pids, until } = run(`${drain}; ${READY} setInterval(() => {}, 1000)`);
  await child.firstReady;
  await child.stop();
  await until(/drained/);
  expect(pids).toHaveLength(1);
});

test('a child that does not end in its time is killed', async () => {
  const { child, until } = run(`process.on('SIGTERM', () => {}); ${READY} setInterval(() => {}, 1000)`, {
    graceMs: 50,
  });
  await child.firstReady;
  await child.stop();
  await until(/does not end, killing it/);
});

test('a restart ends the old one first and is no failure', async () => {
  const { child, pids, until } = run(`console.log('up', process.pid); ${READY} setInterval(() => {}, 1000)`);
  await child.firstReady;
  await child.restart();
  const text = await until(/up \d+[^]*up \d+/);
  expect(pids).toHaveLength(2);
  expect(text).not.toContain('again in');
});

test('a server on the leash keeps its process number and ends when the supervisor is gone', async () => {
  const code = `console.log(process.pid); setInterval(() => {}, 1000)`;
  const server = spawn('/bin/sh', ['-c', LEASHED, 'leash', process.execPath, '-e', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', (exitCode, signal) => resolve(signal ?? exitCode)));
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  expect(Number(String(line))).toBe(server.pid);
  // A killed supervisor closes its end of every pipe.
  server.stdin.destroy();
  expect(await ended).toBe('SIGTERM');
});
