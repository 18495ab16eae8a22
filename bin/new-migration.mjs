/**
 * Writes the migration from what prisma/migrations makes to what prisma/schema.prisma says. For developers:
 *   npm run migrate:new -- <name>
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, say } from './setup/progress.mjs';

const FOLDER = join('prisma', 'migrations');

async function main() {
  const name = process.argv[2] ?? '';
  if (!/^[a-z0-9_]+$/.test(name)) {
    say('Usage: npm run migrate:new -- <name>, of small letters, digits and underscores');
    return 2;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'hearth-migration-'));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const prisma = ['node_modules/prisma/build/index.js', 'migrate', 'diff', '--script'];
  const sql = await execute(
    process.execPath,
    [...prisma, '--from-migrations', FOLDER, '--to-schema', 'prisma/schema.prisma'],
    {
      env: {
        PRISMA_SCHEMA_ENGINE_BINARY: join(process.cwd(), 'bin', 'prisma-schema-engine.mjs'),
        // The engine opens a database even to compare files.
        DATABASE_URL: `file:${join(scratch, 'empty.db')}`,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
    },
  );
  if (!/^\s*(CREATE|ALTER|DROP|PRAGMA|INSERT)\b/m.test(sql)) {
    say('The migrations make the schema already; there is nothing to write.');
    return 0;
  }
  const count = readdirSync(FOLDER).filter((entry) => existsSync(join(FOLDER, entry, 'migration.sql'))).length;
  const folder = join(FOLDER, `${String(count + 1).padStart(4, '0')}_${name}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'migration.sql'), sql);
  say(`Wrote ${join(folder, 'migration.sql')}. Read it, then add it to the commit that changes the schema.`);
  return 0;
}

process.exitCode = await main().catch((error) => {
  say(error instanceof Error ? error.message : String(error));
  return 1;
});
