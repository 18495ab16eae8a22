import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { answerChecker } from '#activities/answer-schema.ts';
import { withMcp } from '#activities/connections/mcp.ts';
import type { ActivityContext, Implementations } from '#activities/context.ts';
import { Invalid, Refused } from '#lib/errors.ts';
import { durationMs } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import type { FileValue } from '#nodes/file-value.ts';
import type { nodes } from '#nodes/index.ts';
import { putBlob } from '#platform/blobs.ts';
import { noteTools, usableTool, type PinnedTool } from '#platform/mcp-tools.ts';

type Mcp = Pick<Implementations<typeof nodes>, 'mcp.call'>;

const LONGEST_COMPLAINT = 1000;
const MOST_PARTS = 200;

export const mcp = {
  'mcp.call': async ({ tool, arguments: args, timeout }, ctx) => {
    const { connection } = ctx;
    if (!connection) throw new Invalid('Choose the server in the editor and publish again.');
    const pinned = await usableTool(connection, tool);
    checkArguments(pinned, args);
    return withMcp({ connection, fetch: ctx.fetch, signal: ctx.signal }, async (session) => {
      // What it says of itself today must be what was read: else it may be asked for something else by now.
      await noteTools(connection.id, await session.tools());
      await usableTool(connection, tool);
      const result = await session.call({ tool, args, timeoutMs: durationMs(timeout) });
      return answerOf(result, tool, ctx);
    });
  },
} satisfies Mcp;

function checkArguments({ name, schema }: PinnedTool, args: Record<string, Json>): void {
  const checked = checkerOf(name, schema)(JSON.stringify(args));
  if ('problem' in checked) throw new Invalid(`The arguments do not fit what "${name}" asks for: ${checked.problem}`);
}

function checkerOf(name: string, schema: Record<string, Json>): ReturnType<typeof answerChecker> {
  try {
    return answerChecker(schema);
  } catch {
    throw new Invalid(`Hearth cannot check what the tool "${name}" asks for, so it does not call it.`);
  }
}

type Part = CallToolResult['content'][number];

async function answerOf({ content, structuredContent, isError }: CallToolResult, tool: string, ctx: ActivityContext) {
  const parts = content.slice(0, MOST_PARTS);
  const text = parts.flatMap(textOf).join('\n');
  if (isError) throw new Refused(`"${tool}" failed: ${text.slice(0, LONGEST_COMPLAINT) || 'it does not say why.'}`);
  const files: FileValue[] = [];
  for (const part of parts) {
    const file = bytesOf(part);
    if (file) files.push(await putBlob({ runId: ctx.runId, ...file }));
  }
  const links = parts.flatMap((part) => (part.type === 'resource_link' ? [{ uri: part.uri, name: part.name }] : []));
  return { output: { text, data: (structuredContent ?? null) as Json, files, links } };
}

function textOf(part: Part): string[] {
  if (part.type === 'text') return [part.text];
  return part.type === 'resource' && 'text' in part.resource ? [part.resource.text] : [];
}

function bytesOf(part: Part): { bytes: Uint8Array; contentType: string } | undefined {
  if (part.type === 'image' || part.type === 'audio') return kept(part.data, part.mimeType);
  if (part.type === 'resource' && 'blob' in part.resource) return kept(part.resource.blob, part.resource.mimeType);
  return undefined;
}

function kept(data: string, mimeType: string | undefined) {
  const contentType = /^[a-z0-9.+-]{1,80}\/[a-z0-9.+-]{1,80}$/.exec(mimeType ?? '')?.[0] ?? 'application/octet-stream';
  return { bytes: Buffer.from(data, 'base64'), contentType };
}
