import { randomUUID } from 'node:crypto';
import type { FlowEdge, FlowNode } from '#lib/flow.ts';
import { db } from '#prisma/client.ts';

/** A flow row and a queued run of it, without going through ingest. */
export async function givenRun(over: { flowId?: string; status?: string } = {}) {
  const flowId = over.flowId ?? (await givenFlow()).flowId;
  const runId = randomUUID();
  const run = { flowId, versionId: 'v1', planHash: 'p', triggerId: 'start', mode: 'production', input: '{}' };
  await db().run.create({ data: { id: runId, rootRunId: runId, status: over.status ?? 'queued', ...run } });
  return { runId, flowId };
}

export async function givenFlow(drawing: { nodes?: FlowNode[]; edges?: FlowEdge[] } = {}) {
  const flowId = randomUUID();
  const draft = { format: 'hearth.flow/1', name: 'Test flow', nodes: [], edges: [], notes: [], ...drawing };
  await db().flow.create({ data: { id: flowId, name: 'Test flow', draft: JSON.stringify(draft) } });
  return { flowId };
}
