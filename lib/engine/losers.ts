/** What becomes of steps whose work nobody waits for any more. */
import { decideEdge } from '#lib/engine/settle.ts';
import { emit, LIVE } from '#lib/engine/turn.ts';
import type { Turn } from '#lib/engine/turn.ts';
import { stepKey } from '#lib/engine/types.ts';
import { joinLabels } from '#lib/label.ts';
import type { Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { PlanStep } from '#lib/plan.ts';

/**
 * An early join is decided: steps that lead only to it (or to others that are decided) are cancelled, or skipped if they
 * have not begun. A step that also leads elsewhere, or ends the flow, goes on.
 */
export function dropLosers(turn: Turn, join: PlanStep, scope: Label): void {
  const losers = losersIn(turn, join.id);
  for (const id of losers) drop(turn, id, scope);
  // All of them first: an edge to another loser must not wake it.
  for (const id of losers) for (const edge of turn.index.outgoing.get(id) ?? []) decideEdge(turn, edge, 'dead');
}

/** Unfinished steps with nothing but begun steps and other losers behind them, in the order of the plan. */
function losersIn(turn: Turn, join: string): string[] {
  const lost = new Set<string>();
  for (const id of [...turn.plan.order].reverse()) {
    const at = own(turn.state.steps, stepKey(id, ''));
    if (at && !LIVE.has(at.status)) continue;
    const behind = turn.index.outgoing.get(id) ?? [];
    const isOver = (to: string) => to === join || lost.has(to) || own(turn.state.steps, stepKey(to, '')) !== undefined;
    if (behind.length > 0 && behind.every((edge) => isOver(edge.to))) lost.add(id);
  }
  return turn.plan.order.filter((id) => lost.has(id));
}

function drop(turn: Turn, id: string, scope: Label): void {
  const key = stepKey(id, '');
  const at = own(turn.state.steps, key);
  turn.tally.open -= 1;
  if (!at) {
    turn.state.steps[key] = { status: 'skipped', scope, generation: 0 };
    return emit(turn, { step: key, body: { type: 'step.skipped' } });
  }
  Object.assign(at, { status: 'cancelled', scope: joinLabels(at.scope, scope) });
  turn.commands.push({ type: 'cancelStep', step: key });
  emit(turn, { step: key, body: { type: 'step.cancelled' } });
}
