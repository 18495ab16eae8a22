import { Invalid } from '#lib/errors.ts';
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import { decideReuse, type Reuse, type RetryFrom } from '#lib/resume/reuse.ts';
import type { Stored } from '#lib/value.ts';
import type { EffectAgain, RetryPreview } from '#lib/views-runs.ts';
import { audit } from '#platform/audit.ts';
import { loadValue } from '#platform/blobs.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { ingest } from '#platform/ingest.ts';
import { pinsFor } from '#platform/pins.ts';
import { loadPlan } from '#platform/plans.ts';
import { runEvents } from '#platform/run-events.ts';
import { db, transact } from '#prisma/client.ts';
import type { Run } from '#prisma/generated/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { effectsAgain, refuseUnticked, retryPreview } from '#server/services/effects-again.ts';
import { publishedOf, startSoon } from '#server/services/start-run.ts';
import { chooseTrigger } from '#server/services/trigger-input.ts';

type How = { id: string; from: RetryFrom; version: 'original' | 'current' };
/** `again`: keys of the effects that may happen once more, or all of them. */
export type RetryRequest = How & { again?: true | string[] | undefined; actor: Actor };

type Planned = {
  old: Run;
  target: { versionId: string; planHash: string };
  plan: Plan;
  triggerId: string;
  reuse: Reuse;
  effects: EffectAgain[];
};

/** What a retry would reuse, do again, and do to the world once more. Executes nothing. */
export async function previewRetry(how: How): Promise<RetryPreview> {
  const { target, plan, reuse, effects } = await planRetry(how);
  const { number } = await db().flowVersion.findUniqueOrThrow({
    where: { id: target.versionId },
    select: { number: true },
  });
  return retryPreview({ plan, reuse, effects, version: { id: target.versionId, number } });
}

/** A new run with the same input that begins with what is reused. Refused while an effect that would happen again is not ticked. */
export async function retryRun({ again = [], actor, ...how }: RetryRequest): Promise<{ runId: string }> {
  const planned = await planRetry(how);
  const { old, target, reuse, effects } = planned;
  if (how.from === 'failed' && Object.keys(reuse.again).length === 0)
    throw new Conflict('Nothing in this run is left to do. Choose a step, or run it from the start.');
  refuseUnticked(effects, again);
  const stored = JSON.parse(old.input) as Stored;
  const { runId } = await ingest({
    ...target,
    flowId: old.flowId,
    triggerId: planned.triggerId,
    input: await loadValue(stored),
    labels: stored.labels,
    mode: old.mode as 'test' | 'production',
    startedById: actor.userId,
    retryOfId: old.id,
    ...(Object.keys(reuse.kept).length > 0 ? { kept: reuse.kept } : {}),
  });
  const { from, version } = how;
  const detail = { from, version, run: runId, reused: reuse.reused.length, effectsAgain: effects.length };
  await transact((tx) => audit(tx, { actor: actorName(actor), action: 'run.retry', subject: `run:${old.id}`, detail }));
  startSoon(runId);
  return { runId };
}

/** Everything there is to know before a run is retried. */
export async function planRetry({ id, from, version }: How): Promise<Planned> {
  const old = await db().run.findUnique({ where: { id } });
  if (!old) throw new NotFound('There is no run with this id.');
  if (!old.endedAt) throw new Conflict('This run has not ended yet. Stop it first.');
  const target =
    version === 'current' ? await publishedOf(old.flowId) : { versionId: old.versionId, planHash: old.planHash };
  const [before, after] = [await loadPlan(old.planHash), await loadPlan(target.planHash)];
  if (typeof from === 'object' && !own(after.steps, from.step))
    throw new Invalid('This version of the flow has no such step. Choose another one, or the version that ran.');
  const triggerId = chooseTrigger(after, { flowId: old.flowId, wanted: old.triggerId }).id;
  const pins = old.mode === 'test' ? { pins: (await pinsFor(after, old.flowId)).steps } : {};
  const reuse = decideReuse({ before, after, events: await runEvents({ runId: id }), triggerId, from, ...pins });
  return { old, target, plan: after, triggerId, reuse, effects: await effectsAgain(id, { plan: after, reuse }) };
}
