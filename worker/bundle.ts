import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Runs in the workflow sandbox too; the same file as `platform/data-converter.ts` names. */
const FAILURE_CONVERTER = join(ROOT, 'platform', 'failure-converter.cjs');
const MARK = '// hearth-sources: ';

/** Where `npm start` builds the bundle ahead. */
export const BUNDLE_FILE = join(ROOT, '.hearth', 'workflow-bundle.js');

/** Everything that can reach the bundle: a change in any of it makes a new one. */
async function sourceFiles(): Promise<string[]> {
  const folders = ['workflows', 'lib'];
  const listed = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(join(ROOT, folder), { recursive: true }))
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(ROOT, folder, name)),
    ),
  );
  return [...listed.flat().sort(), FAILURE_CONVERTER];
}

async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256');
  const { version } = createRequire(import.meta.url)('@temporalio/worker/package.json') as { version: string };
  hash.update(version);
  for (const file of await sourceFiles()) hash.update(file.slice(ROOT.length)).update(await readFile(file));
  return hash.digest('hex');
}

/** Bundles the workflows into `file`; the first line says from which sources. */
export async function buildBundle(file: string): Promise<{ file: string; bytes: number }> {
  const hash = await sourcesHash();
  // Loaded only to build: a bundle that is fresh costs no bundler.
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error };
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(ROOT, 'workflows', 'index.ts'),
    failureConverterPath: FAILURE_CONVERTER,
    logger: quiet,
  });
  await mkdir(dirname(file), { recursive: true });
  // A worker may be reading the old one.
  const fresh = `${file}.${process.pid}.tmp`;
  await writeFile(fresh, `${MARK}${hash}\n${code}`);
  await rename(fresh, file);
  return { file, bytes: Buffer.byteLength(code) };
}

/** The path of a bundle of the present sources: the one built ahead, or one built now. */
export async function freshBundle(file: string = BUNDLE_FILE): Promise<string> {
  const head = await readFile(file, 'utf8').then(
    (text) => text.slice(0, 200).split('\n', 1)[0],
    () => undefined,
  );
  if (head !== MARK + (await sourcesHash())) await buildBundle(file);
  return file;
}
