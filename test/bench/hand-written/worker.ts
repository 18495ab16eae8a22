/** The worker of the hand-written workflows, in a process of its own as Hearth's is. */
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { TRUSTED } from '#lib/label.ts';
import type { RunEventBody } from '#lib/run-event.ts';
import { payloadCodecs } from '#platform/codec.ts';
import { dataConverter } from '#platform/data-converter.ts';
import { env } from '#platform/env.ts';
import { appendRunEvents } from '#platform/run-events.ts';
import { connectWorker, installRuntime } from '#worker/runtime.ts';
import { HAND_QUEUE } from './queue.ts';

type Asked = { runId: string; step: string; url: string };

const activities = {
  /** Calls the service and writes the same two rows as a step of Hearth: that it began with what, that it ended with what. */
  async fetchAndRecord({ runId, step, url }: Asked): Promise<unknown> {
    const record = (body: RunEventBody) =>
      appendRunEvents(runId, [{ key: `${step}/0/${body.type}`, stepId: step, iteration: '', at: Date.now(), body }]);
    const stored = (value: { [key: string]: string }) =>
      ({ kind: 'inline', value, labels: { rest: TRUSTED } }) as const;
    await record({ type: 'step.input', attempt: 1, input: stored({ url }) });
    const body = await (await fetch(url)).text();
    await record({ type: 'step.done', attempt: 1, output: stored({ body }) });
    return { body };
  },
  nothing: (): Promise<void> => Promise.resolve(),
};

export type HandActivities = typeof activities;

installRuntime();
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error };
const workflowBundle = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL('workflows.ts', import.meta.url)),
  failureConverterPath: dataConverter.failureConverterPath ?? '',
  logger: quiet,
});
const pollers = { type: 'autoscaling', minimum: 1, initial: 3, maximum: 20 } as const;
const worker = await Worker.create({
  connection: await connectWorker(),
  namespace: env().temporalNamespace,
  taskQueue: HAND_QUEUE,
  workflowBundle,
  activities,
  dataConverter: { ...dataConverter, payloadCodecs },
  workflowTaskPollerBehavior: pollers,
  activityTaskPollerBehavior: pollers,
});
process.once('disconnect', () => worker.shutdown());
process.send?.('ready');
await worker.run();
process.exit(0);
