import { CancelledFailure, Context, type ApplicationFailure } from '@temporalio/activity';
import type { ActivityCall, ActivityResult } from '#lib/call.ts';
import { asksModels } from '#lib/budget-uses.ts';
import { Refused } from '#lib/errors.ts';
import { TRUSTED } from '#lib/label.ts';
import type { RunEventDraft } from '#lib/run-event.ts';
import type { ActionSpec } from '#nodes/define.ts';
import { storeValue } from '#platform/blobs.ts';
import { settleCost } from '#platform/budgets.ts';
import { passGate, type GateOutcome } from '#platform/gate.ts';
import { appendRunEvents } from '#platform/run-events.ts';
import type { DispatchNote, Implementation } from './context.ts';
import { asCalled } from './by-model.ts';
import { recordDone, recordFailure, type Begun } from './effect-end.ts';
import { factsOf, marked } from './facts.ts';
import { gateInputOf } from './gate-input.ts';
import { perform, type Performed } from './perform.ts';
import { failureOf, meaningOf, type Meaning } from './map-errors.ts';
import { prepare, stepOf, type Prepared } from './prepare.ts';
import { StoppedMeanwhile } from './stop-watch.ts';
import { LetGo } from './under-way.ts';

/** A step as Temporal runs it: its type is the activity's name. */
export type StepActivity = (call: ActivityCall, note: DispatchNote) => Promise<ActivityResult>;

type Node = { type: string; spec: ActionSpec; implementation: Implementation };

/** The gate said no, or everything is stopped. */
class Denied extends Refused {
  constructor(no: { type: string; reason: string }) {
    super(no.reason);
    this.name = no.type;
  }
}

/**
 * Puts everything that holds for all steps around one implementation: values, labels, validation, the gate, the effect
 * key, limits, redaction, the run's log and the meaning of errors.
 */
export function wrap(node: Node): StepActivity {
  return (call, note) => new Attempt(node, { call, note }).run();
}

/** One attempt at one step. */
class Attempt {
  private readonly node: Node;
  private call: ActivityCall;
  private readonly note: DispatchNote;
  private readonly number: number;
  private unwritten: RunEventDraft[];
  private prepared: Prepared | undefined;

  constructor(node: Node, given: { call: ActivityCall; note: DispatchNote }) {
    this.node = node;
    this.call = given.call;
    this.note = given.note;
    this.number = given.note.attemptsBefore + Context.current().info.attempt;
    const started = this.draft({ type: 'step.started', attempt: this.number }, this.number);
    this.unwritten = marked([...given.note.events, started], given.note.reached);
  }

  async run(): Promise<ActivityResult> {
    try {
      this.call = await asCalled(this.call);
      const prepared = await prepare(this.node.spec, this.call);
      this.prepared = prepared;
      return await this.throughGate(prepared);
    } catch (error) {
      throw await this.failure(error);
    }
  }

  private async throughGate(prepared: Prepared): Promise<ActivityResult> {
    const gate = await gateInputOf(this.node, { call: this.call, prepared, attempt: this.number });
    const outcome = await passGate(gate);
    if (outcome.kind === 'repeat') return this.repeat(outcome.result);
    // Once let through, the log is written while the work goes on; nothing is reported before both are done.
    const written = this.write([await this.inputFact(prepared, outcome)]);
    if (outcome.kind === 'go') {
      written.catch(() => {});
      return this.act(prepared, { effectKey: outcome.effectKey, gate, written });
    }
    await written;
    if (outcome.kind === 'deny') throw new Denied(outcome);
    const { approvalId, expiresAt, reason } = outcome;
    return { kind: 'ask', approvalId, expiresAt, reason };
  }

  /** The effect happened in an earlier attempt; only its answer was lost. */
  private async repeat(result: ActivityResult): Promise<ActivityResult> {
    const { output, port } = result.kind === 'done' && result.until === undefined ? result : {};
    const done = output && this.draft({ type: 'step.done', output, attempt: this.number, ...(port ? { port } : {}) });
    await this.write(done ? [done] : []);
    return result;
  }

