import type { Flow } from '#lib/flow.ts';
import type { Problem } from '#lib/plan.ts';
import type { Texts } from '#messages/types.ts';
import type { Json, Stored } from '#lib/value.ts';
import type { PinView } from '#lib/views-drafts.ts';
import type { KnownFlow } from '#nodes/compile-call.ts';
import type { Catalogue } from '#nodes/define.ts';
import type { OwnersLists } from '#nodes/lint/drawing.ts';
import type { Finding } from '#nodes/lint/finding.ts';
import type { RoundLooks } from '#components/editor/canvas/round-look.ts';
import { buildView, EMPTY_VIEW, type CanvasView } from '#components/editor/canvas/view.ts';
import { deriveCards, NO_CARDS, type Cards } from '#components/editor/model/cards.ts';
import { record, redo, startHistory, undo, type History } from '#components/editor/model/history.ts';
import {
  edgeMarks,
  marksOf,
  type EdgeMark,
  type RunOverlay,
  type StepMark,
} from '#components/editor/model/run-overlay.ts';
import { NOTHING, prune, type Selection } from '#components/editor/model/selection.ts';
import { trustOf, type Trust } from '#components/editor/model/trust.ts';
import { weighty } from '#components/editor/model/findings.ts';
import { isLookedAt, NO_WAY, type DrawnWay } from '#components/editor/model/drawn-way.ts';
import { createStore, type Store } from '#components/editor/store/store.ts';

/** What the flow means, worked out once per change of the drawing. */
export type Derived = { flow: Flow; cards: Cards; trust: Trust };

/** Canvas ids of what a search found. */
export type Hits = { all: ReadonlySet<string>; at: string | null };

export const NO_HITS: Hits = { all: new Set(), at: null };
/** `runId`: null before the first run. */
export type LastOutputs = {
  runId: string | null;
  triggerId: string;
  startedAt: string | null;
  byNode: ReadonlyMap<string, Stored>;
};

const NO_OUTPUTS: LastOutputs = { runId: null, triggerId: '', startedAt: null, byNode: new Map() };

export type Editor = {
  catalogue: Catalogue;
  doc: Store<History>;
  derived: Store<Derived>;
  view: Store<CanvasView>;
  problems: Store<readonly Problem[]>;
  /** What the lint says, by the owner's rules and lists once they are known; the way of a finding that is looked at. */
  findings: Store<readonly Finding[]>;
  lists: Store<OwnersLists | null>;
  way: Store<DrawnWay>;
  run: Store<RunOverlay | null>;
  /** Rounds of loops that are looked at in that run. */
  looks: Store<RoundLooks>;
  /** What each node gave in the run last looked at, with labels; what is pinned instead of it. */
  outputs: Store<LastOutputs>;
  pins: Store<ReadonlyMap<string, PinView>>;
  /** Events that triggers were given to look at. */
  caught: Store<ReadonlyMap<string, Stored>>;
  /** Steps whose last results do not hold any more. */
  stale: Store<ReadonlySet<string>>;
  /** The values of all that: samples for the data picker. */
  samples: Store<ReadonlyMap<string, Json>>;
  /** Names of the owner's connections by id. */
  connections: Store<ReadonlyMap<string, string>>;
  /** The owner's flows by id, once they are known. */
  flows: Store<ReadonlyMap<string, KnownFlow> | null>;
  /** Ids of groups shown as one card; each person has their own. */
  collapsed: Store<ReadonlySet<string>>;
  /** What a search of the drawing found, and where it stands. */
  hits: Store<Hits>;
  flow: () => Flow;
  selection: () => Selection;
  /** Makes a changed flow the present. Changes with the same `key` in quick succession are undone together. */
  change: (flow: Flow, options?: { key?: string; selection?: Selection }) => void;
  select: (selection: Selection) => void;
  undo: () => void;
  redo: () => void;
  /** Stops watching; for a test or an editor that is taken off the page. */
  close: () => void;
};

