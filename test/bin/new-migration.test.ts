import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('the migrations make what the schema says, and nothing written by hand would be dropped by the next one', () => {
  const { status, stderr } = spawnSync(process.execPath, ['bin/new-migration.mjs', '--check'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, expect.stringContaining('there is nothing to write')]);
});
