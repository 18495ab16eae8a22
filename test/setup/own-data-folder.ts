/** Runs before every test file: its own data folder with an empty, migrated database, and no settings from outside. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';

for (const name of Object.keys(process.env)) {
  if (/^HEARTH_(?!TEST_)/.test(name) || (name.startsWith('TEMPORAL_') && name !== 'TEMPORAL_CLI_PATH')) {
    delete process.env[name];
  }
}

// mkdtemp makes the folder with mode 0700.
const folder = mkdtempSync(join(tmpdir(), 'hearth-test-'));
copyFileSync(inject('baseDatabase'), join(folder, 'app.db'));
process.env.HEARTH_DATA = folder;
process.env.HEARTH_LOG_LEVEL = process.env.HEARTH_TEST_LOG_LEVEL ?? 'silent';
// A message waits only where a test is about that.
process.env.HEARTH_SEND_DELAY = '0s';
// What a killed process left behind is found soon.
process.env.HEARTH_SWEEP_EVERY = '2s';
process.env.TEMPORAL_CLI_PATH ??= foundBySetup('.hearth/temporal.json');
process.env.CHROME_PATH ??= foundBySetup('.hearth/browser.json');

afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

function foundBySetup(file: string): string {
  if (!existsSync(file)) return '';
  return (JSON.parse(readFileSync(file, 'utf8')) as { path: string }).path;
}
