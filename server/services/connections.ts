import { Unreachable } from '#lib/errors.ts';
import { TASK_QUEUE, WORKFLOW } from '#lib/messages.ts';
import type { Json } from '#lib/value.ts';
import type { ConnectionView } from '#lib/views.ts';
import * as store from '#platform/connections.ts';
import { NotFound } from '#platform/errors.ts';
import { temporalClient } from '#platform/temporal.ts';
import { MCP_STDIO } from '#nodes/mcp-connection.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { Forbidden } from '#server/errors.ts';
import { requireFreshSignIn } from '#server/step-up.ts';

export type NewConnection = {
  name: string;
  type: string;
  config: Record<string, Json>;
  secrets: Record<string, string>;
};
export type ConnectionChange = Partial<Omit<NewConnection, 'type'>>;

/** All connections, without any secret. */
export function connectionViews(): Promise<ConnectionView[]> {
  return store.listConnections();
}

/** One connection, without its secrets. */
export async function getConnection(id: string): Promise<ConnectionView> {
  const found = (await store.listConnections()).find((connection) => connection.id === id);
  if (!found) throw new NotFound('There is no connection with this id.');
  return found;
}

/** Saves a new connection; its secrets are sealed and never shown again. */
export async function addConnection(input: NewConnection, actor: Actor): Promise<ConnectionView> {
  await requireOwnHands(input.type, actor);
  const { id } = await store.saveConnection({ ...input, by: actorName(actor) });
  return getConnection(id);
}

/** What runs programs on this machine is the owner's own to make: no token, and nobody at a page that was left open. */
async function requireOwnHands(type: string, actor: Actor): Promise<void> {
  if (type !== MCP_STDIO) return;
  if (actor.role !== 'owner') throw new Forbidden('Only the owner of this Hearth can set up programs.');
  await requireFreshSignIn(actor);
}

/** Changes what is given; a secret that is left out stays, and a name alone leaves what the last test said. */
export async function changeConnection(input: {
  id: string;
  change: ConnectionChange;
  actor: Actor;
}): Promise<ConnectionView> {
  const now = await getConnection(input.id);
  if (input.change.name !== undefined && input.change.config === undefined && input.change.secrets === undefined) {
    await store.renameConnection({ id: input.id, name: input.change.name, by: actorName(input.actor) });
    return getConnection(input.id);
  }
  await requireOwnHands(now.type, input.actor);
  const { name = now.name, config = now.config as Record<string, Json>, secrets = {} } = input.change;
  await store.saveConnection({ id: input.id, type: now.type, name, config, secrets, by: actorName(input.actor) });
  return getConnection(input.id);
}

/** Deletes a connection and its secrets. */
export async function dropConnection(id: string, actor: Actor): Promise<{ removed: true }> {
  await getConnection(id);
  await store.deleteConnection({ id, by: actorName(actor) });
  return { removed: true };
}

/** Tries the connection out in the worker, the only process that opens its secret. */
export async function testConnection(id: string): Promise<{ ok: boolean; message: string }> {
  await getConnection(id);
  const client = await temporalClient();
  const workflowId = `probe-${id}-${crypto.randomUUID()}`;
  const options = {
    taskQueue: TASK_QUEUE,
    workflowId,
    args: [{ connectionId: id }],
    workflowExecutionTimeout: '40s',
  } as const;
  const handle = await client.workflow.start(WORKFLOW.probe, options).catch(() => {
    throw new Unreachable(
      'The engine cannot be reached just now, so the connection was not tried. Try again in a moment.',
    );
  });
  return (await handle.result()) as { ok: boolean; message: string };
}
