/** Flows that call flows. What is true of a call stands in this database; workflows only wait to be told to look. */
import type { CalledEnd, CalledRun } from '#lib/call.ts';
import { Invalid, Refused } from '#lib/errors.ts';
import type { FieldLabels, Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import type { RunEventBody } from '#lib/run-event.ts';
import type { Json } from '#lib/value.ts';
import { inputProblems } from '#nodes/call-input.ts';
import { calledBefore, ingest } from '#platform/ingest.ts';
import { logger } from '#platform/log.ts';
import { loadPlan } from '#platform/plans.ts';
import { callersIn } from '#platform/run-rows.ts';
import { startRun } from '#platform/start-run.ts';
import { stopRun } from '#platform/stop-run.ts';
import { wakeRun } from '#platform/wake.ts';
import { sql } from '#prisma/client.ts';

/** How many flows may call each other in a row. */
export const MOST_CALLERS = 20;
/** Outputs of ended runs go through a workflow's history: only so many at a time. */
const MOST_READ = 40;
const MOST_SWEPT = 100;

export type FlowCall = {
  /** The flow to call. */
  flowId: string;
  runId: string;
  step: string;
  awaited: boolean;
  scope: Label;
  effectKey: string;
  input: Record<string, Json>;
  labels: FieldLabels;
};

/** Begins a run of the published version of a flow. The same effect again gives the same run. */
export async function callFlow(call: FlowCall): Promise<CalledRun> {
  const runId = (await calledBefore(call.effectKey)) ?? (await accept(call));
  await startRun(runId);
  return calledRun(runId);
}

async function accept(call: FlowCall): Promise<string> {
  const { flowId, input, labels, effectKey, runId, step, awaited, scope } = call;
  const caller = await callerOf(call);
  const target = await publishedOf(flowId);
  const trigger = callableTrigger(await loadPlan(target.planHash));
  if (!trigger) {
    throw new Invalid(
      `"${target.name}" cannot be called: it begins neither with "When another flow calls" nor with "Start by hand". Add one of them and publish it.`,
    );
  }
  const problems = inputProblems(trigger.params.fields, input);
  if (problems.length > 0) throw new Invalid(`"${target.name}" cannot use what it is given.`, problems);
  const accepted = await ingest({
    triggerId: trigger.id,
    flowId,
    versionId: target.versionId,
    planHash: target.planHash,
    input,
    labels,
    mode: caller.mode,
    call: { runId, step, awaited, scope, effectKey },
  });
  return accepted.runId;
}

/** The fields that a flow asks for when it is called, as they were drawn. Throws what is wrong with calling it. */
export async function askedFields(flowId: string): Promise<unknown> {
  const { planHash } = await publishedOf(flowId);
  return callableTrigger(await loadPlan(planHash))?.params.fields;
}

/** Where a flow begins that another one calls. */
function callableTrigger(plan: Plan): Plan['triggers'][string] | undefined {
  const triggers = Object.values(plan.triggers);
  return triggers.find(({ type }) => type === 'flow.called') ?? triggers.find(({ type }) => type === 'manual');
}

/** The run that calls, unless too many have called each other already. */
export async function callerOf({ runId }: { runId: string }): Promise<{ mode: 'production' | 'test' }> {
  const [run] = await sql().all<{ mode: 'production' | 'test'; callers: string | null; flowId: string }>(
    'SELECT "mode", "callers", "flowId" FROM "Run" WHERE "id" = ?',
    [runId],
  );
  if (!run) throw new Refused('The run that calls is gone.');
  const callers = [...callersIn(run.callers), run.flowId];
  if (callers.length <= MOST_CALLERS) return { mode: run.mode };
  const names = await namesOf(callers.slice(-4));
  throw new Refused(
    `${MOST_CALLERS} flows in a row have called each other, which looks like a circle: … → ${names.join(' → ')}. Let one of them stop before it calls the next.`,
  );
}

async function namesOf(flowIds: string[]): Promise<string[]> {
  const rows = await sql().all<{ id: string; name: string }>(
    'SELECT "id", "name" FROM "Flow" WHERE "id" IN (SELECT "value" FROM json_each(?))',
    [JSON.stringify(flowIds)],
  );
  const names = new Map(rows.map((row) => [row.id, row.name]));
  return flowIds.map((id) => `"${names.get(id) ?? 'a deleted flow'}"`);
}

async function publishedOf(flowId: string): Promise<{ name: string; versionId: string; planHash: string }> {
  const [flow] = await sql().all<{ name: string; versionId: string | null; planHash: string | null }>(
    `SELECT f."name", v."id" AS "versionId", v."planHash" FROM "Flow" f
     LEFT JOIN "FlowVersion" v ON v."id" = f."publishedId" WHERE f."id" = ? AND f."deletedAt" IS NULL`,
    [flowId],
  );
  if (!flow) throw new Invalid('The flow to call is not there any more. Choose another one.');
  const { name, versionId, planHash } = flow;
  if (versionId === null || planHash === null)
    throw new Invalid(`"${name}" has not been published, so it cannot be called. Publish it first.`);
  return { name, versionId, planHash };
}

/** A called run as the step's log names it. */
export async function calledRun(runId: string): Promise<CalledRun> {
  const [run] = await sql().all<Omit<CalledRun, 'runId'>>(
    `SELECT r."flowId", f."name" AS "flowName", r."versionId", v."number" AS "version" FROM "Run" r
     JOIN "Flow" f ON f."id" = r."flowId" JOIN "FlowVersion" v ON v."id" = r."versionId" WHERE r."id" = ?`,
    [runId],
  );
  if (!run) throw new Refused('The run that was called is gone.');
  return { runId, ...run };
}

/** How those of the runs ended that have; `more`: there are others to read. */
export async function readCalledRuns(runIds: string[]): Promise<{ ended: Record<string, CalledEnd>; more: boolean }> {
  const rows = await sql().all<{ runId: string; name: string; body: string }>(
    `SELECT r."id" AS "runId", f."name", e."body" FROM "Run" r JOIN "Flow" f ON f."id" = r."flowId"
     JOIN "RunEvent" e ON e."runId" = r."id" AND e."key" = 'run.' || r."status"
     WHERE r."id" IN (SELECT "value" FROM json_each(?)) AND r."endedAt" IS NOT NULL LIMIT ?`,
    [JSON.stringify(runIds), MOST_READ + 1],
  );
  const read = rows.slice(0, MOST_READ);
  const ended = read.map(({ runId, name, body }) => [runId, endOf(name, JSON.parse(body) as RunEventBody)] as const);
  return { ended: Object.fromEntries(ended), more: rows.length > MOST_READ };
}

function endOf(flowName: string, body: RunEventBody): CalledEnd {
  switch (body.type) {
    case 'run.done':
      return { flowName, status: 'done', ...(body.output ? { output: body.output } : {}) };
    case 'run.failed':
      return { flowName, status: 'failed', error: body.error, ...(body.label ? { label: body.label } : {}) };
    default: {
      const reason = own(body as { reason?: string }, 'reason');
      return { flowName, status: 'stopped', ...(reason === undefined ? {} : { reason }) };
    }
  }
}

/** Makes up for messages that were lost: wakes who waits for what has ended, stops what nobody waits for any more. */
export async function sweepCalls(): Promise<void> {
  const waiting = await sql().all<{ id: string }>(
    `SELECT DISTINCT p."id" FROM "Run" p JOIN "Run" c ON c."parentRunId" = p."id"
     WHERE p."endedAt" IS NULL AND c."awaited" = 1 AND c."endedAt" IS NOT NULL AND NOT ${STEP_IS_OVER} LIMIT ${MOST_SWEPT}`,
  );
  await Promise.all(waiting.map((run) => wakeRun(run.id)));
  const orphans = await sql().all<{ id: string }>(
    `SELECT c."id" FROM "Run" c JOIN "Run" p ON p."id" = c."parentRunId"
     WHERE c."endedAt" IS NULL AND c."awaited" = 1 AND (p."endedAt" IS NOT NULL OR ${STEP_IS_OVER}) LIMIT ${MOST_SWEPT}`,
  );
  for (const { id } of orphans) {
    logger('sweeper').warn({ runId: id }, 'Nobody waits for this run any more; it is stopped.');
    await stopRun(id, 'The run that called it has ended.');
  }
}

const STEP_IS_OVER = `EXISTS (SELECT 1 FROM "RunEvent" e WHERE e."runId" = p."id" AND e."key" IN
  (c."parentStep" || '/0/step.done', c."parentStep" || '/0/step.failed', c."parentStep" || '/0/step.cancelled'))`;
