/** Where runs stand. Small ones are folded from their events each time; of large ones the fold is kept and goes on. */
import { stepKey } from '#lib/engine/types.ts';
import { countStep } from '#lib/node-view.ts';
import type { StepStatus } from '#lib/run-event.ts';
import { applyEvents, emptyRun, foldRun, type Drawing, type RunProgress } from '#lib/run-view.ts';
import { eventCount, lightEvents } from '#platform/run-event-reads.ts';
import { runEvents } from '#platform/run-events.ts';
import { sql } from '#prisma/client.ts';

/** A run with at most so many events is sent whole, with all values. */
const WHOLE_EVENTS = 1200;
const BATCH = 8000;
const MOST_KEPT = 8;
const MOST_KEPT_STEPS = 200_000;

export type Folded = { progress: RunProgress; whole: boolean };

type Kept = { progress: RunProgress; seq: number; turn: Promise<void> };
type Shared = { hearthKeptRuns?: Map<string, Kept> };
// On globalThis: Next bundles this module more than once, and a fold is worth having once.
const shared = globalThis as typeof globalThis & Shared;

/** All steps of a run as they stand now; without their values if there are many. */
export async function progressOf(runId: string, drawing: Drawing): Promise<Folded> {
  const whole = (await eventCount(runId)) <= WHOLE_EVENTS;
  const progress = whole ? foldRun(await runEvents({ runId }), drawing) : await keptFold(runId, drawing);
  return { progress: await withUnknown(runId, progress), whole };
}

async function keptFold(runId: string, drawing: Drawing): Promise<RunProgress> {
  const kept = (shared.hearthKeptRuns ??= new Map<string, Kept>());
  const entry = kept.get(runId) ?? { progress: emptyRun(drawing), seq: 0, turn: Promise.resolve() };
  // The one used last is the last to go.
  kept.delete(runId);
  kept.set(runId, entry);
  const turn = entry.turn.catch(() => {}).then(() => goOn(runId, entry));
  entry.turn = turn;
  await turn;
  letGo(kept);
  return entry.progress;
}

async function goOn(runId: string, entry: Kept): Promise<void> {
  for (;;) {
    const events = await lightEvents({ runId, after: entry.seq, limit: BATCH });
    entry.progress = applyEvents(entry.progress, events);
    entry.seq = events.at(-1)?.seq ?? entry.seq;
    if (events.length < BATCH) return;
  }
}

function letGo(kept: Map<string, Kept>): void {
  let steps = [...kept.values()].reduce((sum, { progress }) => sum + progress.steps.length, 0);
  for (const [runId, { progress }] of kept) {
    if (kept.size === 1 || (kept.size <= MOST_KEPT && steps <= MOST_KEPT_STEPS)) return;
    kept.delete(runId);
    steps -= progress.steps.length;
  }
}

const ENDED: readonly string[] = ['done', 'failed', 'stopped'];
const CUT_OFF: readonly StepStatus[] = ['cancelled', 'failed'];

/** Marks steps that were cut off while they did something that nobody can say the outcome of. */
async function withUnknown(runId: string, progress: RunProgress): Promise<RunProgress> {
  if (!ENDED.includes(progress.status)) return progress;
  const rows = await sql().all<{ stepId: string; iteration: string; status: string }>(
    `SELECT "stepId", COALESCE("iteration", '') AS "iteration", "status" FROM "Effect"
     WHERE "runId" = ? AND "status" IN ('unknown', 'started') AND COALESCE("risk", '') <> 'read'`,
    [runId],
  );
  if (rows.length === 0) return progress;
  const unknown = new Map(rows.map(({ stepId, iteration, status }) => [stepKey(stepId, iteration), status]));
  const nodes = new Map(progress.nodes);
  const steps = progress.steps.map((step) => {
    const status = unknown.get(stepKey(step.node, step.iteration));
    if (status === undefined || step.unknown || !CUT_OFF.includes(step.status)) return step;
    // A failure says that it did not happen, unless the effect says otherwise.
    if (step.status === 'failed' && status === 'started') return step;
    const after = { ...step, unknown: true };
    nodes.set(step.node, countStep(nodes.get(step.node), { before: step, after }));
    return after;
  });
  return { ...progress, steps, nodes };
}
