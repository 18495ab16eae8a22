import { randomUUID } from 'node:crypto';
import { WorkflowFailedError } from '@temporalio/client';
import type { Flow } from '#lib/flow.ts';
import { TRUSTED, untrusted, type FieldLabels } from '#lib/label.ts';
import { SIGNAL, TASK_QUEUE, WORKFLOW, workflowIdOf } from '#lib/messages.ts';
import type { RunEvent, RunEventBody } from '#lib/run-event.ts';
import type { Json, Stored } from '#lib/value.ts';
import { createFlow, publishFlow } from '#platform/flows.ts';
import { ingest } from '#platform/ingest.ts';
import { runEvents } from '#platform/run-events.ts';
import { startRun } from '#platform/start-run.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db } from '#prisma/client.ts';
import type { RunFlowArgs } from '#workflows/run-flow.ts';
import { until } from './until.ts';

/** Who acts in tests. */
export const TESTER = { userId: 'tester', name: 'Tess Ter', via: 'web' as const };

const ENDS = ['run.done', 'run.failed', 'run.stopped'];

export type Ended = Extract<RunEventBody, { type: 'run.done' | 'run.failed' | 'run.stopped' }>;

type Options = {
  input?: Json;
  /** Where the input comes from; trusted without it. */
  from?: string;
  /** Id of the trigger node; the first one without it. */
  trigger?: string;
  /** Cut the workflow's history after this many steps. */
  continueAfter?: number;
  /** Accept it only. */
  start?: boolean;
};

type Published = { flowId: string; versionId: string; planHash: string };

/** Publishes a flow and runs it. */
export async function testFlow(flow: Flow, options: Options = {}): Promise<FlowRun> {
  return runAgain(await published(flow), { ...options, trigger: options.trigger ?? flow.nodes[0]?.id ?? '' });
}

/** Runs what is published already. `trigger`: id of the trigger node. */
export async function runAgain(of: Published, options: Options & { trigger: string }): Promise<FlowRun> {
  const { flowId, versionId, planHash } = of;
  const labels: FieldLabels = { rest: options.from ? untrusted(options.from) : TRUSTED };
  const { runId } = await ingest({
    triggerId: `${flowId}:${options.trigger}`,
    flowId,
    versionId,
    planHash,
    dedupeKey: randomUUID(),
    input: options.input ?? {},
    labels,
    mode: 'production',
  });
  if (options.start !== false) {
    if (options.continueAfter === undefined) await startRun(runId);
    else await startCut(runId, options.continueAfter);
  }
  return new FlowRun(runId, flowId);
}

/** Starts a run of any plan, also of one that compile would never make. */
export async function startWithPlan(of: Published): Promise<FlowRun> {
  const event = { triggerId: `${of.flowId}:start`, dedupeKey: randomUUID(), input: {}, labels: { rest: TRUSTED } };
  // In production it would have to be the plan of its version.
  const { runId } = await ingest({ ...of, ...event, mode: 'test' });
  await startRun(runId);
  return new FlowRun(runId, of.flowId);
}

/** Creates and publishes a flow. */
export async function published(flow: Flow): Promise<Published> {
  const { id: flowId } = await createFlow({ flow });
  const { versionId } = await publishFlow({ id: flowId, by: 'user:tester' });
  const { planHash } = await db().flowVersion.findUniqueOrThrow({ where: { id: versionId } });
  return { flowId, versionId, planHash };
}

async function startCut(runId: string, continueAfter: number): Promise<void> {
  const row = await db().run.findUniqueOrThrow({ where: { id: runId } });
  const { rootRunId, flowId, versionId, planHash, triggerId } = row;
  const args: RunFlowArgs = {
    run: { runId, rootRunId, flowId, versionId, planHash },
    triggerId,
    input: JSON.parse(row.input) as Stored,
    startedAt: Date.now(),
    continueAfter,
  };
  const client = await temporalClient();
  await client.workflow.start(WORKFLOW.run, { taskQueue: TASK_QUEUE, workflowId: workflowIdOf(runId), args: [args] });
  await db().run.update({ where: { id: runId }, data: { acceptedAt: new Date() } });
}

