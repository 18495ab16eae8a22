/** Steps of which more is known than that they are to begin: those of a run that repeats another, or was lost half-way. */
import { park } from '#lib/engine/decision.ts';
import { inputsLabel } from '#lib/engine/lookup.ts';
import { completeStep, enter, failStep } from '#lib/engine/settle.ts';
import { emit } from '#lib/engine/turn.ts';
import type { StepAt, Turn } from '#lib/engine/turn.ts';
import type { Answer, Kept } from '#lib/engine/types.ts';
import { wholeLabel } from '#lib/label.ts';
import type { Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';

/** Takes a step up where it was, if that is known. Scope, branches and joins follow from it as they did at first. */
export function takeUp(turn: Turn, step: StepAt): boolean {
  const key = step.key;
  const kept = own(turn.state.kept, key) ?? pinOf(turn, step);
  if (!kept) return false;
  enter(turn, step, 'running').generation = kept.generation;
  const reused = kept.reused ? { reused: kept.reused } : {};
  switch (kept.status) {
    case 'done': {
      if (kept.answer) answer(turn, key, kept.answer);
      const { output, port } = kept;
      const { result } = turn.state;
      completeStep(turn, step, {
        output,
        ...(port === undefined ? {} : { port }),
        ...decidedBy(turn, step, kept),
        ...reused,
        ...(kept.pinned === undefined ? {} : { pinned: kept.pinned }),
      });
      if (kept.overtaken && result) turn.state.result = result;
      else if (kept.overtaken) delete turn.state.result;
      return true;
    }
    case 'failed':
      failStep(turn, step, { error: kept.error, attempt: kept.attempt, ...reused });
      return true;
    case 'waiting':
      wait(turn, step, kept);
      return true;
    default:
      return kept satisfies never;
  }
}

/** A pin has no iteration: it holds in each. */
function pinOf(turn: Turn, step: StepAt): Kept | undefined {
  const kept = own(turn.state.kept, step.id);
  return isPin(kept) ? kept : undefined;
}

function isPin(kept: Kept | undefined): boolean {
  return kept?.status === 'done' && kept.pinned !== undefined;
}

/** What the turns to come may still reach: pins. All else hangs together, and what was not reached at once is not any more. */
export function keepPins(turn: Turn): void {
  const pins = Object.entries(turn.state.kept ?? {}).filter(([, kept]) => isPin(kept));
  if (pins.length > 0) turn.state.kept = Object.fromEntries(pins);
  else delete turn.state.kept;
}

/** The label of what chose the port, as it was when the step ended. */
function decidedBy(turn: Turn, step: StepAt, kept: Kept & { status: 'done' }): { decided?: Label } {
  if (isPin(kept)) return kept.port === undefined ? {} : { decided: wholeLabel(kept.output.labels) };
  if (step.type === 'if' || step.type === 'switch') return { decided: inputsLabel(turn, step) };
  if (step.tier === 'pure' || kept.port === undefined) return {};
  return { decided: wholeLabel(kept.output.labels) };
}

function answer(turn: Turn, key: string, given: Answer): void {
  if (turn.state.responded) return;
  turn.state.responded = true;
  turn.state.result = given.body;
  emit(turn, { step: key, body: { type: 'run.responded', ...given } });
}

function wait(turn: Turn, step: StepAt, { until, approvalId, reason }: Kept & { status: 'waiting' }): void {
  const key = step.key;
  if (approvalId !== undefined) {
    const asked = { approvalId, until, ...(reason === undefined ? {} : { reason }) };
    return park(turn, step, { ...asked, for: step.type === 'approval' ? 'approval' : 'gate' });
  }
  const at = own(turn.state.steps, key);
  if (at) Object.assign(at, { status: 'waiting', waitingFor: 'time', until });
  emit(turn, { step: key, body: { type: 'step.waiting', until } });
  turn.commands.push({ type: 'timer', step: key, until });
}
