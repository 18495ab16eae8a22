/** What a person's decision, or the lack of one, means to the step that waits for it. */
import type { DecisionSeen } from '#lib/call.ts';
import { EXPIRED_PORT } from '#lib/control.ts';
import { callOf } from '#lib/engine/lookup.ts';
import { completeStep, endRun, failStep } from '#lib/engine/settle.ts';
import { emit } from '#lib/engine/turn.ts';
import type { StepAt, Turn } from '#lib/engine/turn.ts';
import type { StepState } from '#lib/engine/types.ts';
import { TRUSTED } from '#lib/label.ts';
import type { Label } from '#lib/label.ts';
import { withScope } from '#lib/reference.ts';

type Decided = Exclude<DecisionSeen, { status: 'waiting' }>;

/** Parks a step until a person decides. */
export function park(
  turn: Turn,
  step: StepAt,
  asked: { approvalId: string; until: number; for: 'approval' | 'gate'; reason?: string },
): void {
  const { approvalId, until, reason } = asked;
  const key = step.key;
  const at = turn.state.steps[key];
  if (at) Object.assign(at, { status: 'waiting', waitingFor: asked.for, approvalId, until });
  const body = { type: 'step.waiting' as const, until, approvalId, ...(reason === undefined ? {} : { reason }) };
  emit(turn, { step: key, body, suffix: approvalId });
  turn.commands.push({ type: 'watch', step: key, approvalId, until });
}

/** Applies a decision to the step that waits for it. */
export function applyDecision(turn: Turn, step: StepAt, waiting: { at: StepState; decision: Decided }): void {
  const { at, decision } = waiting;
  const approvalId = at.approvalId ?? '';
  const choice = decision.status === 'expired' ? 'expired' : decision.choice;
  const by = decision.status === 'expired' ? 'nobody' : decision.by;
  const reason = decision.status === 'decided' ? decision.reason : undefined;
  const body = { type: 'step.decided' as const, approvalId, choice, by, ...(reason === undefined ? {} : { reason }) };
  emit(turn, { step: step.key, body, suffix: approvalId });
  if (at.waitingFor === 'approval') return answerStep(turn, step, decision);
  if (decision.status === 'expired') return refuse(turn, step, 'Nobody decided in time, so it was not done.');
  afterGate(turn, step, { at, decision });
}

function afterGate(
  turn: Turn,
  step: StepAt,
  { at, decision }: { at: StepState; decision: Decided & { status: 'decided' } },
): void {
  switch (decision.choice) {
    case 'deny':
      return refuse(turn, step, `${decision.by} said no${decision.reason ? `: ${decision.reason}` : ''}.`);
    case 'stop':
      return endRun(turn, {
        status: 'stopped',
        reason: `${decision.by} stopped the run: the outcome of "${step.name}" is unknown.`,
      });
    case 'again':
      // What may have happened once under the old effect key must be able to happen again.
      if (step.repeat === 'never') at.generation += 1;
      break;
    default:
  }
  at.status = 'running';
  at.approvalId = decision.replacedBy ?? at.approvalId;
  delete at.waitingFor;
  delete at.until;
  dispatch(turn, step);
}

function refuse(turn: Turn, step: StepAt, message: string): void {
  failStep(turn, step, { error: { type: 'Denied', message, hint: 'Run the flow again to ask once more.' } });
}

function answerStep(turn: Turn, step: StepAt, decision: Decided): void {
  const at = new Date(decision.at).toISOString();
  const answers = decision.answers ?? {};
  const value =
    decision.status === 'expired'
      ? { choice: EXPIRED_PORT, reason: null, by: null, at, answers }
      : { choice: decision.choice, reason: decision.reason ?? null, by: decision.by, at, answers };
  // A signed-in person's word is trusted; who said it, and why, is still nobody else's business.
  const personal: Label = { integrity: 'trusted', confidentiality: 'private', origins: [`person:steps.${step.id}`] };
  const labels = { rest: TRUSTED, fields: { reason: personal, by: personal, answers: personal } };
  const scope = turn.state.steps[step.key]?.scope;
  completeStep(turn, step, { output: { kind: 'inline', value, labels: withScope(labels, scope) }, port: value.choice });
}

/** Hands a step to its activity. */
export function dispatch(turn: Turn, step: StepAt): void {
  const made = callOf(turn, step);
  if ('error' in made) return failStep(turn, step, made);
  const tier = step.tier === 'local' ? 'local' : 'activity';
  turn.commands.push({ type: 'dispatch', step: step.key, call: made.call, tier });
}