  private async act(prepared: Prepared, begun: Begun & { written: Promise<void> }): Promise<ActivityResult> {
    const { effectKey, written } = begun;
    let performed: Performed;
    try {
      performed = await perform(this.node, { prepared, call: this.call, attempt: this.number, effectKey });
    } catch (error) {
      await written.catch(() => {});
      await this.settle(effectKey);
      const isStopped = error instanceof StoppedMeanwhile;
      const final = isStopped || !this.mayRetry(meaningOf(error));
      const became = await recordFailure(begun, { error, final });
      // Stopped: the gate says whether the step ends or waits. Else it finds an effect of unknown outcome and asks.
      if ((became !== 'unknown' && !isStopped) || error instanceof LetGo) throw error;
      return this.throughGate(prepared);
    }
    await this.settle(effectKey);
    const { result } = performed;
    // What the first write could not keep goes along; what was done is on record whatever became of the log.
    await written.catch(() => {});
    await recordDone(begun, { result, facts: [...this.unwritten, ...this.doneFacts(performed)] });
    return result;
  }

  private async settle(effectKey: string): Promise<void> {
    if (asksModels(this.node.type)) await settleCost(effectKey);
  }

  /** A step that waits for a run it called, or for its time, is not done yet. */
  private doneFacts({ result, cost, called }: Performed): RunEventDraft[] {
    const facts = called ? [this.draft({ type: 'step.called', called })] : [];
    if (result.kind === 'called' || result.until !== undefined) return facts;
    const { output, port } = result;
    const more = { ...(port === undefined ? {} : { port }), ...(cost === undefined ? {} : { cost }) };
    return [...facts, this.draft({ type: 'step.done', output, attempt: this.number, ...more })];
  }

  private async failure(error: unknown): Promise<ApplicationFailure | CancelledFailure> {
    if (error instanceof LetGo) {
      if (!error.workerGone) return new CancelledFailure(error.message);
      const gone: Meaning = { error: { type: 'WorkerShutdown', message: error.message }, retryable: true };
      return failureOf(gone, { attempt: this.number, delayMs: 100 });
    }
    const meaning = this.shown(meaningOf(error));
    const retry = this.mayRetry(meaning);
    const delayMs = retry ? await this.retryDelay(meaning) : 0;
    await this.write(retry ? [this.retryFact(meaning, delayMs)] : []);
    return failureOf({ ...meaning, retryable: retry }, { attempt: this.number, ...(retry ? { delayMs } : {}) });
  }

  private mayRetry(meaning: Meaning): boolean {
    return meaning.retryable && Context.current().info.attempt < this.attempts();
  }

  private attempts(): number {
    return Context.current().info.retryPolicy?.maximumAttempts ?? 1;
  }

  private async retryDelay(meaning: Meaning): Promise<number> {
    if (meaning.retryAfterMs !== undefined) return Math.max(1, meaning.retryAfterMs);
    const { retry } = (await stepOf(this.call)).step;
    const grown = retry.backoffMs * retry.factor ** (Context.current().info.attempt - 1);
    return Math.max(1, Math.min(grown, Math.max(retry.maxBackoffMs, retry.backoffMs)));
  }

  private retryFact(meaning: Meaning, delayMs: number): RunEventDraft {
    const attempts = this.note.attemptsBefore + this.attempts();
    const nextAt = Date.now() + delayMs;
    return this.draft(
      { type: 'step.retrying', attempt: this.number, error: meaning.error, nextAt, attempts },
      this.number,
    );
  }

  private shown(meaning: Meaning): Meaning {
    const redact = this.prepared?.redact;
    if (!redact) return meaning;
    return { ...meaning, error: { ...meaning.error, message: redact.text(meaning.error.message) } };
  }

  private async inputFact(
    prepared: Prepared,
    outcome: Exclude<GateOutcome, { kind: 'repeat' }>,
  ): Promise<RunEventDraft> {
    const value = prepared.redact.json(prepared.input);
    const labels = { rest: TRUSTED, fields: prepared.labels };
    const input = await storeValue({ runId: this.call.run.runId, value, labels });
    const verdict = { go: 'allow', ask: 'ask', deny: 'deny' } as const;
    const decision = { ...outcome.decision, outcome: verdict[outcome.kind] };
    return this.draft({ type: 'step.input', attempt: this.number, input, decision }, this.number);
  }

  private draft(body: RunEventDraft['body'], suffix?: number): RunEventDraft {
    return factsOf(this.call).draft(body, suffix);
  }

  private async write(facts: RunEventDraft[]): Promise<void> {
    this.unwritten.push(...facts);
    const all = [...this.unwritten];
    await appendRunEvents(this.call.run.runId, all);
    // A failed write leaves them to the next one: written twice they are one row.
    this.unwritten = this.unwritten.filter((fact) => !all.includes(fact));
  }
}
