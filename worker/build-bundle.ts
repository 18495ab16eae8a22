/** `build-bundle.ts <outfile>`: bundles the workflows unless that was done already. */
import { stat } from 'node:fs/promises';
import { BUNDLE_FILE, freshBundle } from '#worker/bundle.ts';

const file = await freshBundle(process.argv[2] ?? BUNDLE_FILE);
const { size } = await stat(file);
process.stdout.write(`Workflow bundle: ${file}, ${Math.round(size / 1024)} kB\n`);
