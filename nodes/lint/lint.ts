/**
 * What a drawing lets happen, told before it happens: where a run would stop to ask, and where it could do harm. The gate
 * decides all the same; a finding only says it sooner, with the way that the data takes.
 */
import { own } from '#lib/own.ts';
import type { Plan, PlanStep } from '#lib/plan.ts';
import { decide, type GateAction, type Policy } from '#lib/policy.ts';
import { everyWayAsks } from '#nodes/lint/gated.ts';
import { wayTo } from '#nodes/lint/way.ts';
import { staticAction, type ActionFacts } from '#nodes/lint/static-action.ts';
import { staticLabels, type LabelFacts, type StaticLabels } from '#nodes/lint/static-labels.ts';

/** `asks-every-time`: critical. `unguarded`: a person is asked by the gate, and by nobody before. `guarded`: asked twice. */
export type LintRule = 'refused' | 'asks-every-time' | 'unguarded' | 'guarded' | 'private-way-out';

export type Finding = {
  rule: LintRule;
  severity: 'error' | 'warning' | 'note';
  /** The step that it is about, and the trigger that a run with it begins at. */
  node: string;
  trigger: string;
  /** Why, in the words of the gate. */
  reason: string;
  /** From where the data comes to the step: ids of nodes, the source first. */
  way: string[];
};

export type LintFacts = LabelFacts & ActionFacts & { policy: Policy };

/** All findings of a plan, in the order of its steps; one for each step and trigger. */
export function lint(plan: Plan, facts: LintFacts): Finding[] {
  return Object.keys(plan.triggers).flatMap((trigger) => {
    const labels = staticLabels(plan, trigger, facts);
    return plan.order.flatMap((id) => {
      const step = own(plan.steps, id);
      if (!step || step.disabled || !labels.reached.has(id)) return [];
      return findingsOf(plan, step, { trigger, labels, facts });
    });
  });
}

type Known = { trigger: string; labels: StaticLabels; facts: LintFacts };

function findingsOf(plan: Plan, step: PlanStep, { trigger, labels, facts }: Known): Finding[] {
  const spec = own(facts.catalogue, step.type);
  if (spec?.kind !== 'action') return [];
  const action = staticAction(step, spec, { labels, facts });
  const { outcome, rule, reason } = decide(action, facts.policy);
  if (outcome === 'allow') return [];
  const way = wayTo(plan, step.id, originsOf(action));
  const about = { node: step.id, trigger, reason, way };
  if (outcome === 'deny') return [{ rule: 'refused', severity: 'error', ...about }];
  if (rule === 'critical' || rule.startsWith('policy:'))
    return [{ rule: 'asks-every-time', severity: 'note', ...about }];
  if (leadsOut(action)) return [{ rule: 'private-way-out', severity: 'error', ...about }];
  const guarded = everyWayAsks(plan, { from: trigger, to: step.id });
  return [
    guarded ? { rule: 'guarded', severity: 'note', ...about } : { rule: 'unguarded', severity: 'warning', ...about },
  ];
}

/** Private data, words from outside, and a target that these choose: all that it takes to carry something out. */
function leadsOut({ risk, fields, targetListed }: GateAction): boolean {
  if (risk === 'read' || risk === 'write' || targetListed) return false;
  const holes = fields.filter(({ literal }) => !literal);
  const chosen = holes.some(({ role, label }) => role === 'target' && label.integrity === 'untrusted');
  return chosen && holes.some(({ role, label }) => role !== 'target' && label.confidentiality !== 'public');
}

/** Ids of the nodes that untrusted or private data of an action comes from. */
function originsOf({ fields, scope }: GateAction): string[] {
  const labels = [scope, ...fields.filter(({ literal }) => !literal).map(({ label }) => label)];
  const bad = labels.filter(
    ({ integrity, confidentiality }) => integrity === 'untrusted' || confidentiality !== 'public',
  );
  const names = bad.flatMap(({ origins }) => origins);
  return [...new Set(names.map((name) => name.replace(/^.*?:(?:steps\.)?/, '')))];
}
