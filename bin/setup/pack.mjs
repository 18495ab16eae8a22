/** The pages' scripts and styles, packed ahead: a browser on a slow line waits for bytes, and the server need not. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const PACKED = /\.(js|css|svg)$/;
// Below this a packed answer is no smaller on the wire.
const WORTH_BYTES = 1024;

/**
 * Writes a `.br` and a `.gz` beside each script and style below a folder.
 * @param {string} folder
 */
export async function packFiles(folder) {
  const names = await readdir(folder, { recursive: true });
  await Promise.all(names.filter((name) => PACKED.test(name)).map((name) => packFile(join(folder, name))));
}

/** @param {string} path */
async function packFile(path) {
  const bytes = await readFile(path);
  if (bytes.length < WORTH_BYTES) return;
  const params = { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, { params }),
    promisify(gzip)(bytes, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
}
