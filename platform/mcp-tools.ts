/** Tools of MCP servers: what a server offers, and what of it a person has read and switched on. */
import { Invalid, Refused } from '#lib/errors.ts';
import type { Risk } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import type { McpDescriptor, McpToolStatus, McpToolView } from '#lib/views-mcp.ts';
import { audit } from '#platform/audit.ts';
import { canonicalHash, canonicalJson } from '#platform/canonical.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { db, transact } from '#prisma/client.ts';
import type { McpTool } from '#prisma/generated/client.ts';

/** A tool as it was read, for whoever may use it. */
export type PinnedTool = {
  name: string;
  description: string;
  schema: Record<string, Json>;
  risk: Risk;
  status: McpToolStatus;
};

/** How many tools a server offers, and how many of them nobody has read as they are now. */
export type Noted = { offered: number; unread: number };

const BY_CARE: readonly Risk[] = ['read', 'write', 'send', 'destroy', 'critical'];

/** Takes down what a server offers now. What is new or changed is off until a person has read it. */
export async function noteTools(connectionId: string, descriptors: readonly McpDescriptor[]): Promise<Noted> {
  return transact(async (tx) => {
    const known = await tx.mcpTool.findMany({ where: { connectionId } });
    const gone = known.filter(({ name }) => !descriptors.some((one) => one.name === name)).map(({ name }) => name);
    await tx.mcpTool.deleteMany({ where: { connectionId, name: { in: gone } } });
    let unread = 0;
    for (const descriptor of descriptors) {
      const { name } = descriptor;
      const row = known.find((one) => one.name === name);
      const offered = canonicalJson(descriptor);
      const isRead = row?.hash === canonicalHash(descriptor);
      if (!isRead) unread += 1;
      if (row?.offered === offered && (isRead || !row.on)) continue;
      const now = { offered, ...(isRead ? {} : { on: false }) };
      const where = { connectionId_name: { connectionId, name } };
      await tx.mcpTool.upsert({ where, create: { connectionId, name, offered }, update: now });
    }
    return { offered: descriptors.length, unread };
  });
}

/** The tools of a connection as people read them; `unread` ones are there too, but off. */
export async function pinnedTools(connectionId: string): Promise<PinnedTool[]> {
  const rows = await db().mcpTool.findMany({ where: { connectionId }, orderBy: { name: 'asc' } });
  return rows.map((row) => {
    const { name, description, inputSchema } = descriptorOf(row.read ?? row.offered);
    return { name, description, schema: inputSchema, risk: riskOf(row), status: statusOf(row) };
  });
}

/** The tool, if it may be called. Throws `Refused` for one that is unknown, off or changed. */
export async function usableTool(connection: { id: string; name: string }, tool: string): Promise<PinnedTool> {
  return usable(await pinnedTools(connection.id), { connection, tool });
}

/** Says how careful the gate has to be with each tool of a connection; throws `Refused` for what may not be called. */
export async function toolRisks(connection: { id: string; name: string }): Promise<(tool: string) => Risk> {
  const tools = await pinnedTools(connection.id);
  return (tool) => usable(tools, { connection, tool }).risk;
}

function usable(tools: PinnedTool[], { connection, tool }: { connection: { name: string }; tool: string }): PinnedTool {
  const found = tools.find(({ name }) => name === tool);
  const { name } = connection;
  if (!found)
    throw new Refused(
      `There is no tool "${tool}" that anybody has read. Look at the tools of "${name}" in Connections.`,
    );
  if (found.status === 'on') return found;
  if (found.status === 'changed')
    throw new Refused(
      `The server has changed the tool "${tool}" since it was read. Look at the tools of "${name}" in Connections.`,
    );
  throw new Refused(`The tool "${tool}" is not switched on. Look at the tools of "${name}" in Connections.`);
}

/** All tools of a connection, with what changed since they were read. */
export async function toolViews(connectionId: string): Promise<McpToolView[]> {
  const rows = await db().mcpTool.findMany({ where: { connectionId }, orderBy: { name: 'asc' } });
  return rows.map(viewOf);
}

export type ToolChange = {
  connectionId: string;
  name: string;
  on?: boolean | undefined;
  risk?: Risk | undefined;
  /** Hash of the descriptor that the person read; needed to switch one on. */
  read?: string | undefined;
  by: { name: string; userId: string };
};

/** Switches a tool on or off, or says how much care it takes. What is switched on is exactly what was read. */
export async function changeTool(change: ToolChange): Promise<McpToolView> {
  const { connectionId, name, on, read, by } = change;
  return transact(async (tx) => {
    const where = { connectionId_name: { connectionId, name } };
    const row = await tx.mcpTool.findUnique({ where });
    if (!row) throw new NotFound('This server offers no tool of that name.');
    const descriptor = descriptorOf(row.offered);
    const hash = canonicalHash(descriptor);
    if (on && read === undefined) throw new Invalid('Say what you have read: a tool is switched on as it was read.');
    if (on && read !== hash)
      throw new Conflict('The server describes this tool otherwise by now. Read it again, then switch it on.');
    const risk = change.risk ?? (row.risk as Risk);
    if (descriptor.destructive && careOf(risk) < careOf('destroy') && change.risk !== undefined)
      throw new Invalid('The server itself says that this tool destroys. It can be taken for more, not for less.');
    const taken = on ? { hash, read: row.offered, readAt: new Date(), readById: by.userId } : {};
    const data = { risk, ...(on === undefined ? {} : { on }), ...taken };
    const saved = await tx.mcpTool.update({ where, data });
    const detail = { tool: name, risk: riskOf(saved), on: saved.on, hash: saved.hash };
    await audit(tx, { actor: by.name, action: 'mcp-tool.change', subject: `connection:${connectionId}`, detail });
    return viewOf(saved);
  });
}

function viewOf(row: McpTool): McpToolView {
  const offered = descriptorOf(row.offered);
  return {
    name: row.name,
    status: statusOf(row),
    risk: riskOf(row),
    offered,
    offeredHash: canonicalHash(offered),
    read: row.read === null ? null : descriptorOf(row.read),
    readAt: row.readAt?.toISOString() ?? null,
  };
}

function statusOf(row: McpTool): McpToolStatus {
  if (row.hash === null) return 'new';
  if (row.hash !== canonicalHash(descriptorOf(row.offered))) return 'changed';
  return row.on ? 'on' : 'off';
}

/** What the server says of itself never makes it look more harmless. */
function riskOf(row: McpTool): Risk {
  const said = row.risk as Risk;
  return descriptorOf(row.offered).destructive && careOf(said) < careOf('destroy') ? 'destroy' : said;
}

function careOf(risk: Risk): number {
  return BY_CARE.indexOf(risk);
}

function descriptorOf(text: string): McpDescriptor {
  return JSON.parse(text) as McpDescriptor;
}
