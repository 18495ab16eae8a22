import type { Kept } from '#lib/engine/types.ts';
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import { lookAhead } from '#lib/resume/ahead.ts';
import { inOrder, keptOf } from '#lib/resume/kept.ts';
import { keptPin, Pins, type Pin } from '#lib/resume/pins.ts';
import type { Reuse } from '#lib/resume/reuse.ts';
import { outermost } from '#lib/resume/same-step.ts';
import type { Json, Stored } from '#lib/value.ts';
import type { FieldLabels } from '#lib/label.ts';
import { Conflict } from '#platform/errors.ts';
import type { DraftData } from '#server/services/draft-data.ts';

type Asked = {
  plan: Plan;
  data: DraftData;
  begin: { triggerId: string; value: Json; labels: FieldLabels };
  pins: Record<string, Pin>;
  node: string;
};

/**
 * All that leads to a step is taken over as it is known, also where it was drawn otherwise since. Refused where that is
 * not enough: then something else would have to be done first.
 */
export function onlyStep({ plan, data, begin, pins, node }: Asked): Reuse {
  const target = outermost(plan, node);
  const found = new Pins(data.events, pins);
  const kept: Record<string, Kept> = {};
  for (const [id, one] of Object.entries(keptOf(data.plan, data.events))) {
    const step = own(plan.steps, id);
    const isOver = one.status === 'done' || (one.status === 'failed' && step?.onError !== 'fail');
    if (step && isOver && !step.disabled && id !== target && !found.wasOther(id))
      kept[id] = { ...one, generation: 0, reused: true };
  }
  for (const [id, pin] of Object.entries(pins)) kept[id] = keptPin(pin);
  const trigger: Stored = { kind: 'inline', value: begin.value, labels: begin.labels };
  const { begun, passed } = lookAhead(plan, { triggerId: begin.triggerId, trigger, kept });
  const name = (id: string) => `“${own(plan.steps, id)?.name ?? id}”`;
  const missing = begun.filter((id) => id !== target && own(plan.steps, id)?.tier !== 'pure');
  if (missing.length > 0)
    throw new Conflict(
      `${missing.map(name).join(', ')} ${missing.length === 1 ? 'has' : 'have'} no result yet. Run up to ${name(node)} instead, or pin what is missing.`,
    );
  if (passed.includes(target))
    throw new Conflict(`With these results the flow does not come to ${name(node)}. Pin another result before it.`);
  return {
    kept: inOrder(plan, { kept, events: data.events }),
    reused: plan.order.filter((id) => Object.hasOwn(kept, id)),
    again: { [target]: 'chosen' },
  };
}
