/** Versions of a flow: found, named, and brought back. What a version holds never changes. */
import type { Flow } from '#lib/flow.ts';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { publishIn, syncSchedules, type Naming, type Published, type Publishing } from '#platform/flows.ts';
import { db, transact, type Tx } from '#prisma/client.ts';
import type { FlowVersion } from '#prisma/generated/client.ts';

type Reader = Pick<Tx, 'flowVersion'>;

/** A version by its number, or by its id: what test runs used has no number of its own. */
export async function findVersion(
  { flowId, version }: { flowId: string; version: string },
  reader: Reader = db(),
): Promise<FlowVersion> {
  const by = /^[1-9]\d{0,8}$/.test(version) ? { number: Number(version) } : { id: version };
  const found = await reader.flowVersion.findFirst({ where: { flowId, ...by } });
  if (!found) throw new NotFound('There is no such version of this flow.');
  return found;
}

/** Calls a version something else, or notes why it was made. Empty text takes the name or note away. */
export async function nameVersion(change: { flowId: string; version: string; by: string } & Naming): Promise<void> {
  const { flowId, version, by, name, note } = change;
  await transact(async (tx) => {
    const { id, number } = await findVersion({ flowId, version }, tx);
    const data = {
      ...(name === undefined ? {} : { name: name || null }),
      ...(note === undefined ? {} : { note: note || null }),
    };
    await tx.flowVersion.update({ where: { id }, data });
    await audit(tx, { actor: by, action: 'flow.version-name', subject: `flow:${flowId}`, detail: { number, ...data } });
  });
}

export type BringBack = {
  flowId: string;
  version: string;
  by: string;
  /** The draft that may be replaced; without it whatever is there is. */
  revision?: number;
};
type BroughtBack = {
  draftRevision: number;
  /** What the draft held before: saving it brings it back. */
  replacedDraft: Flow;
};

/** Makes the drawing of a version the draft. Nothing is published. */
export async function restoreDraft(asked: BringBack): Promise<BroughtBack> {
  return transact(async (tx) => (await putBack(tx, asked)).back);
}

/** Makes the drawing of a version the draft and publishes it as a new version, in one transaction; history stays as it was. */
export async function rollBack({
  name,
  note,
  accept,
  ...asked
}: BringBack & Naming & Pick<Publishing, 'accept'>): Promise<BroughtBack & Published> {
  const done = await transact(async (tx) => {
    const { back, number } = await putBack(tx, asked);
    const about = { ...(name ? { name } : {}), ...(note ? { note } : {}) };
    const published = await publishIn(tx, { id: asked.flowId, by: asked.by, restoredOf: number, accept, ...about });
    return { ...back, ...published };
  });
  await syncSchedules(asked.flowId);
  return done;
}

async function putBack(tx: Tx, { flowId, version, by, revision }: BringBack) {
  const { document, number } = await findVersion({ flowId, version }, tx);
  const flow = await tx.flow.findFirst({
    where: { id: flowId, deletedAt: null },
    select: { draftRevision: true, draft: true },
  });
  if (!flow) throw new NotFound('There is no such flow (any more).');
  if (revision !== undefined && revision !== flow.draftRevision) {
    throw new Conflict('This flow was changed elsewhere since you opened it. Look at it again before you go back.');
  }
  const draftRevision = flow.draftRevision + 1;
  const { name } = JSON.parse(document) as { name: string };
  await tx.flow.update({ where: { id: flowId }, data: { draft: document, name, draftRevision } });
  await audit(tx, { actor: by, action: 'flow.restore-draft', subject: `flow:${flowId}`, detail: { number } });
  return { back: { draftRevision, replacedDraft: JSON.parse(flow.draft) as Flow }, number };
}
