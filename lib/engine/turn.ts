import type { RunIdentity } from '#lib/call.ts';
import type { EngineCommand, RunState, StepState } from '#lib/engine/types.ts';
import { stepKey } from '#lib/engine/types.ts';
import { indexOf } from '#lib/engine/plan-index.ts';
import type { PlanIndex } from '#lib/engine/plan-index.ts';
import { own } from '#lib/own.ts';
import type { Plan, PlanStep } from '#lib/plan.ts';
import type { RunEventBody } from '#lib/run-event.ts';
import type { Stored } from '#lib/value.ts';

/** What is known of the edges that lead to a step. */
export type Arrivals = { undecided: number; taken: number };

/** Counts that follow from the state; kept beside it so that an event costs what it changes, not the whole plan. */
type Tally = { arrivals: Map<string, Arrivals>; open: number };

/** One call of `step`: what it works on and what it asks the driver to do. */
export type Turn = {
  plan: Plan;
  index: PlanIndex;
  state: RunState;
  tally: Tally;
  at: number;
  commands: EngineCommand[];
  /** Steps of whose incoming edges enough are decided, in the order they became so. */
  ready: string[];
};

export const LIVE: ReadonlySet<StepState['status']> = new Set(['queued', 'running', 'waiting']);

const tallies = new WeakMap<RunState, Tally>();

/** Begins to handle one event. */
export function beginTurn(plan: Plan, state: RunState, at: number): Turn {
  const index = indexOf(plan);
  let tally = tallies.get(state);
  if (!tally) {
    tally = count(plan, state, index);
    tallies.set(state, tally);
  }
  return { plan, index, state, tally, at, commands: [], ready: [] };
}

function count(plan: Plan, state: RunState, index: PlanIndex): Tally {
  const arrivals = new Map<string, Arrivals>();
  for (const [to, edges] of index.incoming) {
    const outcomes = edges.map((edge) => own(state.edges, edge.id));
    const count = (of: 'taken' | undefined) => outcomes.filter((outcome) => outcome === of).length;
    arrivals.set(to, { undecided: count(undefined), taken: count('taken') });
  }
  const open = plan.order.filter((id) => {
    const at = own(state.steps, stepKey(id, ''));
    return !at || LIVE.has(at.status);
  });
  return { arrivals, open: open.length };
}

/** A run that has not begun. */
export function initialState(begin: {
  run: RunIdentity;
  plan: Plan;
  triggerId: string;
  trigger: Stored;
  at: number;
}): RunState {
  const { run, triggerId, trigger, at } = begin;
  return { run, phase: 'running', triggerId, trigger, startedAt: at, steps: {}, edges: {} };
}

/** The drawn step of a key; undefined for what the plan does not know. */
export function planStep(turn: Turn, key: string): PlanStep | undefined {
  return own(turn.plan.steps, key.split('@')[0] ?? '');
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
