import { condition, isCancellation, workflowInfo, type CancellationScope } from '@temporalio/workflow';
import type { ActivityResult } from '#lib/call.ts';
import { step } from '#lib/engine/step.ts';
import type { EngineCommand, EngineEvent, RunState } from '#lib/engine/types.ts';
import type { Plan } from '#lib/plan.ts';
import type { RunEventDraft } from '#lib/run-event.ts';
import { runStep, system } from './dispatch.ts';
import { attemptOf, runFailure, stepErrorOf } from './failures.ts';
import { Scopes } from './timers.ts';
import { Watches } from './watches.ts';

/** Temporal takes 2000 pending activities at most; a home server is busy with far fewer. */
const MAX_IN_FLIGHT = 50;

type Work = Extract<EngineCommand, { type: 'dispatch' | 'evaluate' | 'openApproval' }>;

/** How the driver stopped: the run has ended, or its history is long enough to begin a new one. */
export type Ending = 'ended' | 'continue';

/** Turns the engine's commands into activities and timers, and what they bring into events. Decides nothing itself. */
export class Driver {
  private readonly plan: Plan;
  private readonly queue: EngineEvent[] = [];
  private readonly waiting: Work[] = [];
  private readonly scopes = new Scopes();
  private readonly watches = new Watches(this.scopes);
  private readonly continueAfter: number;
  private facts: RunEventDraft[] = [];
  private inFlight = 0;
  private begun = 0;
  state: RunState;

  constructor(setup: { plan: Plan; state: RunState; continueAfter?: number }) {
    this.plan = setup.plan;
    this.state = setup.state;
    this.continueAfter = setup.continueAfter ?? Infinity;
  }

  /** Somebody decided something: look at all that this run waits for. */
  wake(): void {
    this.watches.wake();
  }

  /** Hands the engine something that happened outside. */
  tell(event: EngineEvent): void {
    this.queue.push(event);
  }

  /** Drives the run until it ends or should continue as new. */
  async run(commands: EngineCommand[]): Promise<Ending> {
    this.execute(commands);
    for (;;) {
      this.takeEvents();
      this.beginWork();
      await this.settle();
      if (this.queue.length > 0) continue;
      if (this.state.phase === 'ended') return 'ended';
      if (this.mustContinue() && this.inFlight === 0 && !this.watches.mustLook()) return 'continue';
      await condition(() => this.queue.length > 0 || this.watches.mustLook());
    }
  }

  /** Lets go of every timer and activity: nothing of this run may go on. */
  release(): void {
    this.scopes.cancelAll();
  }

  private mustContinue(): boolean {
    return this.begun >= this.continueAfter || workflowInfo().continueAsNewSuggested;
  }

  private takeEvents(): void {
    for (let event = this.queue.shift(); event; event = this.queue.shift()) {
      const result = step(this.plan, this.state, event);
      this.state = result.state;
      this.execute(result.commands);
    }
  }

  private execute(commands: EngineCommand[]): void {
    for (const command of commands) this.executeOne(command);
  }

  private executeOne(command: EngineCommand): void {
    switch (command.type) {
      case 'dispatch':
      case 'evaluate':
      case 'openApproval':
        this.waiting.push(command);
        return;
      case 'timer': {
        const { step: key, until } = command;
        const onTime = () => this.tell({ type: 'timer', step: key, at: Date.now() });
        return this.scopes.at(key, { until, summary: this.nameOf(key), onTime });
      }
      case 'watch':
        return this.watches.add(command.step, { approvalId: command.approvalId, until: command.until });
      case 'cancelStep':
        return this.cancelStep(command.step);
      case 'emit':
        this.facts.push(command.event);
        return;
      case 'finish':
        this.waiting.length = 0;
        this.watches.dropAll();
        return this.release();
      default:
        command satisfies never;
    }
  }

  private nameOf(key: string): string {
    return this.plan.steps[key.split('@')[0] ?? '']?.name ?? key;
  }

