import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isSameProcess, markOf } from '#bin/supervisor/identity.ts';
import { lockDataFolder, lockFile, type LockContent } from '#bin/supervisor/lock.ts';
import { Refused } from '#lib/errors.ts';

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function folder(): string {
  return mkdtempSync(join(process.env.HEARTH_DATA ?? '', 'lock-'));
}

function living(): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  started.push(child);
  return child.pid ?? 0;
}

function writeLock(dataDir: string, content: Partial<LockContent>): void {
  writeFileSync(lockFile(dataDir), JSON.stringify({ startedAt: '2026-01-01T00:00:00.000Z', children: {}, ...content }));
}

test('a second start is refused and named the process that has the folder', () => {
  const dataDir = folder();
  writeLock(dataDir, markOf(living()) ?? {});
  const second = () => lockDataFolder(dataDir);
  expect(second).toThrow(Refused);
  expect(second).toThrow(`Hearth runs already on ${dataDir} (process ${started[0]?.pid}`);
});

test('a lock is private, names the children, and goes with its release', () => {
  const dataDir = folder();
  const lock = lockDataFolder(dataDir);
  expect(statSync(lockFile(dataDir)).mode & 0o077).toBe(0);
  lock.setChild('worker', living());
  const content = JSON.parse(readFileSync(lockFile(dataDir), 'utf8')) as LockContent;
  expect(content.children.worker?.pid).toBe(started[0]?.pid);
  lock.release();
  expect(existsSync(lockFile(dataDir))).toBe(false);
});

test('a lock of a process that is gone is taken over, with what it left running', () => {
  const dataDir = folder();
  const child = markOf(living());
  const gone = { pid: 2 ** 22 + 1, mark: 'gone' };
  writeLock(dataDir, { ...gone, children: { temporal: child ?? gone, worker: gone } });
  expect(lockDataFolder(dataDir).leftOver).toEqual([child]);
  expect(readdirSync(dataDir)).toEqual(['hearth.lock']);
});

test('a lock whose number now belongs to another process is stale', () => {
  const dataDir = folder();
  const other = markOf(living());
  writeLock(dataDir, { pid: other?.pid ?? 0, mark: 'of an earlier process' });
  expect(lockDataFolder(dataDir).leftOver).toEqual([]);
});

test('a damaged lock file does not keep Hearth from starting', () => {
  const dataDir = folder();
  writeFileSync(lockFile(dataDir), '{"pid": 12');
  expect(() => lockDataFolder(dataDir)).not.toThrow();
});

test('a process is told from itself only while it lives', async () => {
  const mark = markOf(living());
  expect(mark !== null && isSameProcess(mark)).toBe(true);
  const ended = new Promise((resolve) => started[0]?.once('exit', resolve));
  started[0]?.kill('SIGKILL');
  await ended;
  expect(mark !== null && isSameProcess(mark)).toBe(false);
});
