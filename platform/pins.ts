/** Pinned outputs of a draft's steps. They belong to test runs: nothing that triggers start ever sees one. */
import type { Pinned } from '#lib/pin.ts';
import type { Plan } from '#lib/plan.ts';
import { own } from '#lib/own.ts';
import type { Pin } from '#lib/resume/pins.ts';
import { canonicalHash } from '#platform/canonical.ts';
import { db } from '#prisma/client.ts';

const MARK_LENGTH = 24;
const KEPT_MS = 24 * 60 * 60 * 1000;

export type PinRow = { nodeId: string; pinned: Pinned; setById: string | null; updatedAt: Date };

/** Every pin of a flow, by the step that it stands in for. */
export async function pinRows(flowId: string): Promise<PinRow[]> {
  const rows = await db().pin.findMany({ where: { flowId, removedAt: null }, orderBy: { nodeId: 'asc' } });
  return rows.map(({ nodeId, pinned, setById, updatedAt }) => ({
    nodeId,
    pinned: JSON.parse(pinned) as Pinned,
    setById,
    updatedAt,
  }));
}

/** The pin of one step. */
export async function pinOf(flowId: string, nodeId: string): Promise<Pinned | undefined> {
  const row = await db().pin.findUnique({
    where: { id: idOf(flowId, nodeId), removedAt: null },
    select: { pinned: true },
  });
  return row ? (JSON.parse(row.pinned) as Pinned) : undefined;
}

/** Pins an output, in the place of any that there is. */
export async function setPin(pin: { flowId: string; nodeId: string; pinned: Pinned; by: string }): Promise<void> {
  const { flowId, nodeId, by } = pin;
  const id = idOf(flowId, nodeId);
  const data = { pinned: JSON.stringify(pin.pinned), setById: by, removedAt: null };
  await db().pin.upsert({ where: { id }, create: { id, flowId, nodeId, ...data }, update: data });
}

/** Takes the pin of one step away, or all of a flow. For a day they can be put back. */
export async function removePins(flowId: string, nodeId?: string): Promise<number> {
  await db().pin.deleteMany({ where: { removedAt: { lt: new Date(Date.now() - KEPT_MS) } } });
  const where = { flowId, removedAt: null, ...(nodeId === undefined ? {} : { nodeId }) };
  const { count } = await db().pin.updateMany({ where, data: { removedAt: new Date() } });
  return count;
}

/** Puts back what was taken away, as it was: with its labels. A step that was pinned anew keeps that. */
export async function restorePins(flowId: string, nodeIds: readonly string[]): Promise<number> {
  const where = { flowId, nodeId: { in: [...nodeIds] }, removedAt: { not: null } };
  const { count } = await db().pin.updateMany({ where, data: { removedAt: null } });
  return count;
}

/** What a test run of a plan takes from pins: outputs of its steps, and what its triggers give. */
export async function pinsFor(
  plan: Plan,
  flowId: string,
): Promise<{ steps: Record<string, Pin>; triggers: Record<string, Pinned> }> {
  const rows = await pinRows(flowId);
  const steps = rows.filter(({ nodeId }) => own(plan.steps, nodeId)?.disabled === false);
  const triggers = rows.filter(({ nodeId }) => own(plan.triggers, nodeId));
  return {
    steps: Object.fromEntries(steps.map(({ nodeId, pinned }) => [nodeId, keptPin(pinned)])),
    triggers: Object.fromEntries(triggers.map(({ nodeId, pinned }) => [nodeId, pinned])),
  };
}

function keptPin({ value, labels, port, source }: Pinned): Pin {
  return {
    status: 'done',
    generation: 0,
    attempt: 0,
    pinned: canonicalHash({ value, labels, ...(port === undefined ? {} : { port }) }).slice(0, MARK_LENGTH),
    output: { kind: 'inline', value, labels },
    ...(port === undefined ? {} : { port }),
    ...(source === undefined ? {} : { source }),
  };
}

function idOf(flowId: string, nodeId: string): string {
  return `${flowId}:${nodeId}`;
}
