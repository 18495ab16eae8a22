import { relative } from 'node:path';
import { env } from '#platform/env.ts';
import type { KeyGuard } from '#platform/key-file.ts';
import { keyGuard } from '#platform/keys.ts';

/** Where the key is and what protects it. */
export function keyPlace(): { guard: KeyGuard; inData: boolean } {
  const { dataDir, keyFile } = env();
  return { guard: keyGuard(), inData: !relative(dataDir, keyFile).startsWith('..') };
}

/** What the owner should know at every start, if there is something. */
export function keyWarning(): string | null {
  const { guard, inData } = keyPlace();
  if (guard !== 'file' || !inData) return null;
  return 'The key lies in the data folder and nothing protects it: whoever copies the folder can read your secrets. Protect it with "hearth key protect", or move it away with "hearth key move".';
}
