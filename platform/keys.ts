/** One master key in a file that only its owner can read; every use has its own key derived from it. */
import { hkdfSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Invalid } from '#lib/errors.ts';
import { env } from '#platform/env.ts';

export type KeyPurpose = 'codec' | 'seal' | 'blob' | 'approval' | 'audit' | 'session' | 'setup' | 'form';

const KEY_BYTES = 32;
const derived = new Map<string, Buffer>();

/** The key for one purpose (HKDF-SHA256 of the master key). */
export function subkey(purpose: KeyPurpose): Buffer {
  const file = env().keyFile;
  const slot = `${file}\n${purpose}`;
  let key = derived.get(slot);
  if (!key) {
    key = Buffer.from(hkdfSync('sha256', masterKey(file), 'hearth', `hearth/1/${purpose}`, KEY_BYTES));
    derived.set(slot, key);
  }
  return key;
}

function masterKey(file: string): Buffer {
  return readKey(file) ?? (createKey(file), readKey(file)) ?? fail(file, 'vanished while it was being read');
}

function readKey(file: string): Buffer | null {
  let stat;
  try {
    stat = statSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    fail(file, `can be read by others. Run: chmod 600 ${file}`);
  }
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text))
    fail(file, 'is damaged. Put it back from your backup: without it nothing sealed can be read');
  return Buffer.from(text, 'hex');
}

/** Two processes may get here at once: `link` lets one win, and nobody ever sees half a key. */
function createKey(file: string): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.key-${process.pid}-${randomBytes(6).toString('hex')}`);
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${randomBytes(KEY_BYTES).toString('hex')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  syncFolder(folder);
}

/** Makes a new or renamed entry of a folder survive a power cut. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function fail(file: string, what: string): never {
  throw new Invalid(`The key file ${file} ${what}.`);
}