/** The state behind one open editor: document, what is derived of it, and what the canvas draws. No React. */
export function createEditor(options: {
  flow: Flow;
  catalogue: Catalogue;
  collapsed?: ReadonlySet<string>;
  /** How cards are called for those who cannot see them. */
  t?: Texts<'drawing.names'>;
  now?: () => number;
}): Editor {
  const { catalogue, now = Date.now } = options;
  const doc = createStore(startHistory({ flow: options.flow, selection: NOTHING }));
  const derived = createStore(derive(options.flow, catalogue, NO_CARDS));
  const problems = createStore<readonly Problem[]>([]);
  const findings = createStore<readonly Finding[]>([]);
  const lists = createStore<OwnersLists | null>(null);
  const way = createStore(NO_WAY);
  const run = createStore<RunOverlay | null>(null);
  const looks = createStore<RoundLooks>(new Map());
  const connections = createStore<ReadonlyMap<string, string>>(new Map());
  const flows = createStore<ReadonlyMap<string, KnownFlow> | null>(null);
  const outputs = createStore(NO_OUTPUTS);
  const pins = createStore<ReadonlyMap<string, PinView>>(new Map());
  const caught = createStore<ReadonlyMap<string, Stored>>(new Map());
  const stale = createStore<ReadonlySet<string>>(new Set());
  const samples = createStore<ReadonlyMap<string, Json>>(new Map());
  const collapsed = createStore<ReadonlySet<string>>(options.collapsed ?? new Set());
  const hits = createStore(NO_HITS);
  const view = createStore(EMPTY_VIEW);
  const closing = [
    ...followDoc({
      catalogue,
      doc,
      derived,
      problems,
      findings,
      way,
      run,
      connections,
      flows,
      view,
      collapsed,
      hits,
      pins,
      stale,
      t: options.t,
    }),
    ...followData({ outputs, pins, caught, samples }),
  ];
  const move = (step: (history: History) => History) => {
    const history = step(doc.get());
    const selection = prune(history.present.selection, history.present.flow);
    doc.set({ ...history, present: { ...history.present, selection } });
  };
  const selection = () => doc.get().present.selection;
  return {
    catalogue,
    doc,
    derived,
    view,
    problems,
    findings,
    lists,
    way,
    run,
    looks,
    connections,
    flows,
    outputs,
    pins,
    caught,
    stale,
    samples,
    collapsed,
    hits,
    selection,
    flow: () => doc.get().present.flow,
    change: (flow, change = {}) => {
      const next = { flow, selection: prune(change.selection ?? selection(), flow) };
      doc.set(record(doc.get(), next, { ...(change.key === undefined ? {} : { key: change.key }), at: now() }));
    },
    select: (next) => doc.set({ ...doc.get(), present: { ...doc.get().present, selection: next } }),
    undo: () => move(undo),
    redo: () => move(redo),
    close: () => closing.forEach((stop) => stop()),
  };
}

function derive(flow: Flow, catalogue: Catalogue, previous: Cards): Derived {
  return { flow, cards: deriveCards(flow, catalogue, previous), trust: trustOf(flow, catalogue) };
}

/** Keeps the samples in step with what is known: pins before what a run gave, that before what was only caught. */
function followData(parts: Pick<Editor, 'outputs' | 'pins' | 'caught' | 'samples'>): (() => void)[] {
  const { outputs, pins, caught, samples } = parts;
  const gather = () => {
    const stored = [...caught.get(), ...outputs.get().byNode];
    const values = stored.flatMap(([id, one]) => (one.kind === 'inline' ? [[id, one.value] as const] : []));
    const pinned = [...pins.get()].map(([id, { value }]) => [id, value] as const);
    samples.set(new Map([...values, ...pinned]));
  };
  return [outputs.subscribe(gather), pins.subscribe(gather), caught.subscribe(gather)];
}

type Parts = Pick<
  Editor,
  | 'catalogue'
  | 'doc'
  | 'derived'
  | 'problems'
  | 'findings'
  | 'way'
  | 'run'
  | 'connections'
  | 'flows'
  | 'view'
  | 'collapsed'
  | 'hits'
  | 'pins'
  | 'stale'
> & { t: Texts<'drawing.names'> | undefined };

const NO_FLOWS: ReadonlyMap<string, KnownFlow> = new Map();

/** Keeps the derived state and the canvas's view in step with document, problems and run. */
function followDoc(parts: Parts): (() => void)[] {
  const { catalogue, doc, derived, problems, findings, way, run, connections, flows, view, collapsed } = parts;
  const { hits, pins, stale } = parts;
  let marks: ReadonlyMap<string, StepMark> = new Map();
  let wires: ReadonlyMap<string, EdgeMark> = new Map();
  const redraw = () => {
    const { cards, trust, flow } = derived.get();
    const { selection } = doc.get().present;
    view.set(
      buildView(view.get(), {
        flow,
        cards,
        trust,
        selection,
        problems: [...problems.get(), ...weighty(findings.get())],
        way: way.get(),
        marks,
        edgeMarks: wires,
        connections: connections.get(),
        flows: flows.get() ?? NO_FLOWS,
        collapsed: collapsed.get(),
        hits: hits.get(),
        pins: pins.get(),
        stale: stale.get(),
        t: parts.t,
      }),
    );
  };
  const followRun = () => {
    const { flow } = derived.get();
    const overlay = run.get();
    marks = overlay ? marksOf(flow, overlay, marks) : new Map();
    wires = overlay ? edgeMarks(flow, overlay, wires) : new Map();
    redraw();
  };
  const followFlow = () => {
    const { flow, selection } = doc.get().present;
    // Whoever does something else does not look at it any more.
    if (!isLookedAt(way.get(), { flow, selection })) way.set(NO_WAY);
    if (flow === derived.get().flow) return redraw();
    derived.set(derive(flow, catalogue, derived.get().cards));
    const overlay = run.get();
    if (overlay) wires = edgeMarks(flow, overlay, wires);
    redraw();
  };
  redraw();
  return [
    doc.subscribe(followFlow),
    problems.subscribe(redraw),
    findings.subscribe(redraw),
    way.subscribe(redraw),
    connections.subscribe(redraw),
    flows.subscribe(redraw),
    collapsed.subscribe(redraw),
    hits.subscribe(redraw),
    run.subscribe(followRun),
    pins.subscribe(redraw),
    stale.subscribe(redraw),
  ];
}
