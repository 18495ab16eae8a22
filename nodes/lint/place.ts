/** A step as the rules of the lint look at it: what it would do at worst, and what is known of how the run got there. */
import type { Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Plan, PlanStep } from '#lib/plan.ts';
import { decide, type GateAction, type GateField, type Policy } from '#lib/policy.ts';
import type { ActionSpec } from '#nodes/define.ts';
import type { Finding, Mend } from '#nodes/lint/finding.ts';
import { everyWayAsks } from '#nodes/lint/gated.ts';
import type { ActionFacts } from '#nodes/lint/static-action.ts';
import type { LabelFacts, StaticLabels } from '#nodes/lint/static-labels.ts';
import { wayTo } from '#nodes/lint/way.ts';

export type LintFacts = LabelFacts &
  ActionFacts & {
    policy: Policy;
    /** Ids of connections that only stand in for a model. */
    rehearsals?: readonly string[];
    /** How often the author wants a step to be tried. */
    attempts?: (step: string) => number | undefined;
  };

export type Place = {
  plan: Plan;
  step: PlanStep;
  spec: ActionSpec;
  action: GateAction;
  trigger: string;
  labels: StaticLabels;
  facts: LintFacts;
};

/** What a rule says; where and from which trigger on is the same for all of one place. */
export type Said = Omit<Finding, 'node' | 'trigger' | 'way'> & { label?: Label };

/** Whether it reaches others, or cannot be taken back. */
export function isEffect({ risk }: Pick<GateAction, 'risk'>): boolean {
  return risk !== 'read' && risk !== 'write';
}

/** Whether it is done without anybody being asked, by the gate or before. */
export function happensByItself({ plan, step, action, trigger, facts }: Place): boolean {
  const again = { ...action, newTarget: false };
  if (!isEffect(action) || decide(again, facts.policy).outcome !== 'allow') return false;
  return !everyWayAsks(plan, { from: trigger, to: step.id });
}

/** Fields that the author did not draw whole, and that others may have had a hand in. */
export function doubtful({ fields }: GateAction, ...roles: GateField['role'][]): GateField | undefined {
  const found = roles.map((role) =>
    fields.find((field) => field.role === role && !field.literal && field.label.integrity === 'untrusted'),
  );
  return found.find((field) => field !== undefined);
}

/** What can stand between others and a field: only where it is one text. */
export function mendsOfField({ step, action }: Pick<Place, 'step' | 'action'>, field: string): Mend[] {
  const kind = own(step.params, field)?.kind;
  if (kind !== 'reference' && kind !== 'expression' && kind !== 'text') return [];
  // Whoever chose that a step runs had a hand in all that is made there, whatever a person vouches for.
  const endorse: Mend[] = action.scope.integrity === 'trusted' ? [{ kind: 'endorse', field }] : [];
  return [{ kind: 'fill', field }, ...endorse, { kind: 'check', field }];
}

/** Ids of the nodes that a label names as sources. */
export function sourcesIn({ origins }: Label): string[] {
  return [...new Set(origins.map((name) => name.replace(/^.*?:(?:steps\.)?/, '')))];
}

/** What people call the sources of a label; the trigger where they are not known one by one. */
export function namesOf({ plan, trigger }: Pick<Place, 'plan' | 'trigger'>, label: Label): string {
  const known = sourcesIn(label).flatMap((id) => own(plan.steps, id)?.name ?? own(plan.triggers, id)?.name ?? []);
  const names = known.length > 0 ? known : [own(plan.triggers, trigger)?.name ?? trigger];
  return names.slice(0, 3).join(', ');
}

/** The finding that a rule's words make at a place. */
export function findingAt(place: Place, { label, ...said }: Said): Finding {
  const { plan, step, trigger } = place;
  const way = label ? wayTo(plan, step.id, sourcesIn(label)) : [step.id];
  return { ...said, node: step.id, trigger, way };
}
