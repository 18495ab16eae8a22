import { sameJson } from '#lib/condition.ts';
import { own } from '#lib/own.ts';
import { keptPins } from '#lib/resume/pins.ts';
import type { Json } from '#lib/value.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { testVersion } from '#platform/flows.ts';
import { ingest } from '#platform/ingest.ts';
import { logger } from '#platform/log.ts';
import { pinsFor } from '#platform/pins.ts';
import { loadPlan } from '#platform/plans.ts';
import { startRun } from '#platform/start-run.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { ownSampleFiles } from '#server/services/sample-files.ts';
import { chooseTrigger, inputLabels, triggerInput } from '#server/services/trigger-input.ts';

export type RunRequest = { id: string; mode: 'test' | 'production'; triggerId?: string; input?: Json; actor: Actor };
type Version = { versionId: string; planHash: string };

/** Starts a flow by hand: its draft as a test, or the published version. */
export async function runFlow({ id, mode, triggerId, input, actor }: RunRequest): Promise<{ runId: string }> {
  const version = mode === 'test' ? await testVersion({ flowId: id, by: actor.userId }) : await publishedOf(id);
  const plan = await loadPlan(version.planHash);
  const trigger = chooseTrigger(plan, { flowId: id, wanted: triggerId });
  const pins = mode === 'test' ? await pinsFor(plan, id) : { steps: {}, triggers: {} };
  const pinned = own(pins.triggers, trigger.id);
  // Begun with what is pinned, the run has the labels of that: it may come from outside.
  const pin = pinned && (input === undefined || sameJson(pinned.value, input)) ? pinned : undefined;
  const given = pin?.value ?? triggerInput(trigger, input);
  const sampleId = `${id}:${trigger.id}`;
  const { runId } = await ingest({
    ...version,
    flowId: id,
    triggerId: trigger.id,
    input: mode === 'test' ? (ownId) => ownSampleFiles(given, { triggerId: sampleId, runId: ownId }) : given,
    labels: pin?.labels ?? inputLabels(trigger, { actor, flowName: plan.name }),
    mode,
    startedById: actor.userId,
    ...(Object.keys(pins.steps).length > 0 ? { kept: keptPins(pins.steps) } : {}),
  });
  startSoon(runId);
  return { runId };
}

/** The version that triggers start. */
export async function publishedOf(flowId: string): Promise<Version> {
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

/** Hands an accepted run to Temporal without keeping the caller; what fails here the worker's sweeper starts later. */
export function startSoon(runId: string): void {
  startRun(runId).catch((error: unknown) =>
    logger('web').warn({ err: error, runId }, 'The run will be started by the sweeper'),
  );
}
