import { createStore, type Store } from '#components/editor/store/store.ts';
import type { Outlet } from '#components/editor/store/actions.ts';
import type { PartialHow } from '#lib/views-runs.ts';

export type InspectorTab = 'params' | 'settings' | 'run';

type Point = { x: number; y: number };

/**
 * A menu of step types, open at a point of the screen; the step goes to `at`. It is wired to what `from` or `to` names,
 * put into `edge`, or takes the place of `replace`.
 */
export type QuickAdd = {
  screen: Point;
  at: Point | null;
  from?: Outlet | null;
  to?: Outlet;
  edge?: string;
  replace?: string;
};

/** What is to be done with a step while the draft is tried out. */
export type Trial = { what: 'pin' | PartialHow; node: string };

/** What is open; lost with the page, unlike the document. */
export type Ui = {
  inspector: boolean;
  tab: InspectorTab;
  palette: boolean;
  minimap: boolean;
  /** The flow is shown as a list, not as a drawing. */
  list: boolean;
  /** The bar that searches the drawing. */
  find: boolean;
  quickAdd: QuickAdd | null;
  dialog: 'test' | 'shortcuts' | 'flow' | 'palette' | 'connect' | 'pins' | null;
  /** The group or note whose text is being changed where it stands. */
  writing: string | null;
  /** The question about a conflict was closed; the mark in the bar opens it again. */
  conflictHidden: boolean;
  /** The run laid over the drawing, and whether each new one takes its place. */
  runId: string | null;
  follow: boolean;
  /** The run whose results fields and parts of the flow go on from: the one looked at last. */
  dataRun: string | null;
  /** The selected step is open, with its input and output beside it. */
  step: boolean;
  trial: Trial | null;
  /** Raised with each wish to put the cursor into a field (`null`: the first) of the inspector. */
  focus: { field: string | null; count: number };
};

export type UiStore = Store<Ui> & { patch: (change: Partial<Ui>) => void };

/** The state of panels and menus; the run `runId` is laid over the drawing at once. */
export function createUi({ list = false, runId = null }: { list?: boolean; runId?: string | null } = {}): UiStore {
  const store = createStore<Ui>({
    inspector: true,
    tab: 'params',
    palette: true,
    minimap: false,
    list,
    find: false,
    quickAdd: null,
    dialog: null,
    writing: null,
    conflictHidden: false,
    runId,
    follow: false,
    dataRun: runId,
    step: false,
    trial: null,
    focus: { field: null, count: 0 },
  });
  return { ...store, patch: (change) => store.set({ ...store.get(), ...change }) };
}

/** Opens the inspector at a field of the selected node. */
export function focusField(ui: UiStore, field: string | null, tab: InspectorTab = 'params'): void {
  ui.patch({ inspector: true, tab, focus: { field, count: ui.get().focus.count + 1 } });
}

/** Opens the selected step with its input and output beside it. */
export function openStep(ui: UiStore): void {
  ui.patch({ step: true, tab: ui.get().tab === 'run' ? 'params' : ui.get().tab });
}
