import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { HealthCheck } from '#lib/views-admin.ts';
import { env } from '#platform/env.ts';
import { keyPlace, keyWarning } from '#platform/key-place.ts';
import { temporalClient } from '#platform/temporal.ts';
import { sql } from '#prisma/client.ts';
import packageFile from '#package.json' with { type: 'json' };

const MB = 1024 * 1024;
/** Below this nothing can be counted on; below the other one should make room. */
const TOO_LITTLE = 200 * MB;
const LITTLE = 2048 * MB;
/** A log that grows past this is not being folded back into the database. */
const LONG_LOG = 512 * MB;

const megabytes = (bytes: number) => Math.round(bytes / MB);

/** The process that answers, the database and the disk under them. */
export async function machineChecks(): Promise<HealthCheck[]> {
  return [web(), await database(), await disk(), key()];
}

function web(): HealthCheck {
  const facts = {
    memory: megabytes(process.memoryUsage().rss),
    since: new Date(Date.now() - process.uptime() * 1000).toISOString(),
  };
  return { id: 'web', level: 'ok', state: 'ok', facts, message: `Answering, with ${facts.memory} MB of memory.` };
}

async function database(): Promise<HealthCheck> {
  const file = join(env().dataDir, 'app.db');
  try {
    await sql().all('SELECT 1 AS "one" FROM "Run" LIMIT 1');
    const [size, log] = [await sizeOf(file), await sizeOf(`${file}-wal`)];
    const facts = { size: megabytes(size), log: megabytes(log) };
    if (log > LONG_LOG) {
      const message = `Its log has ${facts.log} MB and is not folded back. Restart Hearth when nothing runs.`;
      return { id: 'database', level: 'warn', state: 'long-log', facts, message };
    }
    return { id: 'database', level: 'ok', state: 'ok', facts, message: `${facts.size} MB` };
  } catch {
    const message = 'The database cannot be read. Look at the log, then at "hearth doctor".';
    return { id: 'database', level: 'bad', state: 'unreadable', facts: {}, message };
  }
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

async function disk(): Promise<HealthCheck> {
  const { bavail, blocks, bsize } = await statfs(env().dataDir);
  const free = bavail * bsize;
  const facts = { free: megabytes(free), total: megabytes(blocks * bsize) };
  const message = `${facts.free} MB free of ${facts.total} MB.`;
  if (free < TOO_LITTLE)
    return {
      id: 'disk',
      level: 'bad',
      state: 'full',
      facts,
      message: `${message} Make room now: soon nothing can be written.`,
    };
  if (free < LITTLE)
    return { id: 'disk', level: 'warn', state: 'low', facts, message: `${message} Make room before it is full.` };
  return { id: 'disk', level: 'ok', state: 'ok', facts, message };
}

const GUARDED = {
  passphrase: 'Protected by a passphrase.',
  credential: 'Protected by a credential of systemd.',
  keyring: 'Protected by the keyring of the desktop.',
  file: 'In a file that only you can read, apart from the data.',
};

function key(): HealthCheck {
  const { guard } = keyPlace();
  const message = keyWarning();
  if (message !== null) return { id: 'key', level: 'warn', state: 'open', facts: {}, message };
  return { id: 'key', level: 'ok', state: guard, facts: {}, message: GUARDED[guard] };
}

/** What Hearth is made of, as it runs here. */
export async function versions(): Promise<{ name: string; version: string }[]> {
  const [engine] = await sql().all<{ version: string }>('SELECT sqlite_version() AS "version"');
  const [schema] = await sql().all<{ name: string }>(
    'SELECT "migration_name" AS "name" FROM "_prisma_migrations" ORDER BY "migration_name" DESC LIMIT 1',
  );
  return [
    { name: 'Hearth', version: packageFile.version },
    { name: 'Temporal', version: await temporalVersion() },
    { name: 'Node.js', version: process.version.slice(1) },
    { name: 'SQLite', version: engine?.version ?? '' },
    { name: 'Schema', version: schema?.name ?? '' },
  ];
}

async function temporalVersion(): Promise<string> {
  try {
    const { connection, workflowService } = await temporalClient();
    const info = await connection.withDeadline(Date.now() + 2000, () => workflowService.getClusterInfo({}));
    return info.serverVersion ?? '';
  } catch {
    return '';
  }
}