  private beginWork(): void {
    while (this.waiting.length > 0 && this.inFlight < MAX_IN_FLIGHT && !this.mustContinue()) {
      const work = this.waiting.shift();
      if (work) this.begin(work);
    }
  }

  private begin(work: Work): void {
    // A chain's next step takes the facts of this turn along in its first commit. Beside other work it must not: what
    // that work brings could be written before them.
    const alone = this.inFlight === 0 && this.waiting.length === 0 && this.scopes.none();
    const facts = work.type === 'dispatch' && alone ? this.takeFacts() : [];
    this.begun += 1;
    this.inFlight += 1;
    const { scope, ended } = this.scopes.run(work.step, () => this.perform(work, facts));
    void ended
      .catch((error: unknown) => this.afterFailure({ work, scope, facts, error }))
      .then((event) => {
        this.inFlight -= 1;
        if (event) this.tell(event);
      });
  }

  private afterFailure(failed: {
    work: Work;
    scope: CancellationScope;
    facts: RunEventDraft[];
    error: unknown;
  }): EngineEvent | undefined {
    // They may not have been written; writing them twice is harmless.
    this.facts.unshift(...failed.facts);
    if (isCancellation(failed.error) && failed.scope.consideredCancelled) return undefined;
    const attempt = attemptOf(failed.error);
    const error = stepErrorOf(failed.error);
    return { type: 'stepFailed', step: failed.work.step, at: Date.now(), error, ...(attempt ? { attempt } : {}) };
  }

  private async perform(work: Work, facts: RunEventDraft[]): Promise<EngineEvent> {
    switch (work.type) {
      case 'dispatch':
        return this.dispatch(work, facts);
      case 'evaluate': {
        const { params, output, call } = work;
        const found = await system['system.evaluate']({ params, call, ...(output ? { output } : {}) });
        return { type: 'evaluated', step: work.step, at: Date.now(), ...found };
      }
      case 'openApproval': {
        const { call, params, labels } = work;
        const opened = await system['system.openApproval']({ call, params, labels });
        return { type: 'opened', step: work.step, at: Date.now(), ...opened };
      }
    }
  }

  private async dispatch(work: Extract<Work, { type: 'dispatch' }>, facts: RunEventDraft[]): Promise<EngineEvent> {
    const drawn = this.plan.steps[work.call.stepId];
    if (!drawn) {
      const error = { type: 'UnknownStep', message: `The plan has no step "${work.call.stepId}".` };
      return { type: 'stepFailed', step: work.step, at: Date.now(), error };
    }
    const result = await runStep({ step: drawn, tier: work.tier, call: work.call, events: facts });
    return answerOf(work.step, result);
  }

  private cancelStep(key: string): void {
    this.watches.drop(key);
    this.scopes.cancel(key);
    const at = this.waiting.findIndex((work) => work.step === key);
    if (at >= 0) this.waiting.splice(at, 1);
  }

  private takeFacts(): RunEventDraft[] {
    const facts = this.facts;
    this.facts = [];
    return facts;
  }

  /** Writes what this turn brought and reads the decisions that may have come, in one go. */
  private async settle(): Promise<void> {
    const { runId } = this.state.run;
    const events = this.takeFacts();
    const approvalIds = this.watches.takeAbandoned();
    const [, , decisions] = await Promise.all([
      events.length > 0 ? system['system.flushEvents']({ runId, events }) : undefined,
      approvalIds.length > 0 ? system['system.closeApprovals']({ approvalIds }) : undefined,
      this.watches.mustLook() ? this.watches.look() : [],
    ]);
    for (const decision of decisions) this.tell(decision);
  }
}

function answerOf(key: string, result: ActivityResult): EngineEvent {
  const at = Date.now();
  if (result.kind === 'done') {
    const port = result.port === undefined ? {} : { port: result.port };
    return { type: 'stepDone', step: key, at, output: result.output, ...port };
  }
  if (result.kind !== 'ask') throw runFailure({ type: 'UnreadableResult', message: 'The result cannot be read.' });
  const { approvalId, expiresAt, reason } = result;
  return { type: 'stepAsked', step: key, at, approvalId, expiresAt, reason };
}
