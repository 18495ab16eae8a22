import { TRUSTED, wholeLabel, type FieldLabels } from '#lib/label.ts';
import type { Json, Stored } from '#lib/value.ts';
import { storeValue } from '#platform/blobs.ts';
import { db } from '#prisma/client.ts';

/**
 * The variables of these names as one value, each with the label it was kept with. Read once per run: a run that is taken
 * up again later gets what it began with.
 */
export async function readVariables({ runId, names }: { runId: string; names: string[] }): Promise<Stored> {
  const effectKey = `vars:${runId}`;
  const known = await db().localWrite.findUnique({ where: { effectKey }, select: { result: true } });
  if (known) return JSON.parse(known.result) as Stored;
  const read = await current(runId, names);
  await db().localWrite.create({ data: { effectKey, result: JSON.stringify(read) } });
  return read;
}

async function current(runId: string, names: string[]): Promise<Stored> {
  const rows = await db().variable.findMany({
    where: { name: { in: names } },
    select: { name: true, value: true, labels: true },
    orderBy: { name: 'asc' },
  });
  const value = Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.value) as Json]));
  const fields = Object.fromEntries(rows.map((row) => [row.name, wholeLabel(JSON.parse(row.labels) as FieldLabels)]));
  return storeValue({ runId, value, labels: { rest: TRUSTED, fields } });
}
