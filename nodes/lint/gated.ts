/** What stands on every way between two nodes of a plan. */
import { ERROR_PORT, EXPIRED_PORT } from '#lib/control.ts';
import { own } from '#lib/own.ts';
import type { Plan, PlanEdge, PlanStep } from '#lib/plan.ts';
import { wiresOf } from '#nodes/lint/wires.ts';

type Ends = { from: string; to: string };

/** True if no way leads from `from` to `to` but through a yes of a person: approvals dominate it. */
export function everyWayAsks(plan: Plan, ends: Ends): boolean {
  return everyWay(plan, ends, (edge) => isDecision(plan, edge));
}

/** Steps that let things happen only so fast: a person, a limit, or a time that passes. */
const SLOW = new Set(['approval', 'rate.limit', 'wait']);

/** True if a step that takes time stands on every way: no loop runs away through it. */
export function everyWayIsSlow(plan: Plan, ends: Ends): boolean {
  return everyWay(plan, ends, ({ from }) => isOn(own(plan.steps, from), (type) => SLOW.has(type)));
}

/** True if a limit of the author's stands on every way: a person, or a number of runs in a time. */
export function everyWayIsLimited(plan: Plan, ends: Ends): boolean {
  return everyWay(
    plan,
    ends,
    (edge) => isDecision(plan, edge) || isOn(own(plan.steps, edge.from), (type) => type === 'rate.limit'),
  );
}

function everyWay(plan: Plan, { from, to }: Ends, stops: (edge: PlanEdge) => boolean): boolean {
  const open = [from];
  const seen = new Set(open);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const edge of wiresOf(plan).from(at)) {
      if (seen.has(edge.to) || stops(edge)) continue;
      if (edge.to === to) return false;
      seen.add(edge.to);
      open.push(edge.to);
    }
  }
  return true;
}

/** Somebody pressed a button: nobody in time, and no request at all, are no decisions. */
function isDecision(plan: Plan, { from, port }: PlanEdge): boolean {
  const isAsked = isOn(own(plan.steps, from), (type) => type === 'approval');
  return isAsked && port !== EXPIRED_PORT && port !== ERROR_PORT;
}

function isOn(step: PlanStep | undefined, fits: (type: string) => boolean): boolean {
  return step !== undefined && !step.disabled && fits(step.type);
}
