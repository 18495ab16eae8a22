/**
 * Writes the migration from what prisma/migrations makes to what prisma/schema.prisma says. For developers:
 *   npm run migrate:new -- <name>
 * With `--check` it writes nothing, and fails where there is something to write.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, say } from './setup/progress.mjs';

const FOLDER = join('prisma', 'migrations');

async function main() {
  const name = process.argv[2] ?? '';
  const isCheck = name === '--check';
  if (!isCheck && !/^[a-z0-9_]+$/.test(name)) {
    say('Usage: npm run migrate:new -- <name>, of small letters, digits and underscores');
    return 2;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'hearth-migration-'));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const prisma = ['node_modules/prisma/build/index.js', 'migrate', 'diff', '--script'];
  const difference = await execute(
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
  const sql = withoutSearchIndexes(difference);
  if (!/^\s*(CREATE|ALTER|DROP|PRAGMA|INSERT)\b/m.test(sql)) {
    say('The migrations make the schema already; there is nothing to write.');
    return 0;
  }
  if (isCheck) {
    say(`The migrations do not make what the schema says. This is missing:\n${sql}`);
    return 1;
  }
  const last = Math.max(0, ...migrations().map((entry) => Number.parseInt(entry, 10)));
  const folder = join(FOLDER, `${String(last + 1).padStart(4, '0')}_${name}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'migration.sql'), sql);
  say(`Wrote ${join(folder, 'migration.sql')}. Read it, then add it to the commit that changes the schema.`);
  return 0;
}

function migrations() {
  return readdirSync(FOLDER).filter((entry) => /^\d+_/.test(entry));
}

/**
 * Indexes of words are written by hand: the schema cannot name them, and the comparison would drop them.
 * @param {string} sql
 */
function withoutSearchIndexes(sql) {
  const written = migrations().map((entry) => readFileSync(join(FOLDER, entry, 'migration.sql'), 'utf8'));
  const indexes = [...written.join('\n').matchAll(/CREATE VIRTUAL TABLE "(\w+)"/g)].map(([, table]) => table);
  const isOfIndex = (/** @type {string} */ table) =>
    indexes.some((index) => table === index || table.startsWith(`${index}_`));
  const drops = /-- DropTable\n(?:PRAGMA .*\n)?DROP TABLE "(\w+)";\n(?:PRAGMA .*\n)?\n?/g;
  return sql.replaceAll(drops, (dropped, /** @type {string} */ table) => (isOfIndex(table) ? '' : dropped));
}

process.exitCode = await main().catch((error) => {
  say(error instanceof Error ? error.message : String(error));
  return 1;
});
