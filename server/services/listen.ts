import { Invalid } from '#lib/errors.ts';
import { Flow, type FlowNode } from '#lib/flow.ts';
import { TRUSTED, uniform } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import type { ListenView } from '#lib/views.ts';
import { catalogue } from '#nodes/index.ts';
import { env } from '#platform/env.ts';
import { NotFound } from '#platform/errors.ts';
import * as store from '#platform/listen.ts';
import { db } from '#prisma/client.ts';
import type { Listen } from '#prisma/generated/client.ts';
import type { Actor } from '#server/actor.ts';

type Place = { flowId: string; nodeId: string };

/** Paths of triggers that are reached at an address. */
const PATHS: Record<string, string> = { webhook: 'hooks', form: 'forms' };

/** Waits for the next event of a trigger as it is drawn. No run of the draft begins with it. */
export async function listen({ flowId, nodeId }: Place, actor: Actor): Promise<ListenView> {
  const { node, published } = await drawnTrigger({ flowId, nodeId });
  const config = configOf(node);
  const direct = node.type in PATHS || node.type === 'schedule' || node.type === 'telegram.message';
  if (!direct && !published) throw new Invalid('Publish the flow first: events of this trigger only come to it then.');
  const hasAddress = Object.hasOwn(PATHS, node.type);
  await store.startListening({ flowId, nodeId, type: node.type, config, by: actor.userId, hasAddress });
  if (node.type === 'schedule') {
    // Its next time may be days away; all that it says is the time.
    const now = new Date().toISOString();
    await store.capture(idOf({ flowId, nodeId }), {
      value: { scheduledAt: now, firedAt: now },
      labels: uniform(TRUSTED),
    });
  }
  return viewOf(await db().listen.findUniqueOrThrow({ where: { id: idOf({ flowId, nodeId }) } }));
}

/** Stops waiting. */
export async function stopListening(place: Place): Promise<void> {
  await store.stopListening(idOf(place));
}

/** Every trigger of the flow that was ever listened to, with what came last. */
export async function listens(flowId: string): Promise<ListenView[]> {
  const rows = await db().listen.findMany({ where: { flowId }, orderBy: { id: 'asc' } });
  return rows.map(viewOf);
}

const idOf = ({ flowId, nodeId }: Place) => `${flowId}:${nodeId}`;

async function drawnTrigger({ flowId, nodeId }: Place): Promise<{ node: FlowNode; published: boolean }> {
  const row = await db().flow.findFirst({
    where: { id: flowId, deletedAt: null },
    select: { draft: true, publishedId: true },
  });
  if (!row) throw new NotFound('There is no flow with this id.');
  const node = Flow.parse(JSON.parse(row.draft)).nodes.find(({ id }) => id === nodeId);
  if (!node) throw new NotFound('There is no such step in the saved drawing.');
  if (catalogue[node.type]?.kind !== 'trigger') throw new Invalid('Only a trigger can be listened to.');
  if (node.type === 'chat.message') throw new Invalid('Write to the published flow in the chat page, or test it here.');
  if (node.type === 'manual') throw new Invalid('A start by hand has no events: write its input into a test run.');
  return { node, published: row.publishedId !== null };
}

function configOf({ type, params, connection }: FlowNode): Record<string, Json> {
  const parsed = catalogue[type]?.input.safeParse(params);
  if (!parsed?.success) {
    const problems = (parsed?.error.issues ?? []).map(({ path, message }) => ({ path: path.join('.'), message }));
    throw new Invalid('Put right the settings of this trigger first.', problems);
  }
  return { ...(parsed.data as Record<string, Json>), ...(connection === undefined ? {} : { connection }) };
}

function viewOf(row: Listen): ListenView {
  const waiting = row.status === 'waiting';
  const expired = waiting && row.expiresAt <= new Date();
  const path = PATHS[row.type];
  const sample = row.sample === null ? null : (JSON.parse(row.sample) as store.Caught);
  return {
    nodeId: row.nodeId,
    status: expired ? 'expired' : (row.status as ListenView['status']),
    url: waiting && !expired && row.key !== null && path ? `${env().publicUrl}/${path}/${row.key}` : null,
    expiresAt: row.expiresAt.toISOString(),
    capturedAt: row.capturedAt?.toISOString() ?? null,
    sample: sample && { kind: 'inline', ...sample },
  };
}
