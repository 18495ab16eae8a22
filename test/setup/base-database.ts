/** Runs once per test run: a migrated, empty database that every test file copies. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '#bin/migrate.mjs';

const MIGRATIONS = 'prisma/migrations';
const CACHE = '.hearth/test';

declare module 'vitest' {
  interface ProvidedContext {
    baseDatabase: string;
  }
}

/** Makes the base database, or finds the one an earlier run made of the same migrations. */
export default async function setup(project: TestProject): Promise<void> {
  const base = join(project.config.root, CACHE, `base-${hashOfMigrations()}.db`);
  if (!existsSync(base)) await build(base);
  project.provide('baseDatabase', base);
}

async function build(base: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const unfinished = `${base}.${process.pid}`;
  await migrate(unfinished);
  renameSync(unfinished, base);
  for (const suffix of ['-wal', '-shm']) rmSync(unfinished + suffix, { force: true });
}

function hashOfMigrations(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS).sort()) {
    const file = join(MIGRATIONS, name, 'migration.sql');
    if (existsSync(file)) hash.update(name).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
