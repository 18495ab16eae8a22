import { CancellationScope, condition, isCancellation, sleep, workflowInfo } from '@temporalio/workflow';
import type { ActivityResult } from '#lib/call.ts';
import type { EngineCommand, EngineEvent, RunState } from '#lib/engine/types.ts';
import { step } from '#lib/engine/step.ts';
import type { Plan } from '#lib/plan.ts';
import type { RunEventDraft } from '#lib/run-event.ts';
import { runStep, system } from './dispatch.ts';
import { attemptOf, stepErrorOf } from './failures.ts';

/** Temporal takes 2000 pending activities at most; a home server is busy with far fewer. */
const MAX_IN_FLIGHT = 50;
/** Looks again this much later when the database's clock says that an approval has not expired yet. */
const EXPIRY_GRACE_MS = 250;

type Work = Extract<EngineCommand, { type: 'dispatch' | 'evaluate' | 'openApproval' }>;
type Watch = { approvalId: string; until: number };

/** How the driver stopped: the run has ended, or its history is long enough to begin a new one. */
export type Ending = 'ended' | 'continue';

/** Turns the engine's commands into activities and timers, and what they bring into events. Decides nothing itself. */
export class Driver {
  private readonly plan: Plan;
  private readonly queue: EngineEvent[] = [];
  private readonly waiting: Work[] = [];
  private readonly scopes = new Map<string, CancellationScope>();
  private readonly watches = new Map<string, Watch>();
  private readonly continueAfter: number;
  private facts: RunEventDraft[] = [];
  private abandoned: string[] = [];
  private inFlight = 0;
  private begun = 0;
  private woken = false;
  state: RunState;

  constructor(setup: { plan: Plan; state: RunState; continueAfter?: number }) {
    this.plan = setup.plan;
    this.state = setup.state;
    this.continueAfter = setup.continueAfter ?? Infinity;
  }

  /** Somebody decided something: look at all that this run waits for. */
  wake(): void {
    this.woken = true;
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
      if (this.mustContinue() && this.inFlight === 0 && !this.mustLook()) return 'continue';
      await condition(() => this.queue.length > 0 || this.mustLook());
    }
  }

  /** Lets go of every timer and activity: nothing of this run may go on. */
  release(): void {
    for (const scope of this.scopes.values()) scope.cancel();
    this.scopes.clear();
  }

  private mustContinue(): boolean {
    return this.begun >= this.continueAfter || workflowInfo().continueAsNewSuggested;
  }

  private mustLook(): boolean {
    return this.woken && this.watches.size > 0;
  }

  private takeEvents(): void {
    for (let event = this.queue.shift(); event; event = this.queue.shift()) {
      const result = step(this.plan, this.state, event);
      this.state = result.state;
      this.execute(result.commands);
    }
  }

  private execute(commands: EngineCommand[]): void {
    for (const command of commands) {
      switch (command.type) {
        case 'dispatch':
        case 'evaluate':
        case 'openApproval':
          this.waiting.push(command);
          break;
        case 'timer':
          this.startTimer(command.step, command.until, () =>
            this.tell({ type: 'timer', step: command.step, at: Date.now() }),
          );
          break;
        case 'watch':
          this.watch(command.step, { approvalId: command.approvalId, until: command.until });
          break;
        case 'cancelStep':
          this.cancelStep(command.step);
          break;
        case 'emit':
          this.facts.push(command.event);
          break;
        case 'finish':
          this.finish();
          break;
        default:
          command satisfies never;
      }
    }
  }

  private beginWork(): void {
    while (this.waiting.length > 0 && this.inFlight < MAX_IN_FLIGHT && !this.mustContinue()) {
      const work = this.waiting.shift();
      if (work) this.begin(work);
    }
  }

  private begin(work: Work): void {
    this.begun += 1;
    this.inFlight += 1;
    const scope = new CancellationScope();
    this.scopes.set(work.step, scope);
    // The step's own first commit takes the facts of this turn along: a chain costs no write of its own.
    const facts = work.type === 'dispatch' ? this.takeFacts() : [];
    const answer = scope.run(() => this.perform(work, facts));
    void answer
      .catch((error: unknown) => this.afterFailure({ work, scope, facts, error }))
      .then((event) => {
        this.inFlight -= 1;
        if (this.scopes.get(work.step) === scope) this.scopes.delete(work.step);
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

  private startTimer(key: string, until: number, onTime: () => void): void {
    const scope = new CancellationScope();
    this.scopes.set(key, scope);
    const summary = this.plan.steps[key.split('@')[0] ?? '']?.name ?? key;
    void scope
      .run(() => sleep(Math.max(1, until - Date.now()), { summary }))
      .then(
        () => {
          if (this.scopes.get(key) === scope) this.scopes.delete(key);
          onTime();
        },
        // A cancelled timer has nothing to say.
        () => undefined,
      );
  }

  private watch(key: string, watch: Watch): void {
    this.watches.set(key, watch);
    // The decision may be older than the watch.
    this.woken = true;
    this.startTimer(key, watch.until, () => this.wake());
  }

  private cancelStep(key: string): void {
    const watch = this.watches.get(key);
    if (watch) this.abandoned.push(watch.approvalId);
    this.watches.delete(key);
    this.scopes.get(key)?.cancel();
    this.scopes.delete(key);
    const at = this.waiting.findIndex((work) => work.step === key);
    if (at >= 0) this.waiting.splice(at, 1);
  }

  private finish(): void {
    for (const key of [...this.watches.keys()]) this.cancelStep(key);
    this.waiting.length = 0;
    this.release();
  }

  private takeFacts(): RunEventDraft[] {
    const facts = this.facts;
    this.facts = [];
    return facts;
  }

  /** Writes what this turn brought and reads the decisions that may have come, in one go. */
  private async settle(): Promise<void> {
    const runId = this.state.run.runId;
    const facts = this.takeFacts();
    const abandoned = this.abandoned;
    this.abandoned = [];
    await Promise.all([
      facts.length > 0 && system['system.flushEvents']({ runId, events: facts }),
      abandoned.length > 0 && system['system.closeApprovals']({ runId, approvalIds: abandoned }),
      this.mustLook() && this.look(),
    ]);
  }

  private async look(): Promise<void> {
    this.woken = false;
    const asked = [...this.watches].map(([key, watch]) => ({ key, ...watch }));
    const seen = await system['system.readDecisions']({ approvalIds: asked.map((one) => one.approvalId) });
    for (const one of asked) {
      const decision = seen[one.approvalId];
      if (this.watches.get(one.key)?.approvalId !== one.approvalId || !decision) continue;
      if (decision.status === 'waiting') {
        if (Date.now() >= one.until) this.startTimer(one.key, Date.now() + EXPIRY_GRACE_MS, () => this.wake());
        continue;
      }
      this.watches.delete(one.key);
      this.scopes.get(one.key)?.cancel();
      this.scopes.delete(one.key);
      this.tell({ type: 'decided', step: one.key, at: Date.now(), decision, approvalId: one.approvalId });
    }
  }
}

function answerOf(key: string, result: ActivityResult): EngineEvent {
  const at = Date.now();
  if (result.kind === 'done') {
    const port = result.port === undefined ? {} : { port: result.port };
    return { type: 'stepDone', step: key, at, output: result.output, ...port };
  }
  const { approvalId, expiresAt, reason } = result;
  return { type: 'stepAsked', step: key, at, approvalId, expiresAt, reason };
}
