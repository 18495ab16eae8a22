import type { RunIdentity } from '#lib/call.ts';
import type { EngineCommand, RunState, StepState } from '#lib/engine/types.ts';
import { stepKey } from '#lib/engine/types.ts';
import { indexOf } from '#lib/engine/plan-index.ts';
import type { PlanIndex, StepAt } from '#lib/engine/plan-index.ts';
import type { Label } from '#lib/label.ts';

export type { StepAt };
import { own } from '#lib/own.ts';
import type { StepError } from '#lib/errors.ts';
import type { Plan } from '#lib/plan.ts';
import type { RunEventBody } from '#lib/run-event.ts';
import type { Stored } from '#lib/value.ts';

/** What is known of the edges that lead to a step. */
export type Arrivals = { undecided: number; taken: number };

/** Counts that follow from the state; kept beside it so that an event costs what it changes, not the whole plan. */
type Tally = { arrivals: Map<string, Arrivals>; open: Map<string, number> };

/** One call of `step`: what it works on and what it asks the driver to do. */
export type Turn = {
  plan: Plan;
  index: PlanIndex;
  state: RunState;
  tally: Tally;
  at: number;
  commands: EngineCommand[];
  /** Keys of steps of whose incoming edges enough are decided, in the order they became so. */
  ready: string[];
  /** Iterations that came to their end, well or not. */
  over: IterationEnd[];
  /** Iterations begun in this turn. */
  begun: number;
};

/** One iteration of a loop (by the loop's key) is over. */
export type IterationEnd = {
  loop: string;
  index: number;
  failure?: { error: StepError; stepId: string; decided?: Label };
};

export const LIVE: ReadonlySet<StepState['status']> = new Set(['queued', 'running', 'waiting']);

const tallies = new WeakMap<RunState, Tally>();

/** Begins to handle one event. */
export function beginTurn(plan: Plan, state: RunState, at: number): Turn {
  const index = indexOf(plan);
  const tally = tallies.get(state) ?? { arrivals: new Map(), open: new Map() };
  tallies.set(state, tally);
  return { plan, index, state, tally, at, commands: [], ready: [], over: [], begun: 0 };
}

/** What is known of the edges that lead to a step. */
export function arrivalsOf(turn: Turn, step: StepAt): Arrivals {
  const known = turn.tally.arrivals.get(step.key);
  if (known) return known;
  const edges = turn.index.incoming.get(step.id) ?? [];
  const outcomes = edges.map((edge) => own(turn.state.edges, stepKey(edge.id, step.iteration)));
  const count = (of: 'taken' | undefined) => outcomes.filter((outcome) => outcome === of).length;
  return { undecided: count(undefined), taken: count('taken') };
}

/** How many steps outside of loops are not over, or, of one iteration, directly in its body. */
export function openIn(turn: Turn, group: { parent?: string | undefined; iteration: string }): number {
  const name = groupOf(group);
  const known = turn.tally.open.get(name);
  if (known !== undefined) return known;
  const left = siblingsOf(turn, group).filter((id) => {
    const at = own(turn.state.steps, stepKey(id, group.iteration));
    return !at || LIVE.has(at.status);
  }).length;
  turn.tally.open.set(name, left);
  return left;
}

/** Counts a step, whose state says already that it is over, and gives how many are left beside it. */
export function countLeft(turn: Turn, step: StepAt): number {
  const name = groupOf(step);
  const known = turn.tally.open.get(name);
  if (known === undefined) return openIn(turn, step);
  turn.tally.open.set(name, known - 1);
  return known - 1;
}

/** Ids of all steps in the same body, or of all outside of loops. */
export function siblingsOf({ plan, index }: Turn, step: { parent?: string | undefined }): readonly string[] {
  return step.parent === undefined ? index.top : (own(plan.steps, step.parent)?.body ?? []);
}

/** The name of all that belongs to one iteration of a loop; nothing outside of loops. */
export function groupOf(step: { parent?: string | undefined; iteration: string }): string {
  return step.parent === undefined ? '' : stepKey(step.parent, step.iteration);
}

/** A run that has not begun. */
export function initialState(begin: {
  run: RunIdentity;
  plan: Plan;
  triggerId: string;
  trigger: Stored;
  at: number;
  scope?: Label | undefined;
}): RunState {
  const { run, triggerId, trigger, at, scope } = begin;
  const state: RunState = { run, phase: 'running', triggerId, trigger, startedAt: at, steps: {}, edges: {} };
  return scope ? { ...state, scope } : state;
}

/** The drawn step of a key; undefined for what the plan does not know. */
export function planStep(turn: Turn, key: string): StepAt | undefined {
  const outside = turn.index.outside.get(key);
  if (outside) return outside;
  const [id = '', iteration = ''] = key.split('@');
  const drawn = own(turn.plan.steps, id);
  return drawn && { ...drawn, iteration, key };
}

/** The iteration of something `depth` loops deep, seen from inside: the outer part of the path. */
export function outerIteration(iteration: string, depth: number): string {
  return depth === 0 ? '' : iteration.split('/').slice(0, depth).join('/');
}

/** The innermost loop around a step, in its own iteration. */
export function loopAround(turn: Turn, step: StepAt): StepAt | undefined {
  if (step.parent === undefined) return undefined;
  const iteration = outerIteration(step.iteration, turn.index.depth.get(step.parent) ?? 0);
  return planStep(turn, stepKey(step.parent, iteration));
}

/** A fact for the run's log. Its key makes a repeated write harmless. `suffix` tells facts of one kind apart. */
export function emit(turn: Turn, fact: { step?: string; body: RunEventBody; suffix?: string }): void {
  const { step = '', body, suffix } = fact;
  const [stepId = '', iteration = ''] = step.split('@');
  const generation = own(turn.state.steps, step)?.generation ?? 0;
  const head = step === '' ? body.type : `${step}/${generation}/${body.type}`;
  const key = suffix === undefined ? head : `${head}/${suffix}`;
  turn.commands.push({ type: 'emit', event: { key, stepId, iteration, at: turn.at, body } });
}
