import type { Flow } from '#lib/flow.ts';
import type { Selection } from '#components/editor/model/selection.ts';

export type Snapshot = { flow: Flow; selection: Selection };

/** Everything that undo and redo need. `key` names the gesture that the last entry belongs to. */
export type History = {
  past: readonly Snapshot[];
  present: Snapshot;
  future: readonly Snapshot[];
  key: string | null;
  at: number;
};

const DEPTH = 200;
/** Typing in one field within this many ms of the last key is one step of undo. */
const COALESCE_MS = 1200;

export function startHistory(present: Snapshot): History {
  return { past: [], present, future: [], key: null, at: 0 };
}

/**
 * Makes `next` the present. Changes under the same `key` shortly after each other become one step of undo;
 * a change of selection alone is none.
 */
export function record(history: History, next: Snapshot, change: { key?: string; at: number }): History {
  if (next.flow === history.present.flow) return { ...history, present: next };
  const key = change.key ?? null;
  const joins = key !== null && key === history.key && change.at - history.at < COALESCE_MS;
  const past = joins ? history.past : [...history.past, history.present].slice(-DEPTH);
  return { past, present: next, future: [], key, at: change.at };
}

export function canUndo(history: History): boolean {
  return history.past.length > 0;
}

export function canRedo(history: History): boolean {
  return history.future.length > 0;
}

/** One step back; the selection is the one of that moment. */
export function undo(history: History): History {
  const previous = history.past.at(-1);
  if (!previous) return history;
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
    key: null,
    at: 0,
  };
}

/** One step forward again. */
export function redo(history: History): History {
  const [next, ...future] = history.future;
  if (!next) return history;
  return { past: [...history.past, history.present], present: next, future, key: null, at: 0 };
}
