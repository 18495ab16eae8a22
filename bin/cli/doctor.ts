import { stat } from 'node:fs/promises';
import { verifyAudit } from '#platform/audit.ts';
import { env } from '#platform/env.ts';
import { keyPlace, keyWarning } from '#platform/key-place.ts';
import { sql } from '#prisma/client.ts';
import { healthView } from '#server/services/health.ts';
import { statusView } from '#server/services/status.ts';
import { hasOwner } from '#server/setup-code.ts';

export type Check = { name: string; ok: boolean; message: string };

/** Parts of the health page; the others are looked at more closely here. */
const LOOKED_AT: Record<string, string> = { disk: 'Disk', triggers: 'Triggers', runs: 'Runs', waiting: 'Requests' };

/** Looks at everything Hearth rests on. Changes nothing. */
export async function examine(): Promise<Check[]> {
  const [engine, health] = await Promise.all([statusView(), healthView()]);
  const found = health.checks.filter(({ id }) => id in LOOKED_AT);
  return [
    await check('Data folder', dataFolder),
    await check('Keys', keys),
    await check('Database', database),
    await check('Owner', owner),
    await check('Audit log', auditLog),
    { name: 'Temporal', ...engine.temporal },
    { name: 'Worker', ...engine.worker },
    ...found.map(({ id, level, message }) => ({ name: LOOKED_AT[id] ?? id, ok: level === 'ok', message })),
    {
      name: 'Stop switch',
      ok: engine.stopped.length === 0,
      message: stopText(engine.stopped.map((flag) => flag.scope)),
    },
  ];
}

async function check(name: string, look: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, message: await look() };
  } catch (error) {
    return { name, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

async function dataFolder(): Promise<string> {
  const { dataDir } = env();
  const { mode } = await stat(dataDir);
  if ((mode & 0o077) !== 0) throw new Error(`Others can look into ${dataDir}. Close it: chmod 700 ${dataDir}`);
  return dataDir;
}

async function keys(): Promise<string> {
  const { guard } = keyPlace();
  const warning = keyWarning();
  if (warning !== null) return Promise.resolve(`readable by you alone. ${warning}`);
  return Promise.resolve(`readable by you alone, protected by: ${guard}`);
}

async function database(): Promise<string> {
  const [row] = await sql().all<Record<string, string>>('PRAGMA quick_check');
  const found = Object.values(row ?? {})[0];
  if (found !== 'ok') throw new Error(`The database is damaged: ${found ?? 'no answer'}. Restore a backup.`);
  return 'whole';
}

async function owner(): Promise<string> {
  if (!(await hasOwner())) throw new Error('There is none yet. Create it: hearth setup');
  return 'there';
}

async function auditLog(): Promise<string> {
  const result = await verifyAudit();
  if (!result.ok) throw new Error(`Row ${result.brokenAt}: ${result.reason}`);
  return `${result.rows} rows, unchanged`;
}

function stopText(scopes: string[]): string {
  return scopes.length === 0 ? 'nothing is stopped' : `stopped: ${scopes.join(', ')}`;
}
