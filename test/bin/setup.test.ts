import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { existingBrowser } from '#bin/setup/browser.mjs';
import { stamp } from '#bin/setup/fingerprint.mjs';
import { packagesAreInstalled } from '#bin/setup/packages.mjs';
import { runSteps } from '#bin/setup/progress.mjs';

function folder(): string {
  return mkdtempSync(join(process.env.HEARTH_DATA ?? '', 'setup-'));
}

function write(root: string, path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

function withLock(wanted: object, installed?: object): string {
  const root = folder();
  write(root, 'package-lock.json', JSON.stringify({ packages: { '': { version: '0.1.0' }, ...wanted } }));
  if (installed) write(root, 'node_modules/.package-lock.json', JSON.stringify({ packages: installed }));
  return root;
}

test('something built is current until a file it was built from changes, appears or goes', () => {
  const root = folder();
  write(root, 'app/page.tsx', 'one');
  write(root, '.next/BUILD_ID', 'x');
  const built = stamp('pages', { from: ['app', 'absent.json'], makes: ['.next/BUILD_ID'], root });
  expect(built.isCurrent()).toBe(false);
  built.write();
  expect(built.isCurrent()).toBe(true);
  write(root, 'app/page.tsx', 'two');
  expect(built.isCurrent()).toBe(false);
  write(root, 'app/page.tsx', 'one');
  expect(built.isCurrent()).toBe(true);
  write(root, 'absent.json', '{}');
  expect(built.isCurrent()).toBe(false);
  rmSync(join(root, 'absent.json'));
  rmSync(join(root, '.next/BUILD_ID'));
  expect(built.isCurrent()).toBe(false);
});

test('packages count as installed when every version is the one in the lock', () => {
  const wanted = {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-darwin': { version: '1.0.0', optional: true },
  };
  expect(packagesAreInstalled(withLock(wanted))).toBe(false);
  expect(packagesAreInstalled(withLock(wanted, { 'node_modules/a': { version: '1.0.0' } }))).toBe(true);
  expect(packagesAreInstalled(withLock(wanted, { 'node_modules/a': { version: '0.9.0' } }))).toBe(false);
  expect(packagesAreInstalled(withLock(wanted, { 'node_modules/b-darwin': { version: '1.0.0' } }))).toBe(false);
});

test('a browser is looked for in CHROME_PATH, then on the PATH, and must be executable', () => {
  const root = folder();
  write(root, 'bin/chromium', '');
  write(root, 'mine', '');
  expect(existingBrowser({ PATH: join(root, 'bin') })).not.toBe(join(root, 'bin', 'chromium'));
  chmodSync(join(root, 'bin/chromium'), 0o755);
  chmodSync(join(root, 'mine'), 0o755);
  expect(existingBrowser({ PATH: join(root, 'bin') })).toBe(join(root, 'bin', 'chromium'));
  expect(existingBrowser({ PATH: join(root, 'bin'), CHROME_PATH: join(root, 'mine') })).toBe(join(root, 'mine'));
});

test('a done step is skipped silently; a failing one says what went wrong and what to do, and ends the set-up', async () => {
  const shown: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => shown.push(String(text)) > 0);
  const never = vi.fn();
  const steps = [
    { title: 'Done before', done: () => true, run: never, hint: '' },
    {
      title: 'Breaking',
      done: () => false,
      run: () => Promise.reject(new Error('disk full')),
      hint: 'Free some space.',
    },
    { title: 'After that', done: () => false, run: never, hint: '' },
  ];
  await expect(runSteps(steps)).rejects.toThrow('Breaking');
  write.mockRestore();
  expect(never).not.toHaveBeenCalled();
  expect(shown.join('')).toMatch(/Breaking failed\.\s+disk full\s+Free some space\./);
  expect(shown.join('')).not.toContain('Done before');
});
