/** What runs do not begin anew: made when a run is repeated, or was lost half-way, and loaded by its workflow. */
import { randomUUID } from 'node:crypto';
import type { Kept } from '#lib/engine/types.ts';
import { own } from '#lib/own.ts';
import { jsonSize, type Stored } from '#lib/value.ts';
import { putBlob } from '#platform/blobs.ts';
import { NotFound } from '#platform/errors.ts';
import { sql, sqlTime, transactSql, type SqlTx } from '#prisma/client.ts';

/** All of it goes through Temporal at once and stays in the state of the workflow. */
const MOST_BYTES = 200 * 1024;
const PREVIEW = 200;
/** Pins stay in the state for as long as the run takes: only small ones as they are. */
const SMALL_PIN = 2 * 1024;

/** Puts large outputs into blobs of the run until what is kept is small enough for a workflow to hold. */
export async function boundKept(runId: string, kept: Record<string, Kept>): Promise<Record<string, Kept>> {
  const bound = { ...kept };
  const sizes = Object.entries(kept).map(([key, step]) => ({ key, size: jsonSize(step as never) }));
  let total = sizes.reduce((sum, { size }) => sum + size, 0);
  for (const { key, size } of sizes.sort((one, other) => other.size - one.size)) {
    const step = own(bound, key);
    if (step?.status !== 'done') continue;
    if (total <= MOST_BYTES && !(step.pinned !== undefined && size > SMALL_PIN)) continue;
    const spilled = { ...step, output: await spill(runId, step.output) };
    bound[key] = spilled;
    total += jsonSize(spilled) - size;
  }
  return bound;
}

async function spill(runId: string, stored: Stored): Promise<Stored> {
  const { labels } = stored;
  const blob = stored.kind === 'blob' ? stored.blob : await storeAlways(runId, stored);
  return { kind: 'blob', blob: { ...blob, preview: blob.preview.slice(0, PREVIEW) }, labels };
}

async function storeAlways(runId: string, { value }: Stored & { kind: 'inline' }) {
  const bytes = Buffer.from(JSON.stringify(value));
  return putBlob({ runId, bytes, contentType: 'application/json' });
}

/** Keeps it, and makes it where the run takes up when its workflow is started next. */
export async function setResume(tx: SqlTx, runId: string, kept: Record<string, Kept>): Promise<string> {
  const id = randomUUID();
  await tx.sql.run('INSERT INTO "Resume" ("id", "runId", "kept", "createdAt") VALUES (?, ?, ?, ?)', [
    id,
    runId,
    JSON.stringify(kept),
    sqlTime(Date.now()),
  ]);
  await tx.sql.run('UPDATE "Run" SET "resumeId" = ? WHERE "id" = ?', [id, runId]);
  return id;
}

/** What `setResume` kept. */
export async function loadResume(id: string): Promise<Record<string, Kept>> {
  const [row] = await sql().all<{ kept: string }>('SELECT "kept" FROM "Resume" WHERE "id" = ?', [id]);
  if (!row) throw new NotFound('What this run was to take up from is gone.');
  return JSON.parse(row.kept) as Record<string, Kept>;
}

/** Forgets what no open run takes up any more. */
export async function removeResumes(): Promise<number> {
  return transactSql((tx) =>
    tx.sql.run('DELETE FROM "Resume" WHERE "runId" NOT IN (SELECT "id" FROM "Run" WHERE "endedAt" IS NULL)'),
  );
}
