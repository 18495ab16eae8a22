/**
 * What a drawing lets happen, told before it happens: where a run would stop to ask, and where it could do harm. The gate
 * decides all the same; a finding only says it sooner, with the way that the data takes.
 */
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import { agentFindings } from '#nodes/lint/agent-findings.ts';
import { drawnFindings } from '#nodes/lint/drawn-findings.ts';
import type { Finding } from '#nodes/lint/finding.ts';
import { floodFindings } from '#nodes/lint/flood-findings.ts';
import { gateFindings } from '#nodes/lint/gate-findings.ts';
import { findingAt, type LintFacts, type Place } from '#nodes/lint/place.ts';
import { startFindings } from '#nodes/lint/start-findings.ts';
import { staticAction } from '#nodes/lint/static-action.ts';
import { staticLabels, type LabelFacts } from '#nodes/lint/static-labels.ts';

/** Triggers that a token or another flow may start with data of its own, the latter also on a branch of its own. */
const CALLED: Readonly<Record<string, LabelFacts['called']>> = {
  manual: 'data',
  'chat.message': 'data',
  'flow.called': 'branch',
};

/** All findings of a plan, trigger by trigger, in the order of its steps. */
export function lint(plan: Plan, facts: LintFacts): Finding[] {
  return Object.keys(plan.triggers).flatMap((trigger) => lintFrom(plan, trigger, facts));
}

/** The findings of runs that one trigger begins. */
export function lintFrom(plan: Plan, trigger: string, facts: LintFacts): Finding[] {
  const places = placesOf(plan, trigger, { facts });
  const rules = [gateFindings, agentFindings, drawnFindings, floodFindings];
  const found = [
    ...startFindings(trigger, { plan, facts }, places),
    ...places.flatMap((place) => rules.flatMap((rule) => rule(place)).map((said) => findingAt(place, said))),
  ];
  const called = own(CALLED, own(plan.triggers, trigger)?.type ?? '');
  return called ? [...found, ...whenCalled(plan, trigger, { facts, found, called })] : found;
}

type Called = { facts: LintFacts; found: Finding[]; called: 'data' | 'branch' };

/** What only holds where somebody else hands the data over. It depends on him, so it is said and does not weigh. */
function whenCalled(plan: Plan, id: string, how: Called): Finding[] {
  const known = new Set(how.found.map(({ node, rule }) => `${node} ${rule}`));
  return placesOf(plan, id, how).flatMap((place) =>
    gateFindings(place)
      .filter(({ rule }) => !known.has(`${place.step.id} ${rule}`))
      .map((said): Finding => {
        const message = `When another flow or a token starts it: ${said.message}`;
        return findingAt(place, { ...said, severity: 'note', message });
      }),
  );
}

function placesOf(plan: Plan, trigger: string, how: Pick<Called, 'facts'> & Partial<Called>): Place[] {
  const { facts, called } = how;
  const labels = staticLabels(plan, trigger, called ? { ...facts, called } : facts);
  const started = own(facts.catalogue, own(plan.triggers, trigger)?.type ?? '');
  const sender = started?.kind === 'trigger' && !called ? started.sender : undefined;
  const known = { ...facts, checked: (id: string) => checkedBy(plan, id) };
  return plan.order.flatMap((id) => {
    const step = own(plan.steps, id);
    const spec = step && own(facts.catalogue, step.type);
    if (!step || step.disabled || spec?.kind !== 'action' || !labels.reached.has(id)) return [];
    const action = staticAction(step, spec, { labels, facts: sender ? { ...known, sender } : known });
    return [{ plan, step, spec, action, trigger, labels, facts }];
  });
}

/** The kind of contact that a step makes sure of; one that goes on when it fails makes sure of nothing. */
function checkedBy(plan: Plan, id: string): string | undefined {
  const step = own(plan.steps, id);
  const kind =
    step?.type === 'value.check' && !step.disabled && step.onError !== 'continue' ? step.params.kind : undefined;
  return kind?.kind === 'literal' && typeof kind.value === 'string' ? kind.value : undefined;
}
