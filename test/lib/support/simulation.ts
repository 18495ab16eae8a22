import { expect } from 'vitest';
import type { ActivityCall } from '#lib/call.ts';
import { packState, unpackState } from '#lib/engine/carry.ts';
import type { CarriedState } from '#lib/engine/carry.ts';
import { initialState, resumeCommands, step } from '#lib/engine/step.ts';
import type { EngineCommand, EngineEvent, Kept, RunState } from '#lib/engine/types.ts';
import type { StepError } from '#lib/errors.ts';
import { TRUSTED, uniform } from '#lib/label.ts';
import type { FieldLabels } from '#lib/label.ts';
import type { Plan } from '#lib/plan.ts';
import type { RunEventBody, RunEventDraft } from '#lib/run-event.ts';
import type { Json, Stored } from '#lib/value.ts';

export function inline(value: Json, labels: FieldLabels = uniform(TRUSTED)): Stored {
  return { kind: 'inline', value, labels };
}

export const RUN = { runId: 'run1', rootRunId: 'run1', flowId: 'flow1', versionId: 'v1', planHash: 'hash' };
export const START = Date.parse('2026-01-01T00:00:00Z');

/** The engine with a hand-driven world: commands pile up, the test says what comes of them. */
export class Simulation {
  readonly plan: Plan;
  state: RunState;
  /** Commands that nobody has answered yet. */
  open: EngineCommand[] = [];
  readonly events: RunEventDraft[] = [];
  readonly dispatched: ActivityCall[] = [];
  finished = 0;
  private kept: RunState['steps'] = {};
  private edges: RunState['edges'] = {};
  now = START;
  /** Clone the state through JSON before every event, as continue-as-new would. */
  roundTrip = false;

  constructor(plan: Plan, options: { trigger?: Stored; triggerId?: string; kept?: Record<string, Kept> } = {}) {
    const { trigger = inline({}), triggerId = Object.keys(plan.triggers)[0] ?? '', kept } = options;
    this.plan = plan;
    this.state = initialState({ run: RUN, plan, triggerId, trigger, at: START });
    if (kept) this.state.kept = kept;
  }

  start(): this {
    return this.tell({ type: 'start', at: this.now });
  }

  tell(event: EngineEvent): this {
    if (this.roundTrip) this.state = JSON.parse(JSON.stringify(this.state)) as RunState;
    this.take(step(this.plan, this.state, event).commands);
    return this;
  }

  /** Forgets all commands, as continue-as-new does, and takes up what the state says. */
  continueAsNew(): this {
    const over = Object.entries(this.state.steps).filter(
      ([, at]) => !['queued', 'running', 'waiting'].includes(at.status),
    );
    this.kept = { ...Object.fromEntries(over), ...this.kept };
    this.edges = { ...this.edges, ...this.state.edges };
    this.state = unpackState(JSON.parse(JSON.stringify(packState(this.plan, this.state))) as CarriedState);
    this.open = [];
    this.take(resumeCommands(this.plan, this.state));
    return this;
  }

  done(id: string, value: Json = { ok: true }, more: { labels?: FieldLabels; port?: string } = {}): this {
    this.answer(id);
    const port = more.port === undefined ? {} : { port: more.port };
    return this.tell({ type: 'stepDone', step: id, at: this.now, output: inline(value, more.labels), ...port });
  }

  fail(id: string, error: StepError = { type: 'Refused', message: 'The service said no.' }): this {
    this.answer(id);
    return this.tell({ type: 'stepFailed', step: id, at: this.now, error });
  }

  ask(id: string, approvalId: string): this {
    this.answer(id);
    return this.tell({
      type: 'stepAsked',
      step: id,
      at: this.now,
      approvalId,
      expiresAt: this.now + 1000,
      reason: 'untrusted-target',
    });
  }

  opened(id: string, approvalId: string): this {
    this.answer(id);
    return this.tell({ type: 'opened', step: id, at: this.now, approvalId, expiresAt: this.now + 1000 });
  }

  decide(id: string, choice: string, more: { replacedBy?: string; reason?: string; approvalId?: string } = {}): this {
    this.answer(id);
    const { approvalId, ...rest } = more;
    const decision = { status: 'decided' as const, choice, by: 'Ana', at: this.now, ...rest };
    return this.tell({ type: 'decided', step: id, at: this.now, decision, ...(approvalId ? { approvalId } : {}) });
  }

  /** All steps, also what continue-as-new did not carry along of those that are over. */
  allSteps(): RunState['steps'] {
    return { ...this.state.steps, ...this.kept };
  }

  /** All edges, likewise. */
  allEdges(): RunState['edges'] {
    return { ...this.edges, ...this.state.edges };
  }

  /** Ids of steps with an open command of a type, in order. */
  waitingFor(type: EngineCommand['type']): string[] {
    return this.open.flatMap((command) => (command.type === type && 'step' in command ? [command.step] : []));
  }

  bodies<T extends RunEventBody['type']>(type: T): Extract<RunEventBody, { type: T }>[] {
    return this.events.flatMap(({ body }) => (body.type === type ? [body as Extract<RunEventBody, { type: T }>] : []));
  }

  status(id: string): string | undefined {
    return this.state.steps[id]?.status;
  }

  value(id: string): Json | undefined {
    const output = this.state.steps[id]?.output;
    return output?.kind === 'inline' ? output.value : undefined;
  }

  private answer(id: string): void {
    const at = this.open.findIndex((command) => 'step' in command && command.step === id);
    expect(at, `a command for ${id} is open`).toBeGreaterThanOrEqual(0);
    this.open.splice(at, 1);
  }

  private take(commands: EngineCommand[]): void {
    for (const command of commands) {
      if (command.type === 'emit') this.events.push(command.event);
      else if (command.type === 'finish') this.finished += 1;
      else if (command.type === 'cancelStep')
        this.open = this.open.filter((one) => !('step' in one) || one.step !== command.step);
      else this.open.push(command);
      if (command.type === 'dispatch') this.dispatched.push(command.call);
    }
  }
}
