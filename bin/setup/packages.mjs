/** The packages of package-lock.json. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from './progress.mjs';

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockEntry */

/**
 * Whether node_modules holds what the lock asks for. npm writes its own list at the end of an install, so an install that
 * was broken off does not count. Optional packages of other platforms may be absent.
 * @param {string} [root]
 */
export function packagesAreInstalled(root = '.') {
  const installedList = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedList)) return false;
  const installed = readPackages(installedList);
  const wanted = readPackages(join(root, 'package-lock.json'));
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    return found === undefined
      ? entry.optional === true || entry.devOptional === true
      : found.version === entry.version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, LockEntry>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** @type {import('./progress.mjs').Step} */
export const installPackages = {
  title: 'Installing packages (npm ci)',
  done: () => packagesAreInstalled(),
  run: async () => {
    await execute(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund']);
  },
  hint: 'Check that this machine reaches the npm registry, then run the same command again.',
};
