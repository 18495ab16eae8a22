/** What a run that repeats another takes over from it, and what it does again. */
import { DONE_PORT, ERROR_PORT, OUT_PORT } from '#lib/control.ts';
import { indexOf } from '#lib/engine/plan-index.ts';
import type { PlanIndex } from '#lib/engine/plan-index.ts';
import type { Kept } from '#lib/engine/types.ts';
import { own } from '#lib/own.ts';
import type { Join, Plan, PlanEdge, PlanStep } from '#lib/plan.ts';
import { inOrder, keptOf } from '#lib/resume/kept.ts';
import type { Told } from '#lib/resume/kept.ts';
import { keptPin, Pins, type Pin } from '#lib/resume/pins.ts';
import { isSameStep, outermost, referredBy, withBody } from '#lib/resume/same-step.ts';

/**
 * Where a run is repeated from: what failed, its beginning, or any step. A step inside of a loop stands for the loop,
 * which begins whole.
 */
export type RetryFrom = 'failed' | 'start' | { step: string };

/**
 * Why a step is done again: it was chosen, comes after such a one, is drawn otherwise or after something that is, or never
 * came to an end.
 */
export type AgainWhy = 'chosen' | 'after' | 'changed' | 'unfinished';

export type Reuse = {
  /** To begin the new run with. */
  kept: Record<string, Kept>;
  /** Ids of the steps whose results are taken over, in the order of the plan. */
  reused: string[];
  /** Every other step that the new run may come to. */
  again: Record<string, AgainWhy>;
};

type Asked = {
  before: Plan;
  after: Plan;
  /** The log of the run that is repeated. */
  events: readonly Told[];
  triggerId: string;
  /** Without it nothing is chosen: only what was drawn otherwise is done again. */
  from?: RetryFrom;
  /** What stands in for steps of `after`, by their ids; not for one that is chosen. */
  pins?: Record<string, Pin>;
  /** The run begins with something else than the one before. */
  newInput?: boolean;
  /** Steps whose results are from before what they were made of was done anew. */
  outdated?: ReadonlySet<string>;
};

/** Decides step by step. Executes nothing. Throws nothing: what is unclear is done again. */
export function decideReuse(asked: Asked): Reuse {
  return new Deciding(asked).decide();
}

/**
 * Ids of the steps at which a run failed: those that ended it, else those whose error it went on with, else the one that
 * was drawn to end it so.
 */
export function failedSteps(events: readonly Told[]): string[] {
  const failed = events.filter(({ body }) => body.type === 'step.failed');
  const ending = failed.filter(({ body }) => body.type === 'step.failed' && body.port === undefined);
  if (failed.length > 0) return [...new Set((ending.length > 0 ? ending : failed).map(({ stepId }) => stepId))];
  return events.flatMap(({ body }) => (body.type === 'run.failed' && body.stepId !== undefined ? [body.stepId] : []));
}

class Deciding {
  private readonly asked: Asked;
  private readonly old: Record<string, Kept>;
  private readonly index: PlanIndex;
  private readonly pinned: Pins;
  private readonly touched: Map<string, AgainWhy>;
  /** Steps that end as they did, with the port they leave by; none for those that are passed by or let go of. */
  private readonly same = new Map<string, string | undefined>();
  private readonly again: Record<string, AgainWhy> = {};
  private readonly kept: Record<string, Kept> = {};

  constructor(asked: Asked) {
    this.asked = asked;
    const { before, after, events, from, triggerId } = asked;
    this.old = from === 'start' ? {} : keptOf(before, events);
    this.index = indexOf(after);
    this.pinned = new Pins(events, asked.pins);
    const chosen = from === undefined ? [] : chosenOf(from, events).map((id) => outermost(after, id));
    this.touched = this.downstream(chosen);
    for (const trigger of Object.values(after.triggers)) {
      const known = own(before.triggers, trigger.id);
      const begins = trigger.id === triggerId;
      if (begins && asked.newInput) continue;
      if (known?.type === trigger.type && known.version === trigger.version)
        this.same.set(trigger.id, begins ? OUT_PORT : undefined);
    }
  }

  decide(): Reuse {
    for (const id of this.index.top) {
      const step = own(this.asked.after.steps, id);
      if (step) this.judge(step);
    }
    const { again } = this;
    const kept = {
      ...inOrder(this.asked.after, { kept: this.kept, events: this.asked.events }),
      ...this.pinned.inside(this.asked.after),
    };
    return { kept, reused: this.index.top.filter((id) => Object.hasOwn(kept, id)), again };
  }

