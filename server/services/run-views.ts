/** One run as pages, REST and the command line show it. */
import { Flow } from '#lib/flow.ts';
import type { RunEvent } from '#lib/run-event.ts';
import { foldRun, type RunProgress } from '#lib/run-view.ts';
import type { Stored } from '#lib/value.ts';
import type { IterationPage, RunLink, RunView, StepView } from '#lib/views-runs.ts';
import { drawAgent } from '#nodes/compile-agent.ts';
import { eventPage } from '#platform/run-event-reads.ts';
import { runEvents } from '#platform/run-events.ts';
import { db } from '#prisma/client.ts';
import type { Run } from '#prisma/generated/client.ts';
import { progressOf } from '#server/services/run-progress.ts';
import { firstSteps, roundsOf, stepPage, wholeStep, type RoundsAsked } from '#server/services/run-steps.ts';
import { findRun, namesOf, runCard } from '#server/services/runs.ts';

type Shown = { row: Run; version: { id: string; number: number }; flow: Flow };

async function findShown(id: string): Promise<Shown> {
  const row = await findRun(id);
  const { document, ...version } = await db().flowVersion.findUniqueOrThrow({
    where: { id: row.versionId },
    select: { id: true, number: true, document: true },
  });
  const flow = Flow.parse(JSON.parse(document));
  return { row, version, flow: (await agentDrawing(row, flow)) ?? flow };
}

/** Of an agent's own run: what Hearth has drawn for it. */
async function agentDrawing({ id, parentRunId }: Run, flow: Flow): Promise<Flow | undefined> {
  if (parentRunId === null) return undefined;
  const agent = await db().agentRun.findUnique({ where: { runId: id }, select: { stepId: true } });
  const node = agent && flow.nodes.find((one) => one.id === agent.stepId);
  return node ? drawAgent(node) : undefined;
}

async function runView({ row, version, flow }: Shown, progress: RunProgress, steps: StepView[]): Promise<RunView> {
  const names = await namesOf([row.flowId]);
  return {
    ...runCard(row, names.get(row.flowId) ?? flow.name),
    parent: await linkTo(row.parentRunId),
    failed: await linkTo(row.failedRunId),
    version,
    flow,
    input: JSON.parse(row.input) as Stored,
    output: progress.output,
    failure: progress.failure,
    steps,
    stepCount: progress.stepCount,
    nodes: [...progress.nodes.values()],
    rehearsal: await isRehearsed(row),
    lastEventId: progress.lastEventId,
  };
}

/** A run that was called shows its own; the first one shows those of all. */
async function isRehearsed({ id, rootRunId }: Run): Promise<boolean> {
  const where = id === rootRunId ? { rootRunId } : { runId: id };
  return (
    (await db().modelCall.findFirst({ where: { ...where, provider: 'rehearsal' }, select: { id: true } })) !== null
  );
}

/** One run with all its steps and their values: the drawing that ran and where every step stands. */
export async function getRun(id: string): Promise<RunView> {
  const shown = await findShown(id);
  const progress = foldRun(await runEvents({ runId: id }), shown.flow);
  return runView(shown, progress, progress.steps);
}

/** One run as its page begins with it: of a large one not all steps. */
export async function openRun(id: string): Promise<RunView> {
  const shown = await findShown(id);
  const folded = await progressOf(id, shown.flow);
  return runView(shown, folded.progress, await firstSteps(id, folded));
}

/** One run with some of its steps, in the order in which they were begun. */
export async function runWithSteps(
  id: string,
  page: { limit: number; from: number },
): Promise<RunView & { nextStep: string | null }> {
  const shown = await findShown(id);
  const folded = await progressOf(id, shown.flow);
  const { steps, next } = await stepPage(id, folded, page);
  return { ...(await runView(shown, folded.progress, steps)), nextStep: next };
}

/** A page of the rounds of a loop in a run. */
export async function roundsOfRun(asked: RoundsAsked & { id: string }): Promise<IterationPage> {
  const { flow } = await findShown(asked.id);
  const { progress } = await progressOf(asked.id, flow);
  return roundsOf({ id: asked.id, flow, progress }, asked);
}

/** One step of a run with its values. */
export async function stepOfRun({ id, ...at }: { id: string; node: string; iteration: string }): Promise<StepView> {
  const { flow } = await findShown(id);
  return wholeStep(id, await progressOf(id, flow), at);
}

/** Where a run stands, and what it gave. */
export async function endOfRun(id: string): Promise<Pick<RunView, 'status' | 'error' | 'output'>> {
  const { status, error, output } = await openRun(id);
  return { status, error, output };
}

async function linkTo(runId: string | null): Promise<RunLink | null> {
  if (runId === null) return null;
  const row = await db().run.findUnique({ where: { id: runId }, select: { flowId: true } });
  if (!row) return null;
  const names = await namesOf([row.flowId]);
  return { runId, flowName: names.get(row.flowId) ?? 'Deleted flow' };
}

/** A page of what happened to a run after the cursor `after` (a global event id). */
export async function eventsOfRun(asked: { id: string; after: number; limit: number }): Promise<RunEvent[]> {
  await findRun(asked.id);
  return eventPage({ runId: asked.id, after: asked.after, limit: asked.limit });
}
