/** What the last runs of a draft gave together: a run of a part of it says nothing of the rest. */
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import type { Told } from '#lib/resume/kept.ts';

export type Ran = { plan: Plan; events: readonly Told[] };
/** `outdated`: steps whose results are from before what they were made of was done anew. */
export type Joined = { plan: Plan; events: Told[]; outdated: Set<string> };

/** Joins runs, the latest first: of each step what the latest of them said that knew it. */
export function joinRuns([latest, ...earlier]: readonly [Ran, ...Ran[]]): Joined {
  const joined: Joined = { plan: latest.plan, events: [...latest.events], outdated: new Set() };
  for (const run of earlier) addRun(joined, run);
  return joined;
}

function addRun(joined: Joined, { plan, events }: Ran): void {
  const { plan: known } = joined;
  const added = plan.order.filter((id) => !Object.hasOwn(known.steps, id));
  if (added.length === 0) return;
  const done = doneAnew(joined.events);
  const isNew = new Set(added);
  for (const id of added) {
    const sources = plan.edges.filter(({ to }) => to === id).map(({ from }) => from);
    if (sources.some((from) => joined.outdated.has(from) || done.has(from))) joined.outdated.add(id);
  }
  const edges = [...known.edges, ...plan.edges.filter(({ to }) => isNew.has(to))];
  joined.plan = {
    ...known,
    triggers: { ...plan.triggers, ...known.triggers },
    steps: { ...pick(plan.steps, isNew), ...known.steps },
    order: [...known.order, ...added],
    edges: edges.map((edge, index) => ({ ...edge, id: String(index) })),
  };
  joined.events.push(...events.filter(({ stepId }) => isNew.has(stepId)));
}

/** Steps that a run has not taken over as they were. */
function doneAnew(events: readonly Told[]): Set<string> {
  const ended = events.filter(({ body }) => body.type === 'step.done' || body.type === 'step.failed');
  return new Set(
    ended.flatMap(({ stepId, body }) => (body.type === 'step.done' && body.reused === true ? [] : [stepId])),
  );
}

function pick<T>(from: Record<string, T>, ids: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries([...ids].flatMap((id) => (own(from, id) ? [[id, from[id] as T]] : [])));
}
