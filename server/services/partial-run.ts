import { sameJson } from '#lib/condition.ts';
import { Invalid } from '#lib/errors.ts';
import type { FieldLabels } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import { cutPlan } from '#lib/resume/cut.ts';
import { decideReuse, type Reuse } from '#lib/resume/reuse.ts';
import { outermost } from '#lib/resume/same-step.ts';
import type { Json } from '#lib/value.ts';
import type { PartialHow, RetryPreview } from '#lib/views-runs.ts';
import { audit } from '#platform/audit.ts';
import { testVersion } from '#platform/flows.ts';
import { ingest } from '#platform/ingest.ts';
import { pinsFor } from '#platform/pins.ts';
import { loadPlan, storePlan } from '#platform/plans.ts';
import { transact } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { effectsAgain, refuseUnticked, retryPreview } from '#server/services/effects-again.ts';
import { draftData, type DraftData } from '#server/services/draft-data.ts';
import { onlyStep } from '#server/services/only-step.ts';
import { startSoon } from '#server/services/start-run.ts';
import { chooseTrigger, inputLabels, triggerInput } from '#server/services/trigger-input.ts';

/** `runId`: the run whose results are gone on from. `input`: what it begins with where there is no such run. */
export type PartialAsked = { id: string; node: string; how: PartialHow; runId?: string; input?: Json; actor: Actor };

type Begin = { triggerId: string; value: Json; labels: FieldLabels; isNew: boolean };
type Planned = { versionId: string; plan: Plan; data: DraftData; begin: Begin; reuse: Reuse };

/** What a run of a part of the draft would take over, do, and do to the world once more. Executes nothing. */
export async function previewPart(asked: PartialAsked): Promise<RetryPreview> {
  const planned = await planPart(asked);
  const { plan, reuse, versionId, data } = planned;
  return retryPreview({
    plan,
    reuse,
    version: { id: versionId, number: 0 },
    effects: await effectsOf(data, { plan, reuse }),
  });
}

/** Runs one step of the draft, or what leads to it, or what follows, as a test: with the pins and the last results. */
export async function runPart({
  again,
  ...asked
}: PartialAsked & { again?: true | string[] | undefined }): Promise<{ runId: string }> {
  const { versionId, plan, data, begin, reuse } = await planPart(asked);
  const effects = await effectsOf(data, { plan, reuse });
  refuseUnticked(effects, again ?? []);
  const { id: flowId, node, how, actor } = asked;
  const { runId } = await ingest({
    versionId,
    planHash: await storePlan(plan),
    flowId,
    triggerId: begin.triggerId,
    input: begin.value,
    labels: begin.labels,
    mode: 'test',
    startedById: actor.userId,
    ...(data.run ? { retryOfId: data.run.id } : {}),
    kept: reuse.kept,
  });
  const detail = { how, node, run: runId, reused: reuse.reused.length, effectsAgain: effects.length };
  await transact((tx) => audit(tx, { actor: actorName(actor), action: 'run.part', subject: `flow:${flowId}`, detail }));
  startSoon(runId);
  return { runId };
}

function effectsOf({ run }: DraftData, of: { plan: Plan; reuse: Reuse }) {
  return run ? effectsAgain(run.id, of) : Promise.resolve([]);
}

async function planPart(asked: PartialAsked): Promise<Planned> {
  const { id: flowId, node, how, runId, actor } = asked;
  const { versionId, planHash } = await testVersion({ flowId, by: actor.userId });
  const whole = await loadPlan(planHash);
  const target = own(whole.steps, node);
  if (!target) throw new Invalid('There is no such step in the saved drawing. A run begins at a trigger by itself.');
  if (target.disabled) throw new Invalid(`“${target.name}” is switched off. Switch it on to run it.`);
  const plan = how === 'from' ? whole : cutPlan(whole, node);
  const data = await draftData(flowId, runId);
  const begin = await beginOf(asked, { plan, data });
  const pins = (await pinsFor(plan, flowId)).steps;
  // What is asked for is done, also where something is pinned.
  for (const id of [node, ...loopsAround(plan, node)]) delete pins[id];
  if (how === 'step') return { versionId, plan, data, begin, reuse: onlyStep({ plan, data, begin, pins, node }) };
  const { plan: before, events, outdated } = data;
  const { triggerId, isNew: newInput } = begin;
  const reuse = decideReuse({
    before,
    after: plan,
    events,
    outdated,
    triggerId,
    newInput,
    pins,
    from: { step: outermost(plan, node) },
  });
  return { versionId, plan, data, begin, reuse };
}

/** What the run begins with: what the trigger has pinned, else what the last run began with, else what was typed. */
async function beginOf(asked: PartialAsked, { plan, data }: { plan: Plan; data: DraftData }): Promise<Begin> {
  const { id: flowId, input, actor } = asked;
  const { run } = data;
  const known = run && own(plan.triggers, run.triggerId);
  const trigger = known ?? chooseTrigger(plan, { flowId });
  const { triggers } = await pinsFor(plan, flowId);
  const pin = own(triggers, trigger.id);
  const before = known && run ? { value: await run.input(), labels: run.labels } : undefined;
  const at = { triggerId: trigger.id };
  if (pin) return { ...at, value: pin.value, labels: pin.labels, isNew: !before || !sameJson(before.value, pin.value) };
  if (before) return { ...at, ...before, isNew: false };
  const value = triggerInput(trigger, input);
  return { ...at, value, labels: inputLabels(trigger, { actor, flowName: plan.name }), isNew: true };
}

function loopsAround(plan: Plan, id: string): string[] {
  const parent = own(plan.steps, id)?.parent;
  return parent === undefined ? [] : [parent, ...loopsAround(plan, parent)];
}
