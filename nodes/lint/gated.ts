/** Whether a person is asked on every way between two nodes of a plan. */
import { ERROR_PORT, EXPIRED_PORT } from '#lib/control.ts';
import { own } from '#lib/own.ts';
import type { Plan, PlanEdge } from '#lib/plan.ts';

/** True if no way leads from `from` to `to` but through a yes of a person: approvals dominate it. */
export function everyWayAsks(plan: Plan, { from, to }: { from: string; to: string }): boolean {
  const open = [from];
  const seen = new Set(open);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const edge of plan.edges) {
      if (edge.from !== at || seen.has(edge.to) || isDecision(plan, edge)) continue;
      if (edge.to === to) return false;
      seen.add(edge.to);
      open.push(edge.to);
    }
  }
  return true;
}

/** Somebody pressed a button: nobody in time, and no request at all, are no decisions. */
function isDecision(plan: Plan, { from, port }: PlanEdge): boolean {
  const step = own(plan.steps, from);
  return step?.type === 'approval' && !step.disabled && port !== EXPIRED_PORT && port !== ERROR_PORT;
}
