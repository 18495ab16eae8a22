/** What becomes of steps whose work nobody waits for any more. */
import { clearBody } from '#lib/engine/body.ts';
import { cancelStep, decideEdge, finishBeside } from '#lib/engine/settle.ts';
import { emit, LIVE, planStep, siblingsOf } from '#lib/engine/turn.ts';
import type { StepAt, Turn } from '#lib/engine/turn.ts';
import { stepKey } from '#lib/engine/types.ts';
import { joinLabels } from '#lib/label.ts';
import type { Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';

/**
 * An early join is decided: steps that lead only to it (or to others that are decided) are cancelled, or skipped if they
 * have not begun. A step that also leads elsewhere, or ends the flow, goes on.
 */
export function dropLosers(turn: Turn, join: StepAt, scope: Label): void {
  const losers = losersBeside(turn, join);
  for (const step of losers) drop(turn, step, scope);
  // All of them first: an edge to another loser must not wake it.
  for (const step of losers) {
    for (const edge of turn.index.outgoing.get(step.id) ?? [])
      decideEdge(turn, edge, { outcome: 'dead', iteration: step.iteration });
  }
}

/** Unfinished steps with nothing but begun steps and other losers behind them, in the order of the plan. */
function losersBeside(turn: Turn, join: StepAt): StepAt[] {
  const { iteration } = join;
  const beside = siblingsOf(turn, join);
  const lost = new Set<string>();
  const isOver = (to: string) =>
    to === join.id ||
    lost.has(to) ||
    (to !== join.parent && own(turn.state.steps, stepKey(to, iteration)) !== undefined);
  for (const id of [...beside].reverse()) {
    const at = own(turn.state.steps, stepKey(id, iteration));
    if (at && !LIVE.has(at.status)) continue;
    const behind = turn.index.outgoing.get(id) ?? [];
    if (behind.length > 0 && behind.every((edge) => isOver(edge.to))) lost.add(id);
  }
  return beside.flatMap((id) => (lost.has(id) ? (planStep(turn, stepKey(id, iteration)) ?? []) : []));
}

function drop(turn: Turn, step: StepAt, scope: Label): void {
  const at = own(turn.state.steps, step.key);
  if (at) {
    at.scope = joinLabels(at.scope, scope);
    if (step.body) clearBody(turn, step);
    cancelStep(turn, step.key, at);
  } else {
    turn.state.steps[step.key] = { status: 'skipped', scope, generation: 0 };
    emit(turn, { step: step.key, body: { type: 'step.skipped' } });
  }
  finishBeside(turn, step);
}
