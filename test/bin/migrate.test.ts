import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@libsql/client';
import { expect, test } from 'vitest';
import { migrate } from '#bin/migrate.mjs';

const runMigrate = (file: string) => promisify(execFile)(process.execPath, ['bin/migrate.mjs', file]);

function place(): { file: string; folder: string } {
  const root = mkdtempSync(join(process.env.HEARTH_DATA ?? '', 'migrate-'));
  mkdirSync(join(root, 'migrations'));
  return { file: join(root, 'app.db'), folder: join(root, 'migrations') };
}

function write(folder: string, name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

async function query(file: string, sql: string): Promise<unknown[][]> {
  const client = createClient({ url: `file:${file}` });
  const { rows } = await client.execute(sql);
  client.close();
  return rows.map((row) => Array.from(row as unknown as ArrayLike<unknown>));
}

test('the committed migrations make a database in WAL mode, and a second time there is nothing to do', async () => {
  const { file } = place();
  expect(await migrate(file)).toContain('0001_spine');
  expect(await migrate(file)).toEqual([]);
  expect(await query(file, 'PRAGMA journal_mode')).toEqual([['wal']]);
  expect(await query(file, 'SELECT count(*) FROM "Flow"')).toEqual([[0]]);
});

test('two processes that migrate at once apply each migration once', async () => {
  const { file } = place();
  const both = await Promise.all([runMigrate(file), runMigrate(file)]);
  expect(both.filter((answer) => answer.stdout.includes('0001_spine'))).toHaveLength(1);
});

test('a migration that was edited after it was applied is refused by name', async () => {
  const { file, folder } = place();
  write(folder, '0001_one', 'CREATE TABLE one (id INTEGER)');
  await migrate(file, folder);
  write(folder, '0001_one', 'CREATE TABLE one (id TEXT)');
  await expect(migrate(file, folder)).rejects.toThrow('Migration 0001_one was edited after it was applied');
});

test('a migration that fails leaves nothing behind, and works once it is mended', async () => {
  const { file, folder } = place();
  write(folder, '0001_one', 'CREATE TABLE one (id INTEGER); INSERT INTO nowhere VALUES (1);');
  await expect(migrate(file, folder)).rejects.toThrow('Migration 0001_one failed and was undone: ');
  expect(await query(file, `SELECT name FROM sqlite_master WHERE name = 'one'`)).toEqual([]);
  write(folder, '0001_one', 'CREATE TABLE one (id INTEGER);');
  expect(await migrate(file, folder)).toEqual(['0001_one']);
});

test('a table that is rebuilt keeps the rows that point to it', async () => {
  const { file, folder } = place();
  write(
    folder,
    '0001_one',
    `CREATE TABLE parent (id INTEGER PRIMARY KEY);
     CREATE TABLE child (id INTEGER, parentId INTEGER REFERENCES parent (id) ON DELETE CASCADE);
     INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1);`,
  );
  await migrate(file, folder);
  write(
    folder,
    '0002_rebuild',
    `CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO new_parent (id) SELECT id FROM parent;
     DROP TABLE parent; ALTER TABLE new_parent RENAME TO parent;`,
  );
  await migrate(file, folder);
  expect(await query(file, 'SELECT id, parentId FROM child')).toEqual([[1, 1]]);
});

test('a database that a newer release made is refused', async () => {
  const { file, folder } = place();
  await migrate(file);
  write(folder, '0000_older', 'SELECT 1');
  await expect(migrate(file, folder)).rejects.toThrow('made by a newer Hearth (migration 0001_spine)');
});
