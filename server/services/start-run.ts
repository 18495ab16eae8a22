import type { Json, Stored } from '#lib/value.ts';
import { loadValue } from '#platform/blobs.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { testVersion } from '#platform/flows.ts';
import { ingest } from '#platform/ingest.ts';
import { logger } from '#platform/log.ts';
import { loadPlan } from '#platform/plans.ts';
import { startRun } from '#platform/start-run.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { chooseTrigger, inputLabels, triggerInput } from '#server/services/trigger-input.ts';

export type RunRequest = { id: string; mode: 'test' | 'production'; triggerId?: string; input?: Json; actor: Actor };
type Version = { versionId: string; planHash: string };

/** Starts a flow by hand: its draft as a test, or the published version. */
export async function runFlow({ id, mode, triggerId, input, actor }: RunRequest): Promise<{ runId: string }> {
  const version = mode === 'test' ? await testVersion({ flowId: id, by: actor.userId }) : await publishedOf(id);
  const plan = await loadPlan(version.planHash);
  const trigger = chooseTrigger(plan, { flowId: id, wanted: triggerId });
  const { runId } = await ingest({
    ...version,
    flowId: id,
    triggerId: trigger.id,
    input: triggerInput(trigger, input),
    labels: inputLabels(trigger, { actor, flowName: plan.name }),
    mode,
    startedById: actor.userId,
  });
  startSoon(runId);
  return { runId };
}

async function publishedOf(flowId: string): Promise<Version> {
  const flow = await db().flow.findFirst({
    where: { id: flowId, deletedAt: null },
    select: { publishedId: true, paused: true },
  });
  if (!flow) throw new NotFound('There is no flow with this id.');
  if (!flow.publishedId) throw new Conflict('This flow has not been published yet. Publish it, or run it as a test.');
  if (flow.paused) throw new Conflict('This flow is paused. Resume it first.');
  return versionOf(flow.publishedId);
}

async function versionOf(versionId: string): Promise<Version> {
  const { planHash } = await db().flowVersion.findUniqueOrThrow({
    where: { id: versionId },
    select: { planHash: true },
  });
  return { versionId, planHash };
}

export type RetryRequest = { id: string; from: 'start'; version: 'original' | 'current'; actor: Actor };

/** A new run with the same input and the same labels. */
export async function retryRun({ id, version, actor }: RetryRequest): Promise<{ runId: string }> {
  const old = await db().run.findUnique({ where: { id } });
  if (!old) throw new NotFound('There is no run with this id.');
  if (!old.endedAt) throw new Conflict('This run has not ended yet. Stop it first.');
  const target =
    version === 'current' ? await publishedOf(old.flowId) : { versionId: old.versionId, planHash: old.planHash };
  const stored = JSON.parse(old.input) as Stored;
  const plan = await loadPlan(target.planHash);
  const { runId } = await ingest({
    ...target,
    flowId: old.flowId,
    triggerId: chooseTrigger(plan, { flowId: old.flowId, wanted: old.triggerId }).id,
    input: await loadValue(stored),
    labels: stored.labels,
    mode: old.mode as 'test' | 'production',
    startedById: actor.userId,
    retryOfId: id,
  });
  startSoon(runId);
  return { runId };
}

/** Hands an accepted run to Temporal without keeping the caller; what fails here the worker's sweeper starts later. */
export function startSoon(runId: string): void {
  startRun(runId).catch((error: unknown) =>
    logger('web').warn({ err: error, runId }, 'The run will be started by the sweeper'),
  );
}
