/** Flows: drafts that people change, versions that never change, and the triggers of what is published. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Invalid } from '#lib/errors.ts';
import type { Flow } from '#lib/flow.ts';
import type { Plan, Problem } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { personOf } from '#platform/actor.ts';
import { audit } from '#platform/audit.ts';
import { checkedFlow, compileDraft } from '#platform/compile-draft.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { dropHeld, lookAnew } from '#platform/held.ts';
import { acceptedLint, lintNow, type Accepted, type KeptLint } from '#platform/lint.ts';
import { storePlanIn } from '#platform/plans.ts';
import { syncSchedules } from '#platform/schedules.ts';
import { withSignature } from '#platform/signed-rows.ts';
import { refuseForeign } from '#platform/unconfirmed.ts';
import { db, transact, type Tx } from '#prisma/client.ts';

export { syncSchedules } from '#platform/schedules.ts';

/** Triggers that outsiders reach at an address with a secret key in it. */
const ADDRESSED = ['webhook', 'form'];
const ADDRESS_KEY_BYTES = 16;
/** The number of the versions that test runs of a draft use. */
const TEST_NUMBER = 0;

export type Published = { versionId: string; number: number; problems: Problem[] };

/** Keeps a new drawing. Nothing of it runs. */
export async function createFlow({ flow }: { flow: Flow; by?: string }): Promise<{ id: string }> {
  const drawing = checkedFlow(flow);
  const id = randomUUID();
  await transact((tx) => tx.flow.create({ data: { id, name: drawing.name, draft: JSON.stringify(drawing) } }));
  return { id };
}

/** Saves the draft over the revision it is based on; Conflict when somebody else saved meanwhile. */
export async function saveDraft(save: {
  id: string;
  draft: Flow;
  revision: number;
}): Promise<{ draftRevision: number }> {
  const draft = checkedFlow(save.draft);
  const draftRevision = save.revision + 1;
  await transact(async (tx) => {
    const { count } = await tx.flow.updateMany({
      where: { id: save.id, draftRevision: save.revision, deletedAt: null },
      data: { draft: JSON.stringify(draft), name: draft.name, draftRevision },
    });
    if (count > 0) return;
    await openFlow(tx, save.id);
    throw new Conflict('This flow was changed elsewhere since you opened it. Reload it before you save.');
  });
  return { draftRevision };
}

/** What people call a version and why they made it. */
export type Naming = { name?: string; note?: string };
/** `accept`: the findings of the lint that were looked at. Whoever publishes for somebody gives them. */
export type Publishing = { id: string; by: string; restoredOf?: number; accept?: Accepted | undefined } & Naming;

/** Makes the draft the version that triggers start: version, plan and triggers in one transaction. */
export async function publishFlow(publishing: Publishing): Promise<Published> {
  const published = await transact((tx) => publishIn(tx, publishing));
  await syncSchedules(publishing.id);
  return published;
}

/** As `publishFlow`, in a transaction of the caller, who must have the schedules follow. */
export async function publishIn(tx: Tx, { id, by, accept, ...about }: Publishing): Promise<Published> {
  const flow = await openFlow(tx, id);
  const { plan, problems, flow: drawing } = await compileDraft(tx, flow);
  if (Object.keys(plan.triggers).length === 0) {
    throw new Invalid('A flow needs a trigger before it can be published. Add one from the palette.');
  }
  refuseForeign(drawing);
  const lint = acceptedLint(await lintNow({ flowId: id, flow: drawing, plan }, tx), accept);
  const version = await addVersion(tx, { flowId: id, document: flow.draft, plan, by, about: { ...about, ...lint } });
  await tx.flow.update({ where: { id }, data: { publishedId: version.id } });
  await putTriggers(tx, id, plan);
  await dropHeld(tx, { flowId: id, by });
  await lookAnew(tx, id);
  const detail = { version: version.id, number: version.number, plan: version.planHash };
  const again: Record<string, Json> = about.restoredOf === undefined ? {} : { restoredOf: about.restoredOf };
  const spite: Record<string, Json> = lint.lintReason === null ? {} : { inSpite: lint.lintReason, lint: lint.lintHash };
  await audit(tx, {
    actor: by,
    action: 'flow.publish',
    subject: `flow:${id}`,
    detail: { ...detail, ...again, ...spite },
  });
  return { versionId: version.id, number: version.number, problems };
}

/** The draft as it is kept. */
export async function draftOf(id: string): Promise<string> {
  return (await openFlow(db(), id)).draft;
}

