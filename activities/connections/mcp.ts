/** The client of MCP servers. Tools only: the server may ask nothing of us. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport, StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolResultSchema,
  ErrorCode,
  ListToolsResultSchema,
  McpError,
  type CallToolResult,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import { ConfinedTransport } from '#activities/connections/mcp-stdio.ts';
import type { ActivityContext } from '#activities/context.ts';
import { Invalid, Refused, Unreachable } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import type { McpDescriptor } from '#lib/views-mcp.ts';
import { mcpHttp, mcpStdio } from '#nodes/mcp-connection.ts';
import type { OpenConnection } from '#platform/connections.ts';
import { checkedFolder } from '#platform/folder-rules.ts';

export type McpWiring = { connection: OpenConnection; fetch: ActivityContext['fetch']; signal: AbortSignal };

/** One session with a server. */
export type McpSession = {
  tools: () => Promise<McpDescriptor[]>;
  call: (asked: { tool: string; args: Record<string, Json>; timeoutMs: number }) => Promise<CallToolResult>;
};

const MAX_BYTES = 16 * 1024 * 1024;
const CONNECT_MS = 20_000;
const LIST_MS = 30_000;
const MOST_PAGES = 20;
const MOST_TOOLS = 200;
const LARGEST_DESCRIPTOR = 60_000;
/** A name is shown, asked about and compared: what looks like another one has no place in it. */
const TOOL_NAME = /^[A-Za-z0-9_./-]{1,128}$/;

/** Opens a session for as long as `work` takes. */
export async function withMcp<T>(wiring: McpWiring, work: (session: McpSession) => Promise<T>): Promise<T> {
  const transport = await transportOf(wiring);
  return speakOver(transport, { ...wiring, name: wiring.connection.name, work });
}

type Speaking<T> = { name: string; signal: AbortSignal; work: (session: McpSession) => Promise<T> };

/** The same over a transport that is there already. */
export async function speakOver<T>(transport: Transport, { name, signal, work }: Speaking<T>): Promise<T> {
  const client = new Client({ name: 'hearth', version: '1' }, { capabilities: {} });
  const at = { client, name, signal, transport };
  try {
    await explained(at, () => client.connect(transport, { timeout: CONNECT_MS, signal }));
    return await work({ tools: () => listTools(at), call: (asked) => callTool(at, asked) });
  } finally {
    await client.close().catch(() => {});
  }
}

type Session = { client: Client; name: string; signal: AbortSignal; transport: Transport };

async function listTools(at: Session): Promise<McpDescriptor[]> {
  const { client, signal } = at;
  const found = new Map<string, McpDescriptor | null>();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const params = cursor === undefined ? {} : { cursor };
    const ask = () =>
      client.request({ method: 'tools/list', params }, ListToolsResultSchema, { timeout: LIST_MS, signal });
    const { tools, nextCursor } = await explained(at, ask);
    // Of two tools of one name nobody could say which was read.
    for (const tool of tools) found.set(tool.name, found.has(tool.name) ? null : described(tool));
    cursor = nextCursor;
    if (cursor === undefined) break;
  }
  const usable = [...found.values()].filter((tool) => tool !== null);
  if (usable.length > MOST_TOOLS)
    throw new Refused(`${at.name} offers more than ${MOST_TOOLS} tools. Connect a server that offers fewer.`);
  return usable;
}

function described({ name, title, description = '', inputSchema, annotations }: Tool): McpDescriptor | null {
  const descriptor: McpDescriptor = {
    name,
    title: title ?? annotations?.title ?? null,
    description,
    inputSchema: inputSchema as Record<string, Json>,
    destructive: annotations?.destructiveHint === true && annotations.readOnlyHint !== true,
  };
  const fits = TOOL_NAME.test(name) && JSON.stringify(descriptor).length <= LARGEST_DESCRIPTOR;
  return fits ? descriptor : null;
}

function callTool(at: Session, asked: { tool: string; args: Record<string, Json>; timeoutMs: number }) {
  const { client, signal } = at;
  const request = { method: 'tools/call', params: { name: asked.tool, arguments: asked.args } } as const;
  const options = { timeout: asked.timeoutMs, maxTotalTimeout: asked.timeoutMs, signal };
  return explained(at, () => client.request(request, CallToolResultSchema, options));
}

async function explained<T>(at: Session, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (at.signal.aborted) throw at.signal.reason;
    throw meaning(error, at);
  }
}

function meaning(error: unknown, { name, transport }: Session): Error {
  if (error instanceof Refused || error instanceof Unreachable || error instanceof Invalid) return error;
  if (error instanceof StreamableHTTPError) return answered(error, name);
  if (!(error instanceof McpError)) return new Refused(`${name} does not speak MCP as it should: ${excerpt(error)}`);
  if (error.code === (ErrorCode.RequestTimeout as number)) return new Unreachable(`${name} did not answer in time.`);
  if (error.code === (ErrorCode.ConnectionClosed as number)) {
    const words = transport instanceof ConfinedTransport ? transport.lastWords() : '';
    return new Unreachable(`${name} ended before it answered${words ? `: ${words}` : '.'}`);
  }
  return new Refused(`${name} refused: ${excerpt(error)}`);
}

function answered({ code = 0, message }: StreamableHTTPError, name: string): Error {
  if (code === 401 || code === 403) return new Refused(`${name} did not accept the token. Enter it again.`);
  if (code === 408 || code === 429 || code >= 500) return new Unreachable(`${name} answered ${code}.`);
  return new Refused(`${name} does not speak MCP as it should: ${excerpt({ message })}`);
}

function excerpt(error: unknown): string {
  const text = error instanceof Object && 'message' in error ? String(error.message) : String(error);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

async function transportOf({ connection, fetch }: McpWiring): Promise<Transport> {
  if (connection.type === 'mcp-stdio') return programOf(connection);
  const { url } = mcpHttp.fields.omit({ token: true }).parse(connection.config);
  const { token } = connection.secrets;
  return new StreamableHTTPClientTransport(new URL(url), {
    fetch: (to, init) => fetch(to, { ...init, maxBytes: MAX_BYTES, redirect: 'error', timeoutMs: 6 * 60_000 }),
    ...(token ? { requestInit: { headers: { authorization: `Bearer ${token}` } } } : {}),
    reconnectionOptions: {
      ...{ maxRetries: 0, initialReconnectionDelay: 1000 },
      ...{ maxReconnectionDelay: 1000, reconnectionDelayGrowFactor: 1 },
    },
  });
}

async function programOf({ config, secrets }: OpenConnection): Promise<Transport> {
  const { command, args, folders, access, network } = mcpStdio.fields.omit({ env: true }).parse(config);
  // Looked at again: a folder may have become a link to another one since.
  const real = await Promise.all(folders.map(checkedFolder));
  const program = { command, args, folders: real, mayWrite: access === 'write', network };
  return new ConfinedTransport({ ...program, env: variablesOf(secrets.env) }, { maxBytes: MAX_BYTES });
}

function variablesOf(text = ''): Record<string, string> {
  const pairs = text.split(/\s+/).filter((pair) => pair !== '');
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}
