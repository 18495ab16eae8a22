import { Worker, type NativeConnection } from '@temporalio/worker';
import { activities } from '#activities/index.ts';
import { TASK_QUEUE } from '#lib/messages.ts';
import { payloadCodecs } from '#platform/codec.ts';
import { dataConverter } from '#platform/data-converter.ts';
import { env } from '#platform/env.ts';
import { tolerant } from '#worker/unreadable.ts';

/** One of these coming out of workflow code ends the run with its name; Temporal would retry it for ever. */
const ENDING_ERRORS = [
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'EvalError',
  'URIError',
  'Invalid',
  'Refused',
  'Unreachable',
];

const POLLERS = { type: 'autoscaling', minimum: 1, initial: 3, maximum: 20 } as const;

/** The worker of this process. Its workflow code comes from a bundle built ahead. */
export async function createWorker(options: {
  connection: NativeConnection;
  bundleFile: string;
  taskQueue?: string;
}): Promise<Worker> {
  return Worker.create({
    connection: options.connection,
    namespace: env().temporalNamespace,
    taskQueue: options.taskQueue ?? TASK_QUEUE,
    workflowBundle: { codePath: options.bundleFile },
    activities,
    dataConverter: { ...dataConverter, payloadCodecs: payloadCodecs.map(tolerant) },
    workflowFailureErrorTypes: { '*': ENDING_ERRORS },
    maxCachedWorkflows: 150,
    // After the death of a worker its runs wait this long for it before another takes them over.
    stickyQueueScheduleToStartTimeout: '3s',
    shutdownGraceTime: '15s',
    workflowTaskPollerBehavior: POLLERS,
    activityTaskPollerBehavior: POLLERS,
    // A step's heartbeat must reach the server well before its ten seconds are over, however busy the machine is.
    maxHeartbeatThrottleInterval: '2s',
    defaultHeartbeatThrottleInterval: '2s',
  });
}
