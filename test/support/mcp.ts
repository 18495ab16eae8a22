import type { Risk } from '#lib/plan.ts';
import { changeTool, noteTools, toolViews } from '#platform/mcp-tools.ts';
import { TEXT_SCHEMA } from '#test/fakes/mcp-server.ts';

/** The tool `echo` of an MCP server as a person has read it and switched it on. */
export async function switchOnEcho(connectionId: string, risk: Risk): Promise<void> {
  const schema = { title: null, description: 'Says it again.', inputSchema: TEXT_SCHEMA, destructive: false };
  await noteTools(connectionId, [{ name: 'echo', ...schema }]);
  const [seen] = await toolViews(connectionId);
  const by = { name: 'user:tester', userId: 'tester' };
  await changeTool({ connectionId, name: 'echo', on: true, risk, read: seen?.offeredHash, by });
}
