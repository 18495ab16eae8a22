/** Tells whether something built is still good: a hash over what it was built from, kept in a stamp file. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const IGNORED = new Set(['node_modules', 'generated', '.DS_Store']);

/**
 * A hash over the names and contents of files and folders; what is missing counts as missing.
 * @param {string[]} paths
 * @param {string} [root]
 */
export function fingerprint(paths, root = '.') {
  const hash = createHash('sha256').update(process.version);
  for (const path of [...paths].sort()) {
    for (const file of filesUnder(root, path)) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(root, path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  const names = readdirSync(full).filter((name) => !IGNORED.has(name));
  return names.sort().flatMap((name) => filesUnder(root, join(path, name)));
}

/**
 * The stamp of one step.
 * @param {string} name
 * @param {{ from: string[], makes: string[], root?: string }} of what the result depends on, and the files that must exist
 */
export function stamp(name, { from, makes, root = '.' }) {
  const file = join(root, '.hearth', 'stamps', name);
  return {
    isCurrent() {
      if (!makes.every((path) => existsSync(join(root, path))) || !existsSync(file)) return false;
      return readFileSync(file, 'utf8') === fingerprint(from, root);
    },
    write() {
      mkdirSync(join(root, '.hearth', 'stamps'), { recursive: true });
      writeFileSync(file, fingerprint(from, root));
    },
  };
}
