/** Pins in a run to come, beside what the steps gave in the one before. */
import { sameJson } from '#lib/condition.ts';
import type { Kept } from '#lib/engine/types.ts';
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import type { Told } from '#lib/resume/kept.ts';

/** `source`: the large value of a run that it is a copy of. */
export type Pin = Kept & { status: 'done'; pinned: string; source?: string };

/** A pin as a run takes it up. */
export function keptPin({ source: _source, ...kept }: Pin): Kept {
  return kept;
}

/** All of them, for a run that takes over nothing else. */
export function keptPins(pins: Record<string, Pin>): Record<string, Kept> {
  return Object.fromEntries(Object.entries(pins).map(([id, pin]) => [id, keptPin(pin)]));
}

/** Compares the pins of now with what the log of a run says. */
export class Pins {
  private readonly now: Record<string, Pin> | undefined;
  /** Marks of the pins that stood in for steps then; '' where a step was done as well. */
  private readonly then = new Map<string, string>();

  constructor(events: readonly Told[], now: Record<string, Pin> | undefined) {
    this.now = now;
    // Where there are no pins, what one of them gave is a result as any other.
    if (!now) return;
    for (const { stepId, body } of events) {
      if (body.type !== 'step.done') continue;
      const mark = body.pinned ?? '';
      this.then.set(stepId, (this.then.get(stepId) ?? mark) === mark ? mark : '');
    }
  }

  of(id: string): Pin | undefined {
    return this.now && own(this.now, id);
  }

  /** Those of steps inside of loops, which hold in every iteration. */
  inside(plan: Plan): Record<string, Kept> {
    const inner = Object.entries(this.now ?? {}).filter(([id]) => own(plan.steps, id)?.parent !== undefined);
    return Object.fromEntries(inner.map(([id, pin]) => [id, keptPin(pin)]));
  }

  /** A pin stood in for it, which is gone: it was never done. */
  wasOther(id: string): boolean {
    return (this.then.get(id) ?? '') !== '' && !this.of(id);
  }

  /** Of a step inside of a loop: what stood in for it then does so now, or it was done and will be. */
  isAsBefore(id: string): boolean {
    const then = this.then.get(id);
    return then === undefined || then === (this.of(id)?.pinned ?? '');
  }

  /** Whether a step gave then what is pinned now. */
  gaveSame(id: string, before: Kept | undefined): boolean {
    const pin = this.of(id);
    if (!pin || before?.status !== 'done' || before.port !== pin.port) return false;
    if (this.then.get(id) === pin.pinned) return true;
    const { output } = before;
    if (output.kind === 'blob') return output.blob.ref === pin.source;
    return pin.output.kind === 'inline' && sameJson(output.value, pin.output.value);
  }
}
