import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
} from '@modelcontextprotocol/sdk/types.js';
import packageFile from '#package.json' with { type: 'json' };
import type { Json } from '#lib/value.ts';
import { inputProblems } from '#nodes/call-input.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { explain } from '#server/errors.ts';
import { offeredFlows, schemaOf, type OfferedFlow } from '#server/services/offered-flows.ts';
import { outcomeOf, runAndWait, type RunOutcome } from '#server/services/run-and-wait.ts';

/** Longer than this an assistant is not kept waiting: it asks again. */
const WAIT_SECONDS = 50;
const RUN_STATUS = 'run_status';

/** Speaks for one caller and one message. */
export function flowServer(actor: Actor, signal: AbortSignal): Server {
  const server = new Server({ name: 'hearth', version: packageFile.version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: [...(await offeredFlows()).map(toolOf), STATUS_TOOL],
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const args = (params.arguments ?? {}) as Record<string, Json>;
    if (params.name === RUN_STATUS) return told(() => statusOf(args['runId'], actor));
    const flow = (await offeredFlows()).find(({ tool }) => tool === params.name);
    if (!flow) throw new McpError(ErrorCode.InvalidParams, `There is no tool "${params.name}".`);
    return told(() => startOf(flow, { args, actor, signal }));
  });
  return server;
}

const STATUS_TOOL = {
  name: RUN_STATUS,
  description: 'How a run that you started stands, with its result once it is done.',
  inputSchema: { type: 'object' as const, properties: { runId: { type: 'string' } }, required: ['runId'] },
  annotations: { readOnlyHint: true },
};

function toolOf(flow: OfferedFlow) {
  return {
    name: flow.tool,
    title: flow.name,
    description: `Runs the flow "${flow.name}". What matters in it waits for a person; then ask ${RUN_STATUS} how it went.`,
    inputSchema: { ...schemaOf(flow), type: 'object' as const },
  };
}

type Start = { args: Record<string, Json>; actor: Actor; signal: AbortSignal };

async function startOf({ flowId, triggerId, fields }: OfferedFlow, { args, actor, signal }: Start) {
  const problems = inputProblems(fields, args);
  if (problems.length > 0) {
    return failed(problems.map(({ path, message }) => `${path.replace(/^input\./, '')}: ${message}`).join(' '));
  }
  const started = { id: flowId, mode: 'production', triggerId, input: args, actor } as const;
  return answerOf(await runAndWait({ ...started, waitSeconds: WAIT_SECONDS, signal }));
}

/** Only of runs that this person began with something that is still offered. */
async function statusOf(runId: Json | undefined, actor: Actor): Promise<CallToolResult> {
  const id = typeof runId === 'string' ? runId : '';
  const run = await db().run.findFirst({ where: { id, startedById: actor.userId }, select: { flowId: true } });
  const isOffered = run !== null && (await offeredFlows()).some(({ flowId }) => flowId === run.flowId);
  if (!isOffered) return failed('You have started no such run.');
  return answerOf({ runId: id, ...(await outcomeOf(id)) });
}

function answerOf({ runId, status, output, error }: RunOutcome): CallToolResult {
  if (status === 'failed' || status === 'stopped') return failed(error ?? `The run was ${status}.`, { runId, status });
  if (status === 'done') return said({ runId, status, output: output ?? null });
  const next = `It goes on. Ask ${RUN_STATUS} for it later.`;
  return said({
    runId,
    status: status ?? 'running',
    next: status === 'waiting' ? `It waits for a person. ${next}` : next,
  });
}

function said(data: Record<string, Json>): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data };
}

function failed(message: string, more: Record<string, Json> = {}): CallToolResult {
  return { ...said({ ...more, error: message }), isError: true };
}

async function told(work: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await work();
  } catch (error) {
    return failed(explain(error).message);
  }
}
