/**
 * Brings an SQLite file up to date with prisma/migrations, without the Prisma CLI. It keeps Prisma's own table of applied
 * migrations, so that `prisma migrate status` agrees.
 *   node bin/migrate.mjs [file]      the default is app.db in HEARTH_DATA
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createClient } from '@libsql/client';

/** @typedef {{ name: string, sql: string, checksum: string }} Migration */
/** @typedef {import('@libsql/client').Client} Client */
/** @typedef {import('@libsql/client').Transaction} Transaction */

const HERE = dirname(fileURLToPath(import.meta.url));
const MIGRATIONS = join(HERE, '..', 'prisma', 'migrations');
const BUSY_TIMEOUT_MS = 10_000;

const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
  "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`;

/**
 * Applies what is missing, each migration in a transaction of its own, and returns the names applied.
 * @param {string} file
 * @param {string} [folder] where the migrations are
 * @returns {Promise<string[]>}
 */
export async function migrate(file, folder = MIGRATIONS) {
  mkdirSync(dirname(resolve(file)), { recursive: true, mode: 0o700 });
  const client = createClient({ url: pathToFileURL(resolve(file)).href, timeout: BUSY_TIMEOUT_MS });
  try {
    await client.execute('PRAGMA journal_mode=WAL');
    await client.execute(CREATE_TABLE);
    const migrations = readMigrations(folder);
    const pending = pendingOf(migrations, await appliedIn(client));
    const names = [];
    for (const migration of pending) if (await apply(client, migration)) names.push(migration.name);
    await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
    return names;
  } finally {
    client.close();
  }
}

/**
 * @param {string} folder
 * @returns {Migration[]}
 */
function readMigrations(folder) {
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'migration.sql')));
  return names.sort().map((name) => {
    const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * @param {Client | Transaction} client
 * @returns {Promise<Map<string, { checksum: string, finished: boolean }>>}
 */
async function appliedIn(client) {
  const { rows } = await client.execute(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  return new Map(
    rows.map((row) => [
      String(row['migration_name']),
      { checksum: String(row['checksum']), finished: row['finished_at'] !== null },
    ]),
  );
}

/**
 * @param {Migration[]} migrations
 * @param {Map<string, { checksum: string, finished: boolean }>} applied
 */
function pendingOf(migrations, applied) {
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = [...applied.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new Error(
      `The database was made by a newer Hearth (migration ${unknown}). Update Hearth, or restore a backup.`,
    );
  }
  return migrations.filter((migration) => {
    const before = applied.get(migration.name);
    if (before === undefined) return true;
    if (before.checksum !== migration.checksum) {
      throw new Error(
        `Migration ${migration.name} was edited after it was applied. Restore the file and add a new one.`,
      );
    }
    if (!before.finished) {
      throw new Error(`Migration ${migration.name} failed half-way earlier. Restore a backup of the database.`);
    }
    return false;
  });
}

/**
 * @param {Client} client
 * @param {Migration} migration
 * @returns {Promise<boolean>} false when another process was quicker
 */
async function apply(client, migration) {
  // Rebuilding a table drops it: with foreign keys on, that would delete the rows that point to it. The setting cannot
  // change inside a transaction, so it is made before, on the connection that the transaction then takes over.
  await client.execute('PRAGMA foreign_keys=OFF');
  const transaction = await client.transaction('write');
  try {
    if ((await appliedIn(transaction)).has(migration.name)) return false;
    await transaction.executeMultiple(migration.sql);
    const broken = await transaction.execute('PRAGMA foreign_key_check');
    if (broken.rows.length > 0) throw new Error(`it leaves ${broken.rows.length} rows that point to nothing`);
    await transaction.execute({
      sql: `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
            VALUES (?, ?, ?, ?, ?, 1)`,
      args: [randomUUID(), migration.checksum, migration.name, Date.now(), Date.now()],
    });
    await transaction.commit();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${migration.name} failed and was undone: ${reason}`, { cause: error });
  } finally {
    transaction.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? join(process.env['HEARTH_DATA'] || 'data', 'app.db');
  const names = await migrate(file);
  console.log(names.length === 0 ? 'The database is up to date.' : `Applied ${names.join(', ')}.`);
}
