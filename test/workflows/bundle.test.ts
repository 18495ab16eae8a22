import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildBundle } from '#worker/bundle.ts';

describe('the workflow bundle', () => {
  it('holds no zod and no Node built-ins, and stays small', async () => {
    const { file, bytes } = await buildBundle(join(tmpdir(), `hearth-bundle-${process.pid}.js`));
    const code = await readFile(file, 'utf8');
    process.stdout.write(`workflow bundle: ${Math.round(bytes / 1024)} kB\n`);
    expect(code).not.toMatch(/node_modules\/zod\//);
    expect(code).not.toMatch(/node_modules\/(jsonata|undici|pino|@prisma)\//);
    // `assert`, `url` and `util` are stood in for by the SDK.
    const refused = builtinModules.filter((name) => !['assert', 'url', 'util'].includes(name.split('/')[0] ?? ''));
    for (const name of refused) expect(code).not.toContain(`require("node:${name}")`);
    // The map that the SDK appends is two thirds of it.
    expect(bytes).toBeLessThan(2.5 * 1024 * 1024);
  });
});
