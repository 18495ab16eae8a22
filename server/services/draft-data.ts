import type { FieldLabels } from '#lib/label.ts';
import type { Plan } from '#lib/plan.ts';
import { joinRuns, type Joined, type Ran } from '#lib/resume/joined.ts';
import type { Json, Stored } from '#lib/value.ts';
import { loadValue } from '#platform/blobs.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { loadPlan } from '#platform/plans.ts';
import { runEvents } from '#platform/run-events.ts';
import { db } from '#prisma/client.ts';
import type { Run } from '#prisma/generated/client.ts';

/** Runs of parts of a flow that are looked through for results of the rest. */
const MOST_RUNS = 20;

type LastRun = { id: string; triggerId: string; labels: FieldLabels; stored: Stored; input: () => Promise<Json> };

/** What the steps of a draft gave last, and in which run. */
export type DraftData = Joined & { run: LastRun | null; startedAt: string | null };

/**
 * The results that the editor shows: of the named run and of those that it repeats a part of. `isOpen`: it need not have
 * ended yet.
 */
export async function draftData(
  flowId: string,
  runId: string | undefined,
  { isOpen = false } = {},
): Promise<DraftData> {
  if (runId === undefined) return { ...joinRuns([{ plan: EMPTY, events: [] }]), run: null, startedAt: null };
  const row = await db().run.findUnique({ where: { id: runId } });
  if (row?.flowId !== flowId) throw new NotFound('There is no such run of this flow.');
  if (!row.endedAt && !isOpen) throw new Conflict('The last run has not ended yet. Wait for it, or stop it.');
  const stored = JSON.parse(row.input) as Stored;
  const run = {
    ...{ id: row.id, triggerId: row.triggerId, labels: stored.labels, stored },
    input: () => loadValue(stored),
  };
  return { ...joinRuns(await ranBefore(row)), run, startedAt: row.startedAt?.toISOString() ?? null };
}

async function ranBefore(latest: Run): Promise<[Ran, ...Ran[]]> {
  const runs: [Ran, ...Ran[]] = [await ranOf(latest)];
  for (let next = latest.retryOfId; next !== null && runs.length < MOST_RUNS;) {
    const row = await db().run.findUnique({ where: { id: next } });
    // What began with something else is no data of this one.
    if (!row || row.input !== latest.input) break;
    runs.push(await ranOf(row));
    next = row.retryOfId;
  }
  return runs;
}

async function ranOf({ id, planHash }: Run): Promise<Ran> {
  return { plan: await loadPlan(planHash), events: await runEvents({ runId: id }) };
}

const EMPTY: Plan = { format: 'hearth.plan/1', name: '', triggers: {}, steps: {}, order: [], edges: [] };
