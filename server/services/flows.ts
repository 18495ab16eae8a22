import type { Flow } from '#lib/flow.ts';
import type { Problem } from '#lib/plan.ts';
import type { CallableFlow, FlowDetail } from '#lib/views.ts';
import type { FlowCard } from '#lib/views-flows.ts';
import { inputFieldsOf } from '#nodes/call-input.ts';
import { compile } from '#nodes/compile.ts';
import { catalogue } from '#nodes/index.ts';
import type { Finding } from '#nodes/lint/finding.ts';
import * as store from '#platform/flows.ts';
import { knownFlows } from '#platform/known-flows.ts';
import { lintNow, lintOf } from '#platform/lint.ts';
import { knownPacks } from '#platform/skill-packs.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { acceptFindings } from '#server/services/accept-findings.ts';
import { differ, flowCards } from '#server/services/flow-cards.ts';
import { flowDetail } from '#server/services/flow-views.ts';
import { shelveLike } from '#server/services/shelves.ts';
import { db } from '#prisma/client.ts';

export const EMPTY_FLOW: Flow = { format: 'hearth.flow/1', name: 'New flow', nodes: [], edges: [], notes: [] };

type Saved = { draftRevision: number; problems: Problem[]; unpublishedChanges: boolean };

/** Every flow that is not deleted, last changed first. */
export function listFlows(): Promise<FlowCard[]> {
  return flowCards();
}

/** One flow with its draft, problems and triggers. */
export function getFlow(id: string): Promise<FlowDetail> {
  return flowDetail(id);
}

/** What stands in the way of publishing; an unfinished drawing may be saved all the same. */
async function problemsOf(flow: Flow, ownId?: string): Promise<Problem[]> {
  return (await compiled(flow, ownId)).problems;
}

async function compiled(flow: Flow, ownId?: string) {
  const [flows, packs] = await Promise.all([knownFlows(), knownPacks()]);
  const find = (id: string) => flows.get(id);
  const skills = { isOn: (name: string) => packs.get(name)?.isOn };
  return compile(flow, catalogue, { skills, flows: { find, ...(ownId === undefined ? {} : { ownId }) } });
}

/** Saves a new flow: an empty one, or the given drawing. */
export async function addFlow({ flow, name }: { flow?: Flow; name?: string }): Promise<{ id: string }> {
  const drawing = flow ?? EMPTY_FLOW;
  const { id } = await store.createFlow({ flow: name ? { ...drawing, name } : drawing });
  return { id };
}

/** Saves the draft if `revision` is still the newest; else a Conflict. */
export async function saveFlow(input: { id: string; draft: Flow; revision: number }): Promise<Saved> {
  const { draftRevision } = await store.saveDraft(input);
  const [problems, unpublishedChanges] = await Promise.all([
    problemsOf(input.draft, input.id),
    differsFromPublished(input.id, input.draft),
  ]);
  return { draftRevision, problems, unpublishedChanges };
}

async function differsFromPublished(id: string, draft: Flow): Promise<boolean> {
  const flow = await db().flow.findUnique({ where: { id }, select: { publishedId: true } });
  if (!flow?.publishedId) return true;
  const published = await db().flowVersion.findUnique({ where: { id: flow.publishedId }, select: { document: true } });
  return differ(JSON.stringify(draft), published?.document);
}

/** Saves over the newest draft, or over the given revision only. */
export async function replaceFlow(input: {
  id: string;
  draft: Flow;
  revision?: number;
}): Promise<Saved & { id: string }> {
  const revision = input.revision ?? (await flowDetail(input.id)).draftRevision;
  return { id: input.id, ...(await saveFlow({ id: input.id, draft: input.draft, revision })) };
}

/** Makes an immutable version of the draft and points the triggers at it. `reason`: why errors of the lint are none here. */
export async function publish(
  id: string,
  actor: Actor,
  { reason, ...naming }: store.Naming & { reason?: string } = {},
): Promise<store.Published> {
  const lint = await lintOf(id, await store.draftOf(id));
  const accept = await acceptFindings(lint, reason, actor);
  return store.publishFlow({ id, by: actorName(actor), accept, ...naming });
}

/** Stops the flow's triggers from starting runs. */
export async function pause(id: string, actor: Actor): Promise<{ paused: true }> {
  await store.pauseFlow({ id, by: actorName(actor) });
  return { paused: true };
}

/** Lets the flow's triggers start runs again. */
export async function resume(id: string, actor: Actor): Promise<{ paused: false }> {
  await store.resumeFlow({ id, by: actorName(actor) });
  return { paused: false };
}

/** Gives the draft another name. */
export async function renameFlow(id: string, name: string): Promise<{ name: string; draftRevision: number }> {
  const { draft, draftRevision: revision } = await flowDetail(id);
  const saved = await store.saveDraft({ id, draft: { ...draft, name }, revision });
  return { name, draftRevision: saved.draftRevision };
}

/** A new, unpublished flow with the same drawing, in the same folder and with the same tags. */
export async function duplicateFlow(id: string): Promise<{ id: string }> {
  const { draft } = await flowDetail(id);
  const copy = await addFlow({ flow: draft, name: `${draft.name} (copy)`.slice(0, 120) });
  await shelveLike({ from: id, to: copy.id });
  return copy;
}

/** Takes the flow out of sight; `restoreFlow` brings it back. */
export async function removeFlow(id: string, actor: Actor): Promise<{ removed: true }> {
  await store.deleteFlow({ id, by: actorName(actor) });
  return { removed: true };
}

/** Undoes `removeFlow`. */
export async function restoreFlow(id: string, actor: Actor): Promise<{ restored: true }> {
  await store.restoreFlow({ id, by: actorName(actor) });
  return { restored: true };
}

/** Compiles without saving or running anything. `findings`: what it would let happen, if it compiles. */
export async function validateFlow(flow: Flow): Promise<{ problems: Problem[]; findings: Finding[] }> {
  const result = await compiled(flow);
  const findings = 'plan' in result ? (await lintNow({ flowId: '', flow, plan: result.plan })).findings : [];
  return { problems: result.problems, findings };
}

/** Flows that a step may call, and what they ask for. */
export async function callableFlows(): Promise<CallableFlow[]> {
  const flows = await knownFlows();
  return [...flows].map(([id, { name, published, fields }]) => ({
    id,
    name,
    published,
    fields: fields === null ? null : inputFieldsOf(fields),
  }));
}
