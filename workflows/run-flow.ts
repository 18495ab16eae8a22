import {
  CancellationScope,
  TemporalFailure,
  condition,
  allHandlersFinished,
  continueAsNew,
  defineSignal,
  setHandler,
} from '@temporalio/workflow';
import type { RunIdentity } from '#lib/call.ts';
import { unpackState } from '#lib/engine/carry.ts';
import type { CarriedState } from '#lib/engine/carry.ts';
import { initialState, resumeCommands } from '#lib/engine/step.ts';
import type { EngineCommand, RunState } from '#lib/engine/types.ts';
import { variableNames } from '#lib/engine/variables.ts';
import type { StepError } from '#lib/errors.ts';
import type { Label } from '#lib/label.ts';
import { SIGNAL } from '#lib/messages.ts';
import type { Plan } from '#lib/plan.ts';
import type { Stored } from '#lib/value.ts';
import { carryState } from './carry.ts';
import { system } from './dispatch.ts';
import { Driver } from './driver.ts';
import { runFailure, stepErrorOf } from './failures.ts';

/** What a run starts from. It is recorded in history: new fields must be optional. */
export type RunFlowArgs = {
  run: RunIdentity;
  triggerId: string;
  input: Stored;
  /** What decided that another flow called this one. */
  scope?: Label;
  /** ms since 1970 */
  startedAt: number;
  /** A row of `Resume`: what the run takes up instead of beginning it. */
  resume?: string;
  /** Where the run stood when its history was cut. */
  state?: CarriedState;
  /** Cut the history after this many steps; for tests. The server suggests when, else. */
  continueAfter?: number;
};

export type RunFlowResult = { status: 'done' | 'stopped'; output?: Stored };

const wake = defineSignal(SIGNAL.wake);
const cancel = defineSignal<[reason?: unknown]>(SIGNAL.cancel);

/** Messages that may come before the driver stands. Neither carries authority: a decision is read from its row. */
class Mailbox {
  driver: Driver | undefined;
  private stop: { reason?: string } | undefined;

  wake(): void {
    this.driver?.wake();
  }

  cancel(reason?: unknown): void {
    this.stop ??= typeof reason === 'string' ? { reason: reason.slice(0, 500) } : {};
    this.deliver();
  }

  attach(driver: Driver): void {
    this.driver = driver;
    this.deliver();
  }

  private deliver(): void {
    if (this.driver && this.stop) this.driver.tell({ type: 'cancel', at: Date.now(), ...this.stop });
  }
}

/** Runs one published flow to its end. */
export async function runFlowV1(args: RunFlowArgs): Promise<RunFlowResult> {
  const mailbox = new Mailbox();
  setHandler(wake, () => mailbox.wake());
  setHandler(cancel, (reason) => mailbox.cancel(reason));
  // A cancellation by Temporal is the same wish as the signal; the run ends by its own rules and says so.
  CancellationScope.current().cancelRequested.catch(() => mailbox.cancel());
  return CancellationScope.nonCancellable(() => drive(args, mailbox));
}

async function drive(args: RunFlowArgs, mailbox: Mailbox): Promise<RunFlowResult> {
  let ended: RunState;
  try {
    ended = await driveToEnd(args, mailbox);
  } catch (error) {
    // ContinueAsNew is thrown too; it is no failure.
    if (error instanceof Error && error.name === 'ContinueAsNew') throw error;
    mailbox.driver?.release();
    const failure = error instanceof TemporalFailure ? stepErrorOf(error) : engineError(error);
    await recordFailure(args, failure);
    throw runFailure(failure);
  }
  const outcome = ended.outcome ?? { status: 'done' as const };
  if (outcome.status === 'failed') {
    throw runFailure(outcome.error ?? { type: 'InternalError', message: 'The run failed without saying why.' });
  }
  return { status: outcome.status, ...(outcome.output ? { output: outcome.output } : {}) };
}

async function driveToEnd(args: RunFlowArgs, mailbox: Mailbox): Promise<RunState> {
  const { run, triggerId, input, startedAt, scope } = args;
  const plan = await system['system.loadPlan']({ planHash: run.planHash });
  const carried = args.state && unpackState(args.state);
  const state = carried ?? initialState({ run, plan, triggerId, trigger: input, at: startedAt, scope });
  if (!carried) Object.assign(state, await readVariables(args, plan));
  if (args.resume !== undefined && !carried) state.kept = await system['system.loadResume']({ resumeId: args.resume });
  const { continueAfter } = args;
  const driver = new Driver({ plan, state, ...(continueAfter === undefined ? {} : { continueAfter }) });
  mailbox.attach(driver);
  const commands: EngineCommand[] = carried ? resumeCommands(plan, carried) : [];
  if (!args.state) driver.tell({ type: 'start', at: Date.now() });
  const ending = await driver.run(commands);
  if (ending === 'ended') return driver.state;
  driver.release();
  await condition(allHandlersFinished);
  return continueAsNew<typeof runFlowV1>({ ...args, state: await carryState(plan, driver.state) });
}

/** Asked for only by plans that refer to variables: runs that began before there were any replay as they were. */
async function readVariables({ run }: RunFlowArgs, plan: Plan): Promise<{ vars?: Stored }> {
  const names = variableNames(plan);
  if (names.length === 0) return {};
  return { vars: await system['system.readVariables']({ runId: run.runId, names }) };
}

function engineError(error: unknown): StepError {
  const message = error instanceof Error ? error.message : String(error);
  return { type: 'EngineError', message: `Hearth could not go on with this run: ${message}` };
}

async function recordFailure(args: RunFlowArgs, error: StepError): Promise<void> {
  const body = { type: 'run.failed', error } as const;
  const event = { key: 'run.failed', stepId: '', iteration: '', at: Date.now(), body };
  try {
    await system['system.flushEvents']({ runId: args.run.runId, events: [event] });
  } catch {
    // The worker's sweeper records the end of a run whose workflow has closed.
  }
}
