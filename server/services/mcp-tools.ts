import { Invalid } from '#lib/errors.ts';
import type { Risk } from '#lib/plan.ts';
import type { McpToolView } from '#lib/views-mcp.ts';
import { connectionType } from '#nodes/connections.ts';
import * as store from '#platform/mcp-tools.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { getConnection, testConnection } from '#server/services/connections.ts';

type Change = {
  id: string;
  name: string;
  on?: boolean | undefined;
  risk?: Risk | undefined;
  read?: string | undefined;
};

/** The tools of an MCP server, as it describes them now and as they were read. */
export async function mcpTools(id: string): Promise<McpToolView[]> {
  await connectionWithTools(id);
  return store.toolViews(id);
}

/** Switches a tool on or off, or says how much care it takes. */
export async function changeMcpTool({ id, ...change }: Change, actor: Actor): Promise<McpToolView> {
  await connectionWithTools(id);
  return store.changeTool({ ...change, connectionId: id, by: { name: actorName(actor), userId: actor.userId } });
}

/** Asks the server what it offers now; the worker does it, as it alone opens secrets and runs programs. */
export async function refreshMcpTools(id: string): Promise<{ ok: boolean; message: string; items: McpToolView[] }> {
  await connectionWithTools(id);
  const { ok, message } = await testConnection(id);
  return { ok, message, items: await store.toolViews(id) };
}

async function connectionWithTools(id: string): Promise<void> {
  const { type, name } = await getConnection(id);
  if (!connectionType(type)?.tools) throw new Invalid(`The connection "${name}" has no tools of its own.`);
}
