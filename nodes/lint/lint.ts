/**
 * What a drawing lets happen, told before it happens: where a run would stop to ask, and where it could do harm. The gate
 * decides all the same; a finding only says it sooner, with the way that the data takes.
 */
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import { drawnFindings } from '#nodes/lint/drawn-findings.ts';
import type { Finding } from '#nodes/lint/finding.ts';
import { floodFindings } from '#nodes/lint/flood-findings.ts';
import { gateFindings } from '#nodes/lint/gate-findings.ts';
import { findingAt, type LintFacts, type Place } from '#nodes/lint/place.ts';
import { startFindings } from '#nodes/lint/start-findings.ts';
import { staticAction } from '#nodes/lint/static-action.ts';
import { staticLabels, type LabelFacts } from '#nodes/lint/static-labels.ts';

/** Triggers that a token or another flow may start with data of its own, the latter also on a branch of its own. */
const CALLED: Readonly<Record<string, LabelFacts['called']>> = { manual: 'data', 'flow.called': 'branch' };

/** All findings of a plan, trigger by trigger, in the order of its steps. */
export function lint(plan: Plan, facts: LintFacts): Finding[] {
  return Object.values(plan.triggers).flatMap(({ id, type }) => {
    const places = placesOf(plan, id, { facts });
    const found = [
      ...startFindings(id, { plan, facts }, places),
      ...places.flatMap((place) => [
        ...gateFindings(place).map((said) => findingAt(place, said)),
        ...drawnFindings(place).map((said) => findingAt(place, said)),
        ...floodFindings(place).map((said) => findingAt(place, said)),
      ]),
    ];
    const called = own(CALLED, type);
    return called ? [...found, ...whenCalled(plan, id, { facts, found, called })] : found;
  });
}

type Called = { facts: LintFacts; found: Finding[]; called: 'data' | 'branch' };

/** What only holds where somebody else hands the data over. It depends on him, so it is said and does not weigh. */
function whenCalled(plan: Plan, id: string, how: Called): Finding[] {
  const known = new Set(how.found.map(({ node }) => node));
  return placesOf(plan, id, how).flatMap((place) =>
    known.has(place.step.id)
      ? []
      : gateFindings(place).map((said): Finding => {
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
  return plan.order.flatMap((id) => {
    const step = own(plan.steps, id);
    const spec = step && own(facts.catalogue, step.type);
    if (!step || step.disabled || spec?.kind !== 'action' || !labels.reached.has(id)) return [];
    const action = staticAction(step, spec, { labels, facts: sender ? { ...facts, sender } : facts });
    return [{ plan, step, spec, action, trigger, labels, facts }];
  });
}