/** One run, seen through the database as the web process sees it. `await using` stops what still runs. */
export class FlowRun {
  readonly runId: string;
  readonly flowId: string;

  constructor(runId: string, flowId: string) {
    this.runId = runId;
    this.flowId = flowId;
  }

  events(): Promise<RunEvent[]> {
    return runEvents({ runId: this.runId });
  }

  /** The first event of that type (of that step), as soon as there is one. */
  async sees<T extends RunEventBody['type']>(type: T, step?: string): Promise<Extract<RunEventBody, { type: T }>> {
    const what = `${type}${step ? ` of ${step}` : ''}`;
    const found = await until(
      async () => {
        const events = await this.events();
        const event = events.find((one) => one.body.type === type && (step === undefined || one.stepId === step));
        if (!event && events.some((one) => ENDS.includes(one.body.type))) {
          throw new Error(
            `The run ended without ${what}:\n${events.map((one) => JSON.stringify(one.body)).join('\n')}`,
          );
        }
        return event;
      },
      { what },
    );
    return found.body as Extract<RunEventBody, { type: T }>;
  }

  /** How the run ended. */
  async ends(patienceMs?: number): Promise<Ended> {
    const event = await Promise.race([this.endEvent(patienceMs), this.endWithoutEvent()]);
    return event.body as Ended;
  }

  private endEvent(patienceMs?: number): Promise<RunEvent> {
    const type = { in: ENDS };
    // A large run has more events than one would read again and again.
    const look = async () => {
      const ended = await db().runEvent.findFirst({ where: { runId: this.runId, type }, select: { id: true } });
      return ended ? (await runEvents({ runId: this.runId, after: ended.id - 1 }))[0] : undefined;
    };
    return until(look, { what: 'the end of the run', ...(patienceMs === undefined ? {} : { withinMs: patienceMs }) });
  }

  /** A workflow that closes without a word in the log is a mistake of ours: show it, do not wait for it. */
  private async endWithoutEvent(): Promise<RunEvent> {
    const failure: unknown = await (await this.handle()).result().then(
      () => 'no failure',
      (error: unknown) => error,
    );
    // Not started yet, or the server is away: only the log can tell.
    if (failure instanceof Error && !(failure instanceof WorkflowFailedError)) return new Promise(() => {});
    const event = (await this.events()).find((one) => ENDS.includes(one.body.type));
    if (!event) throw new Error('The workflow closed but the run did not end.', { cause: failure });
    return event;
  }

  /** The value of the run's output. */
  async output(patienceMs?: number): Promise<Json | undefined> {
    const end = await this.ends(patienceMs);
    if (end.type !== 'run.done') throw new Error(`The run did not end well: ${JSON.stringify(end)}`);
    return end.output?.kind === 'inline' ? end.output.value : undefined;
  }

  /** The inline output of a step. */
  async outputOf(step: string): Promise<Json> {
    const { output } = await this.sees('step.done', step);
    if (output.kind !== 'inline') throw new Error(`The output of ${step} is in the blob store.`);
    return output.value;
  }

  async types(step?: string): Promise<string[]> {
    const events = await this.events();
    return events.filter((one) => step === undefined || one.stepId === step).map((one) => one.body.type);
  }

  async status(): Promise<string> {
    return (await db().run.findUniqueOrThrow({ where: { id: this.runId } })).status;
  }

  async handle() {
    return (await temporalClient()).workflow.getHandle(workflowIdOf(this.runId));
  }

  /** Waits until Temporal has closed the workflow too. */
  async closes(): Promise<void> {
    const handle = await this.handle();
    await handle.result().catch(() => undefined);
  }

  async cancel(): Promise<void> {
    await (await this.handle()).signal(SIGNAL.cancel);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const handle = await this.handle();
    await handle.terminate('The test is over.').catch(() => undefined);
  }
}
