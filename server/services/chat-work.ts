/** How a flow works on a message: its own steps and those of the runs it called, and what waits for a person. */
import type { RunProgress } from '#lib/run-view.ts';
import { isFinal } from '#lib/step-view.ts';
import type { ChatStep, ChatWork } from '#lib/views-chat.ts';
import type { Json } from '#lib/value.ts';
import type { StepView } from '#lib/views-runs.ts';
import { inputFields } from '#nodes/action-fields.ts';
import { catalogue } from '#nodes/index.ts';
import { NotFound } from '#platform/errors.ts';
import { loadPlan } from '#platform/plans.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { progressOf } from '#server/services/run-progress.ts';

const MOST_RUNS = 20;
const MOST_STEPS = 100;

type Seen = { runId: string; progress: RunProgress };

/** How a message of the caller's is worked on, by the run that it started. */
export async function chatWork(runId: string, { userId }: Actor): Promise<ChatWork> {
  const own = await db().chatMessage.findFirst({ where: { runId, chat: { personId: userId } }, select: { id: true } });
  if (!own) throw new NotFound('You have no such chat.');
  const rows = await db().run.findMany({
    where: { rootRunId: runId },
    orderBy: { createdAt: 'desc' },
    take: MOST_RUNS,
    select: { id: true, planHash: true, status: true, error: true },
  });
  const root = await db().run.findUniqueOrThrow({ where: { id: runId }, select: { status: true, error: true } });
  const seen: Seen[] = [];
  for (const { id, planHash } of rows.reverse())
    seen.push({ runId: id, progress: (await progressOf(id, await loadPlan(planHash))).progress });
  const waiting = await db().approval.findMany({
    where: { runId: { in: rows.map(({ id }) => id) }, status: 'waiting' },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  });
  const steps = seen.flatMap((one) => one.progress.steps.filter(isShown).map((step) => shown(one.runId, step)));
  steps.sort((a, b) => (a.startedAt ?? '~').localeCompare(b.startedAt ?? '~'));
  return {
    status: root.status as ChatWork['status'],
    error: root.error,
    steps: steps.slice(-MOST_STEPS),
    stepCount: steps.length,
    writing: seen.flatMap((one) => one.progress.steps.filter(isWriting).map((step) => placeOf(one.runId, step))),
    asked: waiting.map(({ id }) => id),
    runs: seen.map((one) => ({ runId: one.runId, lastEventId: one.progress.lastEventId })),
  };
}

/** What a person understands as something that is done; what only moves data is not. */
function isShown({ type, status }: StepView): boolean {
  const spec = catalogue[type];
  if (spec?.kind !== 'action' || status === 'skipped') return false;
  return !type.startsWith('llm.') && !type.startsWith('agent.');
}

function isWriting({ type, status }: StepView): boolean {
  return type.startsWith('llm.') && !isFinal(status);
}

function placeOf(runId: string, { node, iteration }: StepView) {
  return { runId, node, iteration };
}

function shown(runId: string, step: StepView): ChatStep {
  const { node, iteration, type, name, status, error, startedAt, endedAt } = step;
  return { runId, node, iteration, type, name, target: targetOf(step), status, error, startedAt, endedAt };
}

/** Whom or what a step is about, where its input says so in a word. */
function targetOf({ type, input }: StepView): string | null {
  const spec = catalogue[type];
  if (spec?.kind !== 'action' || input?.kind !== 'inline') return null;
  const given = input.value as Record<string, Json> | null;
  const field = Object.entries(inputFields(spec)).find(([, { role }]) => role === 'target')?.[0];
  const value = field === undefined ? undefined : given?.[field];
  const texts = [value].flat().filter((one) => typeof one === 'string');
  return texts.length > 0 ? texts.join(', ').slice(0, 200) : null;
}
