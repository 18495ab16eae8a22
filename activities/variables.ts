import { own } from '#lib/own.ts';
import { TRUSTED, wholeLabel, type FieldLabels, type Label } from '#lib/label.ts';
import type { Json, Stored } from '#lib/value.ts';
import { loadValue, storeValue } from '#platform/blobs.ts';
import { db, sql, sqlTime } from '#prisma/client.ts';

type Known = { value: Record<string, Json>; labels: Record<string, Label> };

/**
 * The variables of these names as one value, each with the label it was kept with. A run that is begun anew after it was
 * lost gets what it had; one that takes over steps of another gets what they were made with.
 */
export async function readVariables({ runId, names }: { runId: string; names: string[] }): Promise<Stored> {
  const known = await keptFor(runId);
  if (known) return known;
  const before = await takenOver(runId);
  const now = await present(names.filter((name) => own(before.labels, name) === undefined));
  const wanted = names.flatMap((name) => {
    const from = own(before.labels, name) ? before : now;
    const label = own(from.labels, name);
    return label ? [{ name, label, value: own(from.value, name) ?? null }] : [];
  });
  const value = Object.fromEntries(wanted.map((one) => [one.name, one.value]));
  const fields = Object.fromEntries(wanted.map((one) => [one.name, one.label]));
  const stored = await storeValue({ runId, value, labels: { rest: TRUSTED, fields } });
  await sql().run('INSERT OR IGNORE INTO "RunVariables" ("runId", "vars", "at") VALUES (?, ?, ?)', [
    runId,
    JSON.stringify(stored),
    sqlTime(Date.now()),
  ]);
  return (await keptFor(runId)) ?? stored;
}

async function present(names: string[]): Promise<Known> {
  const rows = await db().variable.findMany({
    where: { name: { in: names } },
    select: { name: true, value: true, labels: true },
  });
  return {
    value: Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.value) as Json])),
    labels: Object.fromEntries(rows.map((row) => [row.name, wholeLabel(JSON.parse(row.labels) as FieldLabels)])),
  };
}

/** What the run that this one repeats began with, where this one takes steps over from it. */
async function takenOver(runId: string): Promise<Known> {
  const run = await db().run.findUnique({ where: { id: runId }, select: { retryOfId: true, resumeId: true } });
  const stored = run?.retryOfId && run.resumeId ? await keptFor(run.retryOfId) : undefined;
  if (!stored) return { value: {}, labels: {} };
  return { value: (await loadValue(stored)) as Record<string, Json>, labels: stored.labels.fields ?? {} };
}

async function keptFor(runId: string): Promise<Stored | undefined> {
  const row = await db().runVariables.findUnique({ where: { runId }, select: { vars: true } });
  return row ? (JSON.parse(row.vars) as Stored) : undefined;
}
