/** The supervisor as `npm start` runs it, on the real server, worker and web. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { isSameProcess, type ProcessMark } from '#bin/supervisor/identity.ts';
import { lockFile, type LockContent } from '#bin/supervisor/lock.ts';
import { freePort } from '../support/free-port.ts';
import { until } from '../support/until.ts';

type Place = { HEARTH_DATA: string; HEARTH_PORT: string; HEARTH_TEMPORAL_PORT: string };
type Started = { process: ChildProcess; text: () => string; ended: Promise<number | string | null> };

const started: ChildProcess[] = [];
const seen: ProcessMark[] = [];

beforeAll(() => void execFileSync(process.execPath, ['bin/compile.mjs']));

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  for (const left of seen.splice(0)) if (isSameProcess(left)) process.kill(left.pid, 'SIGKILL');
});

async function place(): Promise<Place> {
  const [port, temporalPort] = [await freePort(), await freePort()];
  const HEARTH_DATA = mkdtempSync(join(process.env.HEARTH_DATA ?? '', 'start-'));
  return { HEARTH_DATA, HEARTH_PORT: String(port), HEARTH_TEMPORAL_PORT: String(temporalPort) };
}

function start(settings: Partial<Place>, more: Record<string, string> = {}): Started {
  const env = { ...process.env, HEARTH_LOG_LEVEL: 'info', ...settings, ...more };
  const child = spawn(process.execPath, ['.hearth/build/start.mjs'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  child.stderr.on('data', (chunk) => (text += String(chunk)));
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? code)),
  );
  return { process: child, text: () => text, ended };
}

/** The lines that have come to their end. */
function wholeLines(text: string): string[] {
  return text.split('\n').slice(0, -1);
}

async function ready(hearth: Started): Promise<void> {
  const gone = hearth.ended.then((how) => Promise.reject(new Error(`It ended (${how}):\n${hearth.text()}`)));
  await Promise.race([until(() => hearth.text().includes('Hearth is ready at'), { what: 'the ready line' }), gone]);
}

/** The living children as the lock file names them. */
function children({ HEARTH_DATA }: Place): LockContent['children'] {
  const { children } = JSON.parse(readFileSync(lockFile(HEARTH_DATA), 'utf8')) as LockContent;
  seen.push(...Object.values(children));
  return children;
}

function health({ HEARTH_PORT }: Place): Promise<number | null> {
  return fetch(`http://localhost:${HEARTH_PORT}/api/v1/health`).then(
    (response) => response.status,
    () => null,
  );
}

test('a start shows the set-up code, keeps the data private, refuses a second start, and drains when asked', async () => {
  const here = await place();
  const hearth = start(here);
  await ready(hearth);
  expect(await health(here)).toBe(200);
  expect(hearth.text()).toMatch(/Set-up code: [A-Z0-9]{5}(-[A-Z0-9]{5}){3}/);
  expect(statSync(here.HEARTH_DATA).mode & 0o077).toBe(0);

  const other = await place();
  const second = start({ ...other, HEARTH_DATA: here.HEARTH_DATA });
  expect(await second.ended).toBe(1);
  expect(second.text()).toContain(`Hearth runs already on ${here.HEARTH_DATA} (process ${hearth.process.pid}`);

  const samePort = start({ ...other, HEARTH_PORT: here.HEARTH_PORT });
  expect(await samePort.ended).toBe(1);
  expect(samePort.text()).toContain(`Port ${here.HEARTH_PORT}, which Hearth needs for its pages, is taken`);
  expect(samePort.text()).toContain('HEARTH_PORT');

  const before = Object.values(children(here));
  hearth.process.kill('SIGTERM');
  expect(await hearth.ended).toBe(0);
  expect(before.filter(isSameProcess)).toEqual([]);
});

test('each process that is killed comes back, and the rest goes on', async () => {
  const here = await place();
  const hearth = start(here);
  await ready(hearth);
  for (const name of ['web', 'worker', 'temporal']) {
    const before = children(here)[name];
    process.kill(before?.pid ?? 0, 'SIGKILL');
    await until(() => hearth.text().includes(`${name} is back`), { what: `${name} to come back` });
    expect(children(here)[name]?.pid).not.toBe(before?.pid);
  }
  expect(await health(here)).toBe(200);
});

test('when the supervisor is killed its children end by themselves, and the next start works on the same data', async () => {
  const here = await place();
  const first = start(here);
  await ready(first);
  const before = Object.values(children(here));
  expect(before).toHaveLength(3);
  first.process.kill('SIGKILL');
  await until(() => !before.some(isSameProcess), { what: 'the children to end' });
  const second = start(here);
  await ready(second);
  expect(await health(here)).toBe(200);
});

test('with HEARTH_LOG=json every line is JSON and names its process', async () => {
  const here = await place();
  const hearth = start(here, { HEARTH_LOG: 'json' });
  await ready(hearth);
  // A child says that it is ready beside what it writes: its line may come a moment later.
  const names = () =>
    new Set(wholeLines(hearth.text()).map((line) => (JSON.parse(line) as { process: string }).process));
  await until(() => names().size >= 3, { what: 'a line of each process' });
  expect(names()).toEqual(new Set(['hearth', 'web', 'worker']));
});

test('a Temporal port that is taken and bad settings are told before anything starts', async () => {
  const here = await place();
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(Number(here.HEARTH_TEMPORAL_PORT), '127.0.0.1', resolve));
  const refused = start(here);
  expect(await refused.ended).toBe(1);
  expect(refused.text()).toContain('set HEARTH_TEMPORAL_PORT to a free port');
  squatter.close();

  const wrong = start(here, { HEARTH_PORT: 'many', HEARTH_LOG: 'loud' });
  expect(await wrong.ended).toBe(1);
  expect(wrong.text()).toMatch(/HEARTH_PORT: must be a number[^]*HEARTH_LOG: must be pretty or json/);
  expect(wrong.text()).not.toContain('    at ');
});

test('a bind that other machines reach is refused while there is no owner', async () => {
  const hearth = start(await place(), { HEARTH_HOST: '0.0.0.0' });
  expect(await hearth.ended).toBe(1);
  expect(hearth.text()).toContain('there is no owner yet');
});
