/** Effects that could happen any number of times, and answers that could answer each other. */
import { own } from '#lib/own.ts';
import { budgetsOf } from '#lib/policy.ts';
import { everyWayIsLimited, everyWayIsSlow } from '#nodes/lint/gated.ts';
import { inputFields } from '#nodes/action-fields.ts';
import { happensByItself, type Place, type Said } from '#nodes/lint/place.ts';

/** Nothing for an effect that a budget, a limit or a person holds back. */
export function floodFindings(place: Place): Said[] {
  const { plan, step, action, trigger, facts } = place;
  if (!happensByItself(place) || budgetsOf(action, facts.policy).some(({ cost }) => !cost)) return [];
  const ends = { from: trigger, to: step.id };
  const isPaced = own(plan.triggers, trigger)?.pace !== undefined;
  if (answersItself(place) && !isPaced && !everyWayIsSlow(plan, ends)) {
    const message = `"${step.name}" writes where "${nameOf(place)}" listens. Two machines could answer each other until the flow is paused: limit the rate.`;
    return [{ rule: 'echo', severity: 'warning', message, mends: [{ kind: 'slow' }, { kind: 'ask' }] }];
  }
  if (everyWayIsLimited(plan, ends)) return [];
  const loop = step.parent === undefined ? undefined : own(plan.steps, step.parent);
  const mends: Said['mends'] = [{ kind: 'slow' }, { kind: 'ask' }];
  if (loop) {
    const message = `"${loop.name}" may do "${step.name}" any number of times: there is no budget for it and no limit.`;
    return [{ rule: 'no-budget', severity: 'warning', message, mends }];
  }
  if (!isOpen(place) || isPaced) return [];
  const message = `Whoever starts "${nameOf(place)}" again and again has "${step.name}" done as often: there is no budget for it and no limit.`;
  return [{ rule: 'no-budget', severity: 'warning', message, mends }];
}

function nameOf({ plan, trigger }: Place): string {
  return own(plan.triggers, trigger)?.name ?? trigger;
}

function specOf({ plan, trigger, facts }: Place) {
  const spec = own(facts.catalogue, own(plan.triggers, trigger)?.type ?? '');
  return spec?.kind === 'trigger' ? spec : undefined;
}

/** Others decide how often it starts. */
function isOpen(place: Place): boolean {
  return specOf(place)?.reads === 'untrusted';
}

/** It writes to the kind of contact that starts the flow. */
function answersItself(place: Place): boolean {
  const kind = specOf(place)?.sender?.kind;
  if (kind === undefined) return false;
  return Object.values(inputFields(place.spec)).some(({ role, recipient }) => role === 'target' && recipient === kind);
}
