/** A run as pages show it, folded from its events: on the server for a whole run, in the browser event by event. */
import type { StepError } from '#lib/errors.ts';
import type { RunEvent, RunStatus } from '#lib/run-event.ts';
import { changeOf, newStep } from '#lib/step-view.ts';
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
  /** In the order in which they were first heard of. */
  steps: StepView[];
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
  const next: RunProgress = { ...view, steps: [...view.steps] };
  const places = new Map(next.steps.map((step, index) => [`${step.node}@${step.iteration}`, index]));
  for (const event of fresh) {
    next.lastEventId = Math.max(next.lastEventId, event.id);
    if (event.stepId === '' || event.body.type.startsWith('run.')) applyToRun(next, event);
    else applyToStep(next, places, event);
  }
  if (!ENDED.has(next.status)) next.status = statusOf(next);
  return next;
}

function statusOf({ steps, startedAt }: RunProgress): RunStatus {
  if (steps.some(({ status }) => status === 'running' || status === 'retrying' || status === 'queued'))
    return 'running';
  if (steps.some(({ status }) => status === 'waiting')) return 'waiting';
  return startedAt === null && steps.length === 0 ? 'queued' : 'running';
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

function applyToStep(view: RunProgress, places: Map<string, number>, event: RunEvent): void {
  const key = `${event.stepId}@${event.iteration}`;
  const place = places.get(key) ?? view.steps.push(newStep(event, view.drawn.get(event.stepId))) - 1;
  places.set(key, place);
  const step = view.steps[place];
  if (step) view.steps[place] = { ...step, ...changeOf(step, event) };
}
