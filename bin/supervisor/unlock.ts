import { processIo } from '#bin/cli/io.ts';
import { askHidden } from '#bin/cli/prompt.ts';
import { givePassphrase, wantsPassphrase } from '#platform/key-file.ts';

/** Asks for the passphrase of the key where it has one and somebody can type it. */
export async function unlockKeys(): Promise<void> {
  if (!wantsPassphrase() || !process.stdin.isTTY) return;
  givePassphrase(await askHidden(processIo(), 'Passphrase of the key'));
}
