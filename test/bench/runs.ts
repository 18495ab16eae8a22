/** Runs of drawn flows and of the hand-written workflows, on the server that the product under test started. */
import { randomUUID } from 'node:crypto';
import type { Flow } from '#lib/flow.ts';
import { TRUSTED } from '#lib/label.ts';
import { workflowIdOf } from '#lib/messages.ts';
import { createFlow, publishFlow } from '#platform/flows.ts';
import { ingest } from '#platform/ingest.ts';
import { startRun } from '#platform/start-run.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db } from '#prisma/client.ts';
import { HAND_QUEUE } from './hand-written/queue.ts';

export type Published = { flowId: string; versionId: string; planHash: string; triggerId: string };

export async function publish(flow: Flow): Promise<Published> {
  const { id: flowId } = await createFlow({ flow });
  const { versionId } = await publishFlow({ id: flowId, by: 'user:bench' });
  const { planHash } = await db().flowVersion.findUniqueOrThrow({ where: { id: versionId } });
  return { flowId, versionId, planHash, triggerId: `${flowId}:${flow.nodes[0]?.id ?? ''}` };
}

/** Accepts an event for the flow; the run is not started yet. */
export async function accept(flow: Published): Promise<string> {
  const event = { dedupeKey: randomUUID(), input: {}, labels: { rest: TRUSTED } };
  const { runId } = await ingest({ ...flow, ...event, mode: 'production' });
  return runId;
}

/** Runs a drawn flow to the end of its workflow. */
export async function runDrawn(flow: Published): Promise<void> {
  const runId = await accept(flow);
  await startRun(runId);
  const client = await temporalClient();
  await client.workflow.getHandle(workflowIdOf(runId)).result();
}

/** Runs a hand-written workflow; its rows belong to a run of the same flow that nobody starts. */
export async function runByHand(
  name: 'chain' | 'fanOut' | 'nothings',
  of: { flow: Published; urls: string[] },
): Promise<void> {
  const runId = await accept(of.flow);
  await db().run.update({ where: { id: runId }, data: { acceptedAt: new Date() } });
  const client = await temporalClient();
  const args = [{ runId, urls: of.urls }];
  await client.workflow.execute(name, { taskQueue: HAND_QUEUE, workflowId: `by-hand-${runId}`, args });
  await db().run.update({ where: { id: runId }, data: { status: 'done', endedAt: new Date() } });
}
