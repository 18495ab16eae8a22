/** A run as pages show it, folded from its events: on the server for a whole run, in the browser event by event. */
import { stepKey } from '#lib/engine/types.ts';
import type { StepError } from '#lib/errors.ts';
import { countedOf, countOf, countStep, type NodeView } from '#lib/node-view.ts';
import type { RunEvent, RunStatus, StepStatus } from '#lib/run-event.ts';
import { advanceStep, isFinal, newStep } from '#lib/step-view.ts';
import type { Stored } from '#lib/value.ts';
import type { StepView } from '#lib/views-runs.ts';

/** What names and types of steps are read from: a flow or a plan. */
export type Drawing =
  | { nodes: readonly { id: string; type: string; name: string }[] }
  | { steps: Record<string, { id: string; type: string; name: string }> };

export type RunProgress = {
  status: RunStatus;
  startedAt: string | null;
  endedAt: string | null;
  input: Stored | null;
  output: Stored | null;
  response: { status: number; headers: Record<string, string>; body: Stored } | null;
  failure: StepError | null;
  failedStep: string | null;
  stopReason: string | null;
  /** In the order in which they were first heard of; of a large run a page holds only some (`keepSome`). */
  steps: StepView[];
  /** All that were heard of. */
  stepCount: number;
  /** What there is to say of each node, over all its steps. */
  nodes: ReadonlyMap<string, NodeView>;
  lastEventId: number;
  /** Types and names by step id. */
  drawn: ReadonlyMap<string, { type: string; name: string }>;
};

const ENDED: ReadonlySet<RunStatus> = new Set(['done', 'failed', 'stopped']);

/** The progress of a run of which nothing is known yet. */
export function emptyRun(drawing: Drawing): RunProgress {
  const drawn = 'nodes' in drawing ? drawing.nodes : Object.values(drawing.steps);
  return {
    status: 'queued',
    startedAt: null,
    endedAt: null,
    input: null,
    output: null,
    response: null,
    failure: null,
    failedStep: null,
    stopReason: null,
    steps: [],
    stepCount: 0,
    nodes: new Map(),
    lastEventId: 0,
    drawn: new Map(drawn.map(({ id, type, name }) => [id, { type, name }])),
  };
}

/** The progress of a run after all of its events. */
export function foldRun(events: readonly RunEvent[], drawing: Drawing): RunProgress {
  return applyEvents(emptyRun(drawing), events);
}

/** The progress after one more event. Steps that it does not touch keep their identity. */
export function applyEvent(view: RunProgress, event: RunEvent): RunProgress {
  return applyEvents(view, [event]);
}

/** The progress after more events. Those already seen change nothing, and no status goes backwards. */
export function applyEvents(view: RunProgress, events: readonly RunEvent[]): RunProgress {
  const fresh = events.filter((event) => event.id > view.lastEventId);
  if (fresh.length === 0) return view;
  const nodes = new Map(view.nodes);
  const next: RunProgress = { ...view, steps: [...view.steps], nodes };
  const places = new Map(next.steps.map((step, index) => [stepKey(step.node, step.iteration), index]));
  const fold: Fold = { view: next, places, nodes, own: new Set() };
  for (const event of fresh) {
    next.lastEventId = Math.max(next.lastEventId, event.id);
    if (event.stepId === '' || event.body.type.startsWith('run.')) applyToRun(next, event);
    else applyToStep(fold, event);
  }
  if (!ENDED.has(next.status)) next.status = statusOf(next);
  return next;
}

type Fold = {
  view: RunProgress;
  places: Map<string, number>;
  nodes: Map<string, NodeView>;
  /** Steps and nodes that were made in this fold, and may be changed where they are. */
  own: Set<StepView | NodeView>;
};

function statusOf({ nodes, startedAt }: RunProgress): RunStatus {
  const has = (...statuses: StepStatus[]) => [...nodes.values()].some((node) => countOf(node, statuses) > 0);
  if (has('running', 'retrying', 'queued')) return 'running';
  if (has('waiting')) return 'waiting';
  return startedAt === null && nodes.size === 0 ? 'queued' : 'running';
}

function applyToRun(view: RunProgress, { at, body }: RunEvent): void {
  const time = new Date(at).toISOString();
  if (body.type === 'run.responded') {
    const { status, headers } = body;
    view.response ??= { status, headers, body: body.body };
    return;
  }
  if (body.type === 'run.started') {
    view.startedAt ??= time;
    view.input ??= body.input;
    return;
  }
  if (ENDED.has(view.status)) return;
  if (body.type === 'run.done') Object.assign(view, { status: 'done', endedAt: time, output: body.output ?? null });
  if (body.type === 'run.stopped')
    Object.assign(view, { status: 'stopped', endedAt: time, stopReason: body.reason ?? null });
  if (body.type === 'run.failed') {
    Object.assign(view, { status: 'failed', endedAt: time, failure: body.error, failedStep: body.stepId ?? null });
  }
}

function applyToStep({ view, places, nodes, own }: Fold, event: RunEvent): void {
  const key = stepKey(event.stepId, event.iteration);
  const place = places.get(key) ?? view.steps.length;
  const known = view.steps[place];
  const before = known ? countedOf(known) : null;
  const after = known ? (own.has(known) ? known : { ...known }) : newStep(event, view.drawn.get(event.stepId));
  own.add(after);
  advanceStep(after, event);
  if (!known) {
    places.set(key, place);
    view.stepCount += 1;
  }
  view.steps[place] = after;
  const node = nodes.get(event.stepId);
  const counted = countStep(node, { before, after, own: node !== undefined && own.has(node) });
  if (counted === node) return;
  own.add(counted);
  nodes.set(event.stepId, counted);
}

/**
 * Lets go of steps in loops that are over, the oldest first, once there are more than `most`: what a page must keep of
 * them is in `nodes`. Those that a node names as its last of a kind stay.
 */
export function keepSome(view: RunProgress, most: number): RunProgress {
  if (view.steps.length <= most) return view;
  const named = new Set(
    [...view.nodes.values()].flatMap(({ node, last }) => Object.values(last).map((at) => stepKey(node, at))),
  );
  const mayGo = (step: StepView) =>
    step.iteration !== '' && isFinal(step.status) && !named.has(stepKey(step.node, step.iteration));
  // Down to the half, so that it is not done again with every event.
  let tooMany = view.steps.length - Math.ceil(most / 2);
  return { ...view, steps: view.steps.filter((step) => !(mayGo(step) && tooMany-- > 0)) };
}
