/** Files that steps hand on by reference: who may open which. */
import { Refused } from '#lib/errors.ts';
import type { Label } from '#lib/label.ts';
import { readBlob } from '#platform/blobs.ts';
import { db, sql } from '#prisma/client.ts';

export type KeptFile = { name: string; bytes: Buffer; contentType: string };

type Asked = {
  file: { ref: string; name?: string | undefined; contentType: string };
  /** Of the field that named the file. */
  label: Label;
  runId: string;
};

/**
 * Opens a file that a step was given. Text from outside may name files of its own run, and of runs that gave it its
 * values, only: who has seen a reference of another run must not be able to have that file sent.
 */
export async function openKeptFile({ file, label, runId }: Asked): Promise<KeptFile> {
  if (label.integrity === 'untrusted') await ownFile(file.ref, runId);
  const bytes = await readBlob(file.ref);
  return { name: safeName(file.name, file.contentType), bytes, contentType: safeType(file.contentType) };
}

async function ownFile(ref: string, runId: string): Promise<void> {
  const blob = await db().blob.findUnique({ where: { id: ref }, select: { runId: true } });
  if (!blob?.runId || blob.runId === runId || (await isKin(runId, blob.runId))) return;
  throw new Refused('This file belongs to another run, and its name comes from outside. Fetch the file in this run.');
}

/** Whether the other run gave this one its values: it was run again, called it, is what it is about, or was called with it. */
async function isKin(runId: string, other: string): Promise<boolean> {
  const up = (column: string) =>
    `UNION SELECT r."${column}" FROM "Run" r JOIN "up" ON r."id" = "up"."id" WHERE r."${column}" IS NOT NULL`;
  const rows = await sql().all(
    `WITH RECURSIVE "up"("id") AS (SELECT ? ${['retryOfId', 'parentRunId', 'failedRunId'].map(up).join(' ')})
     SELECT 1 FROM "Run" o WHERE o."id" = ? AND (o."id" IN (SELECT "id" FROM "up")
       OR o."rootRunId" IN (SELECT r."rootRunId" FROM "Run" r JOIN "up" ON r."id" = "up"."id"))`,
    [runId, other],
  );
  return rows.length > 0;
}

const ENDINGS: Record<string, string> = {
  'application/pdf': '.pdf',
  'application/json': '.json',
  'text/plain': '.txt',
  'text/html': '.html',
  'text/csv': '.csv',
  'image/png': '.png',
  'image/jpeg': '.jpg',
};

/** A name that is one line, no path, and not too long. */
function safeName(name: string | undefined, contentType: string): string {
  // eslint-disable-next-line no-control-regex -- they are what must go
  const clean = (name ?? '').replace(/[\u0000-\u001f\u007f"\\/\u2028\u2029]/g, '_').slice(0, 200);
  return clean === '' ? `file${ENDINGS[safeType(contentType)] ?? ''}` : clean;
}

function safeType(contentType: string): string {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^[a-z0-9.+-]{1,80}\/[a-z0-9.+-]{1,80}$/.test(type) ? type : 'application/octet-stream';
}
