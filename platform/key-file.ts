/** The file of master keys: one a line, the one in use first, older ones below so that what they sealed can be read. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scryptSync } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Invalid } from '#lib/errors.ts';
import { env } from '#platform/env.ts';
import { keyNote } from '#platform/key-at.ts';
import { readKeyring, writeKeyring } from '#platform/keyring.ts';

/** What keeps the file from being enough: nothing, a passphrase, a credential that systemd hands over, or the desktop's keyring. */
export const KEY_GUARDS = ['file', 'passphrase', 'credential', 'keyring'] as const;
export type KeyGuard = (typeof KEY_GUARDS)[number];

/**
 * `signed`: what was there before rows were signed has its signature, and no more are given away. `current`: all rows are
 * signed and wrapped by the first key.
 */
export type MasterKeys = { keys: Buffer[]; guard: KeyGuard; signed: boolean; current: boolean };

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 16;
/** 128 MB and about half a second for each guess. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const SIGNED = '# signed';
const CURRENT = '# current';
const CREDENTIAL = 'hearth';

let typed: string | undefined;

/** Takes the passphrase that somebody typed. */
export function givePassphrase(text: string): void {
  typed = text;
}

/** The file asks for a passphrase that nobody has given yet. */
export function wantsPassphrase(): boolean {
  const { keyFile, keyPassphraseFile } = env();
  if (typed !== undefined || keyPassphraseFile !== undefined || !existsSync(keyFile)) return false;
  return readFileSync(keyFile, 'utf8').startsWith('passphrase.');
}

/** Every master key, the newest first; the file is made when there is none. */
export function readMasterKeys(): MasterKeys {
  const file = env().keyFile;
  return readFile(file) ?? (createFirst(file), readFile(file)) ?? fail(file, 'vanished while it was being read');
}

/** Puts other keys into the file, whole or not at all. */
export function writeMasterKeys(masters: MasterKeys): void {
  const file = env().keyFile;
  const draft = writeDraft(dirname(file), masters);
  renameSync(draft, file);
  syncFolder(dirname(file));
}

/** Has the same keys lie in the file under another guard. */
export function protectMasterKeys(guard: KeyGuard, passphrase?: string): void {
  const masters = readMasterKeys();
  if (passphrase !== undefined) typed = passphrase;
  if (guard === 'keyring' && readKeyring() === null) writeKeyring(randomBytes(KEY_BYTES));
  writeMasterKeys({ ...masters, guard });
}

/** A new master key. */
export function newMasterKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** Throws when anybody else could read or replace what lies at this place. */
export function refuseLoose(path: string, { what, mode }: { what: string; mode: string }): void {
  if (process.platform === 'win32') return;
  const stat = statSync(path);
  if ((stat.mode & 0o077) !== 0) {
    throw new Invalid(`${what} ${path} can be read by others. Run: chmod ${mode} ${path}`);
  }
  const me = process.getuid?.();
  if (me !== undefined && stat.uid !== me) {
    throw new Invalid(`${what} ${path} belongs to another user of this machine. Run Hearth as that user.`);
  }
}

function readFile(file: string): MasterKeys | null {
  if (!existsSync(file)) return null;
  refuseLoose(file, { what: 'The key file', mode: '600' });
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const wrapped = lines.filter((line) => !line.startsWith('#'));
  const opened = wrapped.map((line) => unwrap(file, line));
  const guard = opened[0]?.guard;
  if (guard === undefined) fail(file, DAMAGED);
  return {
    keys: opened.map(({ key }) => key),
    guard,
    signed: lines.includes(SIGNED),
    current: lines.includes(CURRENT),
  };
}

/** A key that lies elsewhere is noted beside the data first: a data folder that was moved still knows it. */
function createFirst(file: string): void {
  const { dataDir, keyNamed } = env();
  const note = keyNote(dataDir);
  if (!keyNamed && existsSync(note) && existsSync(join(dataDir, 'app.db')))
    fail(file, 'is not there, and what is kept cannot be read without it. Put it back from your copy');
  if (!keyNamed && isOutside(dataDir, file)) writeNote(note, file);
  createFile(file);
}

/** Has the key lie in another file, outside the data folder. Throws `Invalid` where it cannot. */
export function moveMasterKeys(to: string): void {
  const { dataDir, keyFile, keyNamed } = env();
  if (keyNamed) throw new Invalid('HEARTH_KEY_FILE says where the key is. Move the file and change that.');
  if (!isOutside(dataDir, to)) throw new Invalid(`${to} lies in the data folder. Name a file outside of it.`);
  if (existsSync(to)) throw new Invalid(`There is ${to} already. Name a file that is not there yet.`);
  const masters = readMasterKeys();
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  renameSync(writeDraft(dirname(to), masters), to);
  syncFolder(dirname(to));
  writeNote(keyNote(dataDir), to);
  unlinkSync(keyFile);
  syncFolder(dirname(keyFile));
  env().keyFile = to;
}

