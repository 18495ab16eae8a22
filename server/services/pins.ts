import { Invalid } from '#lib/errors.ts';
import { Flow, type FlowNode } from '#lib/flow.ts';
import { TRUSTED, uniform, untrusted, type Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import { editedLabels, type Pinned } from '#lib/pin.ts';
import { isTooDeep, jsonSize, type Json } from '#lib/value.ts';
import type { PinView } from '#lib/views-drafts.ts';
import { ERROR_PORT, portsOf } from '#nodes/define.ts';
import { catalogue } from '#nodes/index.ts';
import { audit } from '#platform/audit.ts';
import { loadValue } from '#platform/blobs.ts';
import { NotFound } from '#platform/errors.ts';
import * as store from '#platform/pins.ts';
import { db, transact } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { lastOutput } from '#server/services/draft-outputs.ts';

type Place = { flowId: string; nodeId: string };

const MOST_BYTES = 256 * 1024;
/** They end the run or answer who called it: there is nothing to stand in for. */
const UNPINNABLE = ['stop', 'respond'];

/** Every pin of a flow. */
export async function pins(flowId: string): Promise<PinView[]> {
  const rows = await store.pinRows(flowId);
  return rows.map(({ nodeId, pinned: { value, labels, port }, updatedAt }) => ({
    nodeId,
    value,
    labels,
    port: port ?? null,
    updatedAt: updatedAt.toISOString(),
  }));
}

/** Pins what a step gave in a run, with the labels that it had there. */
export async function pinFromRun(asked: Place & { runId: string }, actor: Actor): Promise<{ pinned: true }> {
  const node = await drawn(asked);
  const found = await lastOutput(asked);
  if (!found) throw new NotFound(`“${node.name}” gave nothing in this run. Run it, or write down what it should give.`);
  const { output, port } = found;
  const value = await loadValue(output);
  const source = output.kind === 'blob' ? { source: output.blob.ref } : {};
  return keep(asked, { value, labels: output.labels, ...(port === undefined ? {} : { port }), ...source }, actor);
}

/** Pins what somebody has written down, checked against what the type of the step declares. */
export async function writePin(asked: Place & { value: Json; port?: string }, actor: Actor): Promise<{ pinned: true }> {
  const node = await drawn(asked);
  const before = await store.pinOf(asked.flowId, asked.nodeId);
  const port = asked.port ?? before?.port;
  checkOutput(node, { value: asked.value, port });
  const typed = typedBy(node, actor);
  const labels = before ? editedLabels(before, asked.value, typed) : uniform(typed);
  return keep(asked, { value: asked.value, labels, ...(port === undefined ? {} : { port }) }, actor);
}

/** Takes a pin away, or all of a flow. */
export async function unpin(
  asked: { flowId: string; nodeId?: string | undefined },
  actor: Actor,
): Promise<{ removed: number }> {
  const removed = await store.removePins(asked.flowId, asked.nodeId);
  if (removed > 0) await note('pin.remove', asked, actor);
  return { removed };
}

/** Puts pins back that were taken away. */
export async function restorePins(
  asked: { flowId: string; nodeIds: string[] },
  actor: Actor,
): Promise<{ restored: number }> {
  const restored = await store.restorePins(asked.flowId, asked.nodeIds);
  if (restored > 0) await note('pin.restore', { flowId: asked.flowId }, actor);
  return { restored };
}

async function keep(place: Place, pinned: Pinned, actor: Actor): Promise<{ pinned: true }> {
  if (jsonSize(pinned.value) > MOST_BYTES)
    throw new Invalid(
      'This is larger than 256 KB, which is too much to pin. Pin a step after it that makes it smaller.',
    );
  await store.setPin({ ...place, pinned, by: actor.userId });
  await note('pin.set', place, actor);
  return { pinned: true };
}

async function note(
  action: string,
  { flowId, nodeId }: { flowId: string; nodeId?: string | undefined },
  actor: Actor,
): Promise<void> {
  const detail = { node: nodeId ?? null };
  await transact((tx) => audit(tx, { actor: actorName(actor), action, subject: `flow:${flowId}`, detail }));
}

async function drawn({ flowId, nodeId }: Place): Promise<FlowNode> {
  const row = await db().flow.findFirst({ where: { id: flowId, deletedAt: null }, select: { draft: true } });
  if (!row) throw new NotFound('There is no such flow (any more).');
  const node = Flow.parse(JSON.parse(row.draft)).nodes.find(({ id }) => id === nodeId);
  if (!node) throw new NotFound('There is no such step in the saved drawing.');
  if (UNPINNABLE.includes(node.type))
    throw new Invalid(`“${node.name}” gives nothing to other steps, so there is nothing to pin.`);
  return node;
}

/** What a signed-in person types is their word; what comes with a token, or stands for an event from outside, is not. */
function typedBy(node: FlowNode, actor: Actor): Label {
  if (actor.via === 'token') return untrusted(`api:pin.${node.id}`);
  return { ...TRUSTED, origins: [`person:${actor.userId}`] };
}

function checkOutput(node: FlowNode, { value, port }: { value: Json; port: string | undefined }): void {
  const spec = own(catalogue, node.type);
  if (isTooDeep(value)) throw new Invalid('This is nested too deeply.');
  if (!spec) return;
  const ports = spec.kind === 'trigger' ? [] : portsOf(spec, node.params).map(({ id }) => id);
  const known = node.settings?.onError === 'branch' ? [...ports, ERROR_PORT] : ports;
  if (spec.kind !== 'trigger' && ports.length > 1 && port === undefined)
    throw new Invalid(`Say by which output “${node.name}” is left: ${ports.join(', ')}.`, [
      { path: 'port', message: 'Choose one.' },
    ]);
  if (port !== undefined && spec.kind !== 'trigger' && !known.includes(port))
    throw new Invalid(`“${node.name}” has no output “${port}”. It has ${known.join(', ')}.`, [
      { path: 'port', message: 'Choose another.' },
    ]);
  if (port === ERROR_PORT || node.settings?.pace?.mode === 'batch') return;
  const { error } = spec.output.safeParse(value);
  if (!error) return;
  const problems = error.issues
    .slice(0, 20)
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  const [first] = problems;
  throw new Invalid(
    `This is not what “${spec.title}” gives: ${first?.path ? `${first.path}: ` : ''}${first?.message ?? ''}`,
    problems,
  );
}
