import { condition, isCancellation, workflowInfo } from '@temporalio/workflow';
import { step } from '#lib/engine/step.ts';
import type { EngineCommand, EngineEvent, RunState } from '#lib/engine/types.ts';
import type { Plan } from '#lib/plan.ts';
import type { RunEventDraft } from '#lib/run-event.ts';
import { slimCall } from './carry.ts';
import { runStep, system } from './dispatch.ts';
import { performLoop } from './loops.ts';
import { Scopes } from './timers.ts';
import { Waits } from './waits.ts';
import { answerOf, failureOf, isLocal } from './work.ts';
import type { Work } from './work.ts';

/** Temporal takes 2000 pending activities at most; a home server is busy with far fewer. */
const MAX_IN_FLIGHT = 50;
/** No step has this key. */
const DEADLINE = '@deadline';
/** Local activities side by side: they share commits, but each takes its turn with the one database. */
const MAX_LOCAL = 20;
/** Facts that may wait for local work to be done before they are written. */
const MAX_FACTS = 100;

/** Something that came: an event, word that something was decided, or what became of work (nothing, if cancelled). */
type Arrival = { event?: EngineEvent | undefined; wake?: true; work?: Work };

/** How the driver stopped: the run has ended, or its history is long enough to begin a new one. */
export type Ending = 'ended' | 'continue';

/**
 * Turns the engine's commands into activities and timers, and what they bring into events. Decides nothing itself.
 *
 * What comes is taken one at a time, and local activities are waited for, never cancelled, and taken in the order of
 * their work: a replay may bring together what came one by one, and in another order among promises, and must still do
 * the same with it.
 */
export class Driver {
  private readonly plan: Plan;
  private readonly queue: Arrival[] = [];
  private readonly waiting: Work[] = [];
  private readonly slim = new WeakSet<Work>();
  private readonly scopes = new Scopes();
  private readonly waits = new Waits(this.scopes, () => this.wake());
  private readonly continueAfter: number;
  private facts: RunEventDraft[] = [];
  /** Facts that steps under way took along, by key. */
  private readonly carried = new Map<string, RunEventDraft[]>();
  private readonly timers = new Set<string>();
  private inFlight = 0;
  private begun = 0;
  state: RunState;

  constructor(setup: { plan: Plan; state: RunState; continueAfter?: number }) {
    this.plan = setup.plan;
    this.state = setup.state;
    this.continueAfter = setup.continueAfter ?? Infinity;
  }

  /** Somebody decided something, or a run has ended: look at all that this run waits for. */
  wake(): void {
    this.queue.push({ wake: true });
  }

  /** Hands the engine something that happened outside. */
  tell(event: EngineEvent): void {
    this.queue.push({ event });
  }

  /** Drives the run until it ends or should continue as new. */
  async run(commands: EngineCommand[]): Promise<Ending> {
    this.execute(commands);
    for (;;) {
      await this.workThrough();
      if (this.state.phase === 'ended') return 'ended';
      const arrival = this.queue.shift();
      if (arrival) this.take(arrival);
      else if (this.mustContinue() && this.inFlight === 0) return 'continue';
      else await condition(() => this.queue.length > 0);
    }
  }

  /** Lets go of every timer and activity: nothing of this run may go on. */
  release(): void {
    this.scopes.cancelAll();
  }

  private mustContinue(more = 0): boolean {
    return this.begun + more >= this.continueAfter || workflowInfo().continueAsNewSuggested;
  }

  private take({ event, wake, work }: Arrival): void {
    if (work) {
      this.inFlight -= 1;
      // What a failed step was to write may not have been written; writing it twice is harmless.
      if (event?.type === 'stepFailed') this.takeBack(work.step);
      this.carried.delete(work.step);
    }
    if (wake) this.waits.wake();
    if (event?.type === 'timer') this.timers.delete(event.step);
    if (!event) return;
    const result = step(this.plan, this.state, event);
    this.state = result.state;
    this.execute(result.commands);
  }

  private execute(commands: EngineCommand[]): void {
    for (const command of commands) this.executeOne(command);
  }

