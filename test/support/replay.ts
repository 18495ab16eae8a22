import { readFile } from 'node:fs/promises';
import type { Payload } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { TASK_QUEUE } from '#lib/messages.ts';
import { payloadCodecs } from '#platform/codec.ts';
import { dataConverter } from '#platform/data-converter.ts';
import { temporalClient } from '#platform/temporal.ts';
import { tolerant } from '#worker/unreadable.ts';
import { TEST_BUNDLE } from './hearth.ts';

/** A replay happens in a namespace of its own, so the codec cannot be asked to check where a payload belongs. */
const anywhere = {
  ...dataConverter,
  payloadCodecs: payloadCodecs.map(tolerant).map((codec) => ({
    encode: (payloads: Payload[]) => codec.encode(payloads),
    decode: (payloads: Payload[]) => codec.decode(payloads),
  })),
};

/** Replays every history that the test file's server holds; throws at the first that today's code does not reproduce. */
export async function replayAll(): Promise<number> {
  const client = await temporalClient();
  const workflowBundle = { code: await readFile(TEST_BUNDLE, 'utf8') };
  let count = 0;
  const query = `TaskQueue = "${TASK_QUEUE}"`;
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    await Worker.runReplayHistory({ workflowBundle, dataConverter: anywhere }, history, workflowId);
    count += 1;
  }
  return count;
}
