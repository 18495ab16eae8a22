import type { Flow } from '#lib/flow.ts';
import { createStore, type Store } from '#components/editor/store/store.ts';

/** Where the draft stands. `failed`: not reached, tried again by itself. `refused`: the server will not take it as it is. */
export type SaveState =
  { status: 'saved' | 'pending' | 'saving' | 'conflict' } | { status: 'failed' | 'refused'; message: string };

export type Outcome =
  | { kind: 'saved'; revision: number }
  | { kind: 'conflict' }
  | { kind: 'refused'; message: string }
  | { kind: 'unreachable'; message: string };

export type AutosaveOptions = {
  revision: number;
  saved: Flow;
  save: (draft: Flow, revision: number) => Promise<Outcome>;
  delayMs?: number;
  /** Starts a timer, gives back what stops it. */
  timer?: (then: () => void, ms: number) => () => void;
};

export type Autosave = {
  state: Store<SaveState>;
  /** The newest drawing; it is saved after a pause. */
  changed: (flow: Flow) => void;
  /** Saves at once what is not saved yet; true when everything is safe. */
  flush: () => Promise<boolean>;
  /** Goes on from another revision, e.g. after loading what somebody else saved. */
  adopt: (flow: Flow, revision: number) => void;
  /** Somebody else saved meanwhile: nothing is written until `adopt`. */
  conflict: () => void;
  revision: () => number;
  /** What the server has, as far as is known here: what both sides of a conflict began with. */
  saved: () => Flow;
  isSafe: () => boolean;
  close: () => void;
};

const RETRY_MS = [1000, 2000, 5000, 10_000, 30_000];

function startTimer(then: () => void, ms: number): () => void {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}

/** Saves the draft a moment after the last change; one request at a time; never over somebody else's. */
export function createAutosave(options: AutosaveOptions): Autosave {
  const { save, delayMs = 800, timer = startTimer } = options;
  const state = createStore<SaveState>({ status: 'saved' });
  let { revision, saved } = options;
  let latest = saved;
  let stopTimer: (() => void) | null = null;
  let running: Promise<void> | null = null;
  let failures = 0;
  let closed = false;

  const isSafe = () => latest === saved;
  const plan = (ms: number) => {
    stopTimer?.();
    stopTimer = closed ? null : timer(() => void run(), ms);
  };
  const run = async (): Promise<void> => {
    stopTimer?.();
    stopTimer = null;
    if (running) return running;
    if (isSafe() || state.get().status === 'conflict') return;
    running = attempt().finally(() => {
      running = null;
    });
    return running;
  };
  const attempt = async () => {
    const draft = latest;
    const base = revision;
    state.set({ status: 'saving' });
    const outcome = await save(draft, base);
    // Another revision was adopted meanwhile: this answer is about a past that no longer matters.
    if (base === revision) settle(draft, outcome);
  };
  const settle = (draft: Flow, outcome: Outcome) => {
    failures = outcome.kind === 'unreachable' ? failures + 1 : 0;
    if (outcome.kind === 'saved') {
      saved = draft;
      revision = outcome.revision;
      state.set({ status: isSafe() ? 'saved' : 'pending' });
      if (!isSafe()) plan(delayMs);
    } else if (outcome.kind === 'conflict') state.set({ status: 'conflict' });
    else if (outcome.kind === 'refused') state.set({ status: 'refused', message: outcome.message });
    else {
      state.set({ status: 'failed', message: outcome.message });
      plan(RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? 1000);
    }
  };
  return {
    state,
    changed: (flow) => {
      if (flow === latest) return;
      latest = flow;
      if (state.get().status === 'conflict') return;
      if (isSafe() && !running) {
        stopTimer?.();
        state.set({ status: 'saved' });
        return;
      }
      if (!running) state.set({ status: 'pending' });
      plan(delayMs);
    },
    flush: async () => {
      await run();
      // A change made while the first request was under way needs one more.
      if (!isSafe()) await run();
      return isSafe();
    },
    adopt: (flow, next) => {
      stopTimer?.();
      latest = flow;
      saved = flow;
      revision = next;
      failures = 0;
      state.set({ status: 'saved' });
    },
    conflict: () => {
      stopTimer?.();
      state.set({ status: 'conflict' });
    },
    revision: () => revision,
    saved: () => saved,
    isSafe,
    close: () => {
      closed = true;
      stopTimer?.();
    },
  };
}