  private judge(step: PlanStep): void {
    const { id } = step;
    const arrives = this.arrives(step);
    const touched = this.touched.get(id);
    // It is passed by as it was, whatever is drawn in it.
    if (touched === undefined && arrives === 'passes') return void this.same.set(id, undefined);
    const pin = this.pinned.of(id);
    if (pin && !step.disabled && touched !== 'chosen') return this.takePin(step, pin, arrives === 'comes');
    const why = touched ?? this.whyAgain(step, arrives === 'comes');
    if (why) {
      this.again[id] = why;
      return;
    }
    if (step.disabled) return void this.same.set(id, firstPort(step));
    const kept = this.old[id];
    if (!kept || kept.status === 'waiting') return;
    // A `stop` ends the run anew: it costs nothing and nothing follows it.
    if (step.type !== 'stop') this.kept[id] = { ...kept, generation: 0, reused: true };
    this.same.set(id, leavesBy(step, kept));
    if (step.join.mode !== 'all') this.letGo(id);
  }

  /** Whatever leads to it: it is not done. What follows may go on from it only if it gave the same before. */
  private takePin(step: PlanStep, pin: Pin, comes: boolean): void {
    const { id } = step;
    this.kept[id] = keptPin(pin);
    if (comes && !this.touched.has(id) && this.pinned.gaveSame(id, own(this.old, id)))
      this.same.set(id, leavesBy(step, pin));
  }

  private whyAgain(step: PlanStep, comes: boolean): AgainWhy | undefined {
    const { before, after } = this.asked;
    if (!step.disabled && !isOver(step, own(this.old, step.id))) return 'unfinished';
    if (this.pinned.wasOther(step.id)) return 'unfinished';
    if (!isSameStep(step.id, { before, after }) || this.asked.outdated?.has(step.id)) return 'changed';
    if (withBody(after, step.id).some((inner) => !this.pinned.isAsBefore(inner.id))) return 'changed';
    if (!comes || !referredBy(after, step.id).every((id) => this.same.has(id) || this.losesTo(id, step)))
      return 'changed';
    return undefined;
  }

  /** Whether enough of what leads to a step is as it was, to say that it is begun or passed by as it was. */
  private arrives({ id, join }: PlanStep): 'comes' | 'passes' | 'unknown' {
    const edges = this.index.incoming.get(id) ?? [];
    const taken = edges.filter((edge) => this.isTaken(edge)).length;
    const unknown = edges.filter((edge) => !this.same.has(edge.from)).length;
    const needed = neededBy(join);
    if (join.mode !== 'all' && taken >= needed) return 'comes';
    if (unknown > 0) return 'unknown';
    return taken >= needed ? 'comes' : 'passes';
  }

  private isTaken(edge: PlanEdge): boolean {
    const { after, triggerId } = this.asked;
    if (own(after.triggers, edge.from)) return edge.from === triggerId && this.same.has(edge.from);
    return this.same.get(edge.from) === edge.port;
  }

  /** Does the early join `step` let go of that one, so that it has no result this time either? */
  private losesTo(id: string, step: PlanStep): boolean {
    return step.join.mode !== 'all' && !Object.hasOwn(this.old, id) && this.losersOf(step.id).has(id);
  }

  /** What an early join that is decided already does not wait for is not begun. */
  private letGo(join: string): void {
    for (const id of this.losersOf(join)) {
      delete this.again[id];
      this.same.set(id, undefined);
    }
  }

  private losersOf(join: string): Set<string> {
    const lost = new Set<string>();
    for (const id of [...this.index.top].reverse()) {
      const behind = this.index.outgoing.get(id) ?? [];
      const isLost = behind.length > 0 && behind.every(({ to }) => to === join || lost.has(to) || this.same.has(to));
      if (isLost && !this.same.has(id) && !this.touched.has(id)) lost.add(id);
    }
    return lost;
  }

  private downstream(chosen: string[]): Map<string, AgainWhy> {
    const found = new Map<string, AgainWhy>(chosen.map((id) => [id, 'chosen']));
    for (const id of this.index.top) {
      if (found.has(id)) continue;
      const isBehind = (this.index.incoming.get(id) ?? []).some((edge) => found.has(edge.from));
      if (isBehind || referredBy(this.asked.after, id).some((other) => found.has(other))) found.set(id, 'after');
    }
    return found;
  }
}

function chosenOf(from: RetryFrom, events: readonly Told[]): string[] {
  if (from === 'start') return [];
  return from === 'failed' ? failedSteps(events) : [from.step];
}

/** A failure that ended the run is no end of its step. */
function isOver(step: PlanStep, kept: Kept | undefined): boolean {
  return kept?.status === 'done' || (kept?.status === 'failed' && step.onError !== 'fail');
}

function neededBy(join: Join): number {
  return join.mode === 'count' ? join.count : 1;
}

function firstPort(step: PlanStep): string {
  if (step.body) return DONE_PORT;
  return step.ports.find((port) => port !== ERROR_PORT) ?? OUT_PORT;
}

function leavesBy(step: PlanStep, kept: Exclude<Kept, { status: 'waiting' }>): string | undefined {
  if (kept.status === 'done') return kept.port ?? firstPort(step);
  return { fail: undefined, branch: ERROR_PORT, continue: firstPort(step) }[step.onError];
}