/** A version of the draft as it is, for a test run. The same draft again is the same version. */
export async function testVersion({ flowId, by }: { flowId: string; by?: string }): Promise<{
  versionId: string;
  planHash: string;
  problems: Problem[];
}> {
  return transact(async (tx) => {
    const flow = await openFlow(tx, flowId);
    const { plan, problems } = await compileDraft(tx, flow);
    const planHash = await storePlanIn(tx, plan);
    const same = await tx.flowVersion.findFirst({
      where: { flowId, number: TEST_NUMBER, planHash, document: flow.draft },
      select: { id: true },
    });
    const drawn = { flowId, number: TEST_NUMBER, document: flow.draft, planHash, createdById: personOf(by) };
    const data = withSignature({ id: randomUUID(), ...drawn });
    const version = same ?? (await tx.flowVersion.create({ data, select: { id: true } }));
    return { versionId: version.id, planHash, problems };
  });
}

/** Triggers start nothing until it is resumed. Runs under way go on. */
export async function pauseFlow({ id, by }: { id: string; by: string }): Promise<void> {
  await change({ id, by, action: 'flow.pause' }, (tx) => tx.flow.update({ where: { id }, data: { paused: true } }));
}

/** Undoes `pauseFlow`. What a schedule missed meanwhile is not made up for. */
export async function resumeFlow({ id, by }: { id: string; by: string }): Promise<void> {
  await change({ id, by, action: 'flow.resume' }, async (tx) => {
    await tx.flow.update({ where: { id }, data: { paused: false } });
    await lookAnew(tx, id);
  });
}

/** Takes a flow away: its triggers stop, its runs stay readable, `restoreFlow` brings it back. */
export async function deleteFlow({ id, by }: { id: string; by: string }): Promise<void> {
  await change({ id, by, action: 'flow.remove' }, async (tx) => {
    await tx.flow.update({ where: { id }, data: { deletedAt: new Date() } });
    await tx.trigger.updateMany({ where: { flowId: id }, data: { active: false } });
    await dropHeld(tx, { flowId: id, by });
  });
}

/** Undoes `deleteFlow`, paused, so that nothing starts by surprise. */
export async function restoreFlow({ id, by }: { id: string; by: string }): Promise<void> {
  await change({ id, by, action: 'flow.restore', deleted: true }, async (tx) => {
    const flow = await tx.flow.update({ where: { id }, data: { deletedAt: null, paused: true } });
    if (flow.publishedId === null) return;
    const version = await tx.flowVersion.findUniqueOrThrow({ where: { id: flow.publishedId } });
    const { plan } = await tx.plan.findUniqueOrThrow({ where: { hash: version.planHash } });
    await putTriggers(tx, id, JSON.parse(plan) as Plan);
  });
}

type Change = { id: string; by: string; action: string; deleted?: boolean };

async function change({ id, by, action, deleted }: Change, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  await transact(async (tx) => {
    if (!deleted) await openFlow(tx, id);
    else if (!(await tx.flow.findUnique({ where: { id }, select: { id: true } }))) throw missing();
    await work(tx);
    await audit(tx, { actor: by, action, subject: `flow:${id}`, detail: {} });
  });
  await syncSchedules(id);
}

async function openFlow(tx: Pick<Tx, 'flow'>, id: string): Promise<{ id: string; draft: string }> {
  const flow = await tx.flow.findFirst({ where: { id, deletedAt: null }, select: { id: true, draft: true } });
  if (!flow) throw missing();
  return flow;
}

function missing(): NotFound {
  return new NotFound('There is no such flow (any more).');
}

type NewVersion = {
  flowId: string;
  document: string;
  plan: Plan;
  by: string;
  about: Naming & KeptLint & { restoredOf?: number };
};

async function addVersion(tx: Tx, { flowId, document, plan, by, about }: NewVersion) {
  const planHash = await storePlanIn(tx, plan);
  const { restoredOf, ...naming } = about;
  const last = await tx.flowVersion.findFirst({ where: { flowId }, orderBy: { number: 'desc' } });
  // Publishing what is published already is no new version.
  if (last && last.number > TEST_NUMBER && last.planHash === planHash && last.document === document) {
    return tx.flowVersion.update({ where: { id: last.id }, data: naming });
  }
  const number = (last?.number ?? TEST_NUMBER) + 1;
  const fixed = withSignature({ id: randomUUID(), flowId, number, document, planHash });
  return tx.flowVersion.create({ data: { ...fixed, createdById: personOf(by), restoredOf, ...naming } });
}

async function putTriggers(tx: Tx, flowId: string, plan: Plan): Promise<void> {
  const known = new Map((await tx.trigger.findMany({ where: { flowId } })).map((trigger) => [trigger.nodeId, trigger]));
  await tx.trigger.updateMany({ where: { flowId }, data: { active: false } });
  for (const { id: nodeId, type, params } of Object.values(plan.triggers)) {
    const id = `${flowId}:${nodeId}`;
    // An address is given away to others: it outlives every publish, also one without the node.
    const key = ADDRESSED.includes(type)
      ? (known.get(nodeId)?.key ?? randomBytes(ADDRESS_KEY_BYTES).toString('base64url'))
      : null;
    const data = { type, key, config: JSON.stringify(params), active: true };
    await tx.trigger.upsert({ where: { id }, create: { id, flowId, nodeId, ...data }, update: data });
  }
}