  private executeOne(command: EngineCommand): void {
    switch (command.type) {
      case 'dispatch':
      case 'evaluate':
      case 'openApproval':
      case 'openList':
      case 'loadItems':
      case 'saveResults':
      case 'closeList':
        this.waiting.push(command);
        return;
      case 'timer': {
        const { step: key, until } = command;
        this.timers.add(key);
        const onTime = () => this.tell({ type: 'timer', step: key, at: Date.now() });
        return this.scopes.at(key, { until, summary: this.nameOf(key), onTime });
      }
      case 'watch':
        return this.waits.approvals.add(command.step, { approvalId: command.approvalId, until: command.until });
      case 'watchRun':
        return this.waits.runs.add(command.step, command.runId);
      case 'deadline': {
        const onTime = () => this.tell({ type: 'deadline', at: Date.now() });
        return this.scopes.at(DEADLINE, { until: command.until, summary: 'deadline', onTime });
      }
      case 'cancelStep':
        return this.cancelStep(command.step);
      case 'emit':
        this.facts.push(command.event);
        return;
      case 'finish':
        this.waiting.length = 0;
        this.waits.dropAll();
        return this.release();
      default:
        command satisfies never;
    }
  }

  private nameOf(key: string): string {
    return this.plan.steps[key.split('@')[0] ?? '']?.name ?? key;
  }

  /** Hands out what takes time, then does what is local: work, what is to be written, decisions to be read. */
  private async workThrough(): Promise<void> {
    const { runId } = this.state.run;
    for (;;) {
      await this.slimCalls();
      const local = this.beginWork();
      const hasSteps = local.some((work) => work.type === 'dispatch');
      const carries = hasSteps && local.length === 1 && this.isAlone();
      if (local.length > 0 && (carries || this.facts.length <= (hasSteps ? 0 : MAX_FACTS))) {
        await this.performLocal(local, carries ? this.takeFacts() : []);
        continue;
      }
      this.waiting.unshift(...local);
      const events = this.takeFacts();
      if (events.length > 0) await this.write(runId, events);
      await this.waits.closeAbandoned();
      const mustLook = this.waits.mustLook();
      if (mustLook) for (const event of await this.waits.look()) this.take({ event });
      if (local.length === 0 && !mustLook) return;
    }
  }

  /** Local activities side by side; what they bring is taken in the order of the work, whichever was first. */
  private async performLocal(works: Work[], facts: RunEventDraft[]): Promise<void> {
    this.begun += works.length;
    this.inFlight += works.length;
    for (const work of works) this.carried.set(work.step, facts);
    const perform = (work: Work) => this.perform(work, facts).catch((error: unknown) => failureOf(work, error));
    const events = await Promise.all(works.map(perform));
    for (const [index, work] of works.entries()) this.take({ event: events[index], work });
  }

  private write(runId: string, events: RunEventDraft[]): Promise<void> {
    return system['system.flushEvents']({ runId, events, reached: workflowInfo().historyLength });
  }

  /** What is too much for one message goes to the blob store first. */
  private async slimCalls(): Promise<void> {
    for (const work of this.waiting) {
      if (work.type !== 'dispatch' || work.tier === 'local' || this.slim.has(work)) continue;
      work.call = await slimCall(work.call);
      this.slim.add(work);
    }
  }

  /** Begins what runs elsewhere; gives the next pieces of local work. */
  private beginWork(): Work[] {
    const local: Work[] = [];
    while (this.waiting.length > 0 && local.length < MAX_LOCAL && !this.mustContinue(local.length)) {
      const next = this.waiting.findIndex((work) => isLocal(work) || this.inFlight < MAX_IN_FLIGHT);
      const [work] = next < 0 ? [] : this.waiting.splice(next, 1);
      if (!work) break;
      if (isLocal(work)) local.push(work);
      else {
        this.begun += 1;
        this.begin(work);
      }
    }
    return local;
  }

  private begin(work: Work): void {
    const facts = this.isAlone() ? this.takeFacts() : [];
    this.inFlight += 1;
    this.carried.set(work.step, facts);
    const { scope, ended } = this.scopes.run(work.step, () => this.perform(work, facts));
    void ended
      .catch((error: unknown) =>
        isCancellation(error) && scope.consideredCancelled ? undefined : failureOf(work, error),
      )
      .then((event) => {
        this.queue.push({ event, work });
      });
  }

  /**
   * Is nothing else under way? Then a step takes the facts of this turn along in its first commit, and a chain costs no
   * write of its own. Beside other work it must not: what that work brings could be written before them.
   */
  private isAlone(): boolean {
    return this.inFlight + this.waiting.length + this.timers.size === 0 && this.waits.none();
  }

  private takeBack(key: string): void {
    this.facts.unshift(...(this.carried.get(key) ?? []));
    this.carried.delete(key);
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
      default:
        return performLoop(work);
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
    this.takeBack(key);
    this.timers.delete(key);
    this.waits.drop(key);
    this.scopes.cancel(key);
    const at = this.waiting.findIndex((work) => work.step === key);
    if (at >= 0) this.waiting.splice(at, 1);
  }

  private takeFacts(): RunEventDraft[] {
    const facts = this.facts;
    this.facts = [];
    return facts;
  }
}