function isOutside(folder: string, file: string): boolean {
  return relative(folder, file).startsWith('..');
}

function writeNote(note: string, file: string): void {
  mkdirSync(dirname(note), { recursive: true, mode: 0o700 });
  const draft = `${note}-${process.pid}-${randomBytes(6).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${file}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, note);
  syncFolder(dirname(note));
}

/** Two processes may get here at once: `link` lets one win, and nobody ever sees half a key. */
function createFile(file: string): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = writeDraft(folder, { keys: [newMasterKey()], guard: firstGuard(), signed: false, current: false });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  syncFolder(folder);
}

function firstGuard(): KeyGuard {
  if (env().keyPassphraseFile !== undefined || typed !== undefined) return 'passphrase';
  return credentialFile() === undefined ? 'file' : 'credential';
}

function writeDraft(folder: string, { keys, guard, signed, current }: MasterKeys): string {
  const draft = join(folder, `.key-${process.pid}-${randomBytes(6).toString('hex')}`);
  const handle = openSync(draft, 'wx', 0o600);
  const marks = [...(signed ? [SIGNED] : []), ...(current ? [CURRENT] : [])];
  const lines = [...keys.map((key) => wrap(key, guard)), ...marks];
  try {
    writeSync(handle, `${lines.join('\n')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return draft;
}

function wrap(key: Buffer, guard: KeyGuard): string {
  if (guard === 'file') return key.toString('hex');
  const salt = randomBytes(SALT_BYTES);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', guardKey(guard, salt), iv);
  cipher.setAAD(Buffer.from(`hearth/key/${guard}/1`));
  const sealed = Buffer.concat([iv, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return `${guard}.${salt.toString('base64url')}.${sealed.toString('base64url')}`;
}

const DAMAGED = 'is damaged. Put it back from your backup: without it nothing sealed can be read';

function unwrap(file: string, line: string): { key: Buffer; guard: KeyGuard } {
  if (/^[0-9a-f]{64}$/.test(line)) return { key: Buffer.from(line, 'hex'), guard: 'file' };
  const [guard, salt, sealed] = line.split('.');
  if (!isSealing(guard) || salt === undefined || sealed === undefined) return fail(file, DAMAGED);
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length !== IV_BYTES + KEY_BYTES + TAG_BYTES) return fail(file, DAMAGED);
  const unlocking = guardKey(guard, Buffer.from(salt, 'base64url'));
  const decipher = createDecipheriv('aes-256-gcm', unlocking, bytes.subarray(0, IV_BYTES));
  decipher.setAAD(Buffer.from(`hearth/key/${guard}/1`));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const key = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return { key, guard };
  } catch {
    return fail(file, `does not open with this ${guard}`);
  }
}

type Sealing = Exclude<KeyGuard, 'file'>;

const SECRETS: Record<Sealing, () => Buffer> = { passphrase, credential, keyring };
const slow = new Map<string, Buffer>();

function isSealing(guard: string | undefined): guard is Sealing {
  return guard !== undefined && Object.hasOwn(SECRETS, guard);
}

function guardKey(guard: Sealing, salt: Buffer): Buffer {
  const secret = SECRETS[guard]();
  const slot = `${guard}\n${salt.toString('hex')}\n${secret.toString('hex')}`;
  const known = slow.get(slot);
  if (known) return known;
  const key =
    guard === 'passphrase'
      ? scryptSync(secret, salt, KEY_BYTES, SCRYPT)
      : Buffer.from(hkdfSync('sha256', secret, salt, `hearth/key/${guard}/1`, KEY_BYTES));
  slow.set(slot, key);
  return key;
}

function passphrase(): Buffer {
  const { keyPassphraseFile } = env();
  if (keyPassphraseFile !== undefined) {
    refuseLoose(keyPassphraseFile, { what: 'The passphrase file', mode: '600' });
    return Buffer.from(readFileSync(keyPassphraseFile, 'utf8').replace(/\r?\n$/, ''));
  }
  if (typed !== undefined) return Buffer.from(typed);
  throw new Invalid(
    'The key is protected by a passphrase. Start Hearth in a terminal, or name a file that holds it with HEARTH_KEY_PASSPHRASE_FILE.',
  );
}

function credential(): Buffer {
  const file = credentialFile();
  if (file !== undefined) return readFileSync(file);
  throw new Invalid(
    `The key is protected by a credential of systemd that is not there. Name it in the unit: LoadCredentialEncrypted=${CREDENTIAL}:…`,
  );
}

function keyring(): Buffer {
  const kept = readKeyring();
  if (kept) return kept;
  throw new Invalid(
    'The key is protected by the keyring of a desktop, and nothing of Hearth is in this one. Start it as the same person.',
  );
}

function credentialFile(): string | undefined {
  const { credentialsDir } = env();
  const file = credentialsDir === undefined ? undefined : join(credentialsDir, CREDENTIAL);
  return file !== undefined && existsSync(file) ? file : undefined;
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
