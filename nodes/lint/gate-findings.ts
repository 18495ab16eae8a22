/** What the gate would say to a step. */
import { joinLabels } from '#lib/label.ts';
import { decide, DEFAULT_POLICY, type GateAction, type PolicyDecision } from '#lib/policy.ts';
import type { Mend } from '#nodes/lint/finding.ts';
import { everyWayAsks } from '#nodes/lint/gated.ts';
import { doubtful, isEffect, mendsOfField, namesOf, type Place, type Said } from '#nodes/lint/place.ts';
import { isDrawn } from '#nodes/lint/static-action.ts';

/** Nothing where the gate lets it pass. What the owner's rules say stands beside what holds by default. */
export function gateFindings(place: Place): Said[] {
  const { action, facts } = place;
  const byRule = ruled(place, decide(action, facts.policy));
  return byRule?.severity === 'error' ? [byRule] : [...(byRule ? [byRule] : []), ...byDefault(place)];
}

function ruled({ step, action }: Place, { outcome, rule, reason }: PolicyDecision): Said | undefined {
  const label = worstOf(action);
  if (outcome === 'deny') {
    const isCertain = Object.values(step.params).every(isDrawn);
    const message = isCertain
      ? `Your rules refuse "${step.name}": ${reason}`
      : `Your rules may refuse "${step.name}", depending on what it is given: ${reason}`;
    return { rule: 'refused', severity: isCertain ? 'error' : 'warning', message, label, mends: [] };
  }
  if (outcome !== 'ask' || !rule.startsWith('policy:')) return undefined;
  const message = `Your rules have a person asked before "${step.name}": ${reason}`;
  return { rule: 'asks-every-time', severity: 'note', message, label, mends: [] };
}

function byDefault(place: Place): Said[] {
  const { plan, step, action, trigger } = place;
  const { outcome, rule, reason } = decide(action, DEFAULT_POLICY);
  const label = worstOf(action);
  if (outcome !== 'ask') return [];
  // That a person is asked is all that it is for.
  if (rule === 'endorse') return [];
  if (rule === 'critical') return [{ rule: 'asks-every-time', severity: 'note', message: reason, label, mends: [] }];
  if (rule === 'new-target') {
    const message = `The first time that "${step.name}" reaches somebody new, a person is asked.`;
    return [{ rule: 'first-time', severity: 'note', message, label, mends: [] }];
  }
  const { fills, ...about } = causeOf(place);
  const instead = about.field !== undefined && fills ? mendsOfField(place, about.field) : [];
  if (everyWayAsks(plan, { from: trigger, to: step.id }))
    return [{ rule: 'guarded', severity: 'note', ...about, mends: instead }];
  const mends: Mend[] = [...instead, { kind: 'ask' }];
  if (!leadsOut(action)) return [{ rule: 'unguarded', severity: 'warning', ...about, mends }];
  const message = `"${step.name}" would carry private data to whomever "${namesOf(place, about.label)}" names. That is all somebody needs to get your data out.`;
  return [{ rule: 'private-way-out', severity: 'error', ...about, message, mends }];
}

type Cause = { message: string; label: GateAction['scope']; field?: string; fills?: boolean };

function causeOf(place: Place): Cause {
  const { action, step } = place;
  const { name } = step;
  const by = (label: GateAction['scope']) => namesOf(place, label);
  const chosen = doubtful(action, ...(action.targetListed ? [] : ['target' as const]), 'amount', 'control', 'other');
  if (chosen) {
    const { title, label, field, role } = chosen;
    const message =
      role === 'target'
        ? `"${by(label)}" fills in "${title}" of "${name}", so somebody else would choose who is reached.`
        : role === 'amount'
          ? `"${by(label)}" fills in "${title}" of "${name}", so somebody else would choose how much.`
          : `"${by(label)}" fills in "${title}" of "${name}", so somebody else would choose what is done.`;
    return { message, label, field, fills: true };
  }
  if (action.scope.integrity === 'untrusted') {
    const label = action.scope;
    return {
      message: `"${name}" runs because of what "${by(label)}" gives, so somebody else would choose that it happens.`,
      label,
    };
  }
  const label = worstOf(action);
  const message = `"${name}" passes on private data of "${by(label)}", and whom it reaches is neither drawn here nor on your lists.`;
  const target = action.fields.find((field) => field.role === 'target' && !field.literal);
  return { message, label, ...(target ? { field: target.field } : {}) };
}

function worstOf({ fields, scope }: GateAction): GateAction['scope'] {
  return joinLabels(scope, ...fields.filter(({ literal }) => !literal).map(({ label }) => label));
}

/** Private data, words from outside, and a target that these choose: all that it takes to carry something out. */
function leadsOut(action: GateAction): boolean {
  if (!isEffect(action) || action.targetListed || doubtful(action, 'target') === undefined) return false;
  return action.fields.some(
    ({ role, literal, label }) => role !== 'target' && !literal && label.confidentiality !== 'public',
  );
}
