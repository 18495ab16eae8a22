/** Triggers that strangers can start. */
import { own } from '#lib/own.ts';
import type { Finding } from '#nodes/lint/finding.ts';
import { happensByItself, type Place } from '#nodes/lint/place.ts';

/** A warning where a stranger's start has an effect that nobody is asked about. `places`: what a run of it comes to. */
export function startFindings(
  trigger: string,
  { plan, facts }: Pick<Place, 'plan' | 'facts'>,
  places: Place[],
): Finding[] {
  const drawn = own(plan.triggers, trigger);
  const spec = own(facts.catalogue, drawn?.type ?? '');
  if (!drawn || spec?.kind !== 'trigger' || !spec.open) return [];
  const { unless } = spec.open;
  if (unless !== null && (own(drawn.params, unless) ?? '') !== '') return [];
  const acts = places.some(happensByItself);
  const message =
    unless === null
      ? `Everybody who knows the address of "${drawn.name}" can start this flow.`
      : `Whoever knows the address of "${drawn.name}" can start this flow. Ask for a secret in a header, too.`;
  return [
    {
      rule: 'open-start',
      severity: acts && unless !== null ? 'warning' : 'note',
      node: trigger,
      ...(unless === null ? {} : { field: unless }),
      trigger,
      message,
      way: [trigger],
      mends: [],
    },
  ];
}
