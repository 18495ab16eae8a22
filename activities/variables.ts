import { TRUSTED, wholeLabel, type FieldLabels } from '#lib/label.ts';
import type { Json, Stored } from '#lib/value.ts';
import { storeValue } from '#platform/blobs.ts';
import { db } from '#prisma/client.ts';

/** The variables of these names as one value, each with the label it was kept with. */
export async function readVariables({ runId, names }: { runId: string; names: string[] }): Promise<Stored> {
  const rows = await db().variable.findMany({
    where: { name: { in: names } },
    select: { name: true, value: true, labels: true },
    orderBy: { name: 'asc' },
  });
  const value = Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.value) as Json]));
  const fields = Object.fromEntries(rows.map((row) => [row.name, wholeLabel(JSON.parse(row.labels) as FieldLabels)]));
  return storeValue({ runId, value, labels: { rest: TRUSTED, fields } });
}
