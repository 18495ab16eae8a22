/** Text that models are writing just now, by run and step. Nothing of it is kept: the step's output replaces it. */
import type { TokenChunk } from '#components/live/protocol.ts';
import { stepKey } from '#lib/engine/types.ts';

/** Longest text that a page holds of one step; the end of it is what one watches. */
const LONGEST = 20_000;
const MOST = 100;
const TELL_MS = 80;

export type LiveText = {
  attempt: number;
  text: string;
  /** Something before it was not seen or let go. */ cut: boolean;
};

export type LiveTexts = {
  add: (chunk: TokenChunk) => void;
  get: (runId: string, node: string, iteration: string) => LiveText | null;
  subscribe: (listener: () => void) => () => void;
};

/** Holds what has come so far, and tells of it in small groups, so that a fast model costs few renders. */
export function createLiveTexts(
  later: (tell: () => void) => void = (tell) => void setTimeout(tell, TELL_MS),
): LiveTexts {
  const texts = new Map<string, LiveText>();
  const listeners = new Set<() => void>();
  let pending = false;
  const tell = () => {
    pending = false;
    for (const listener of [...listeners]) listener();
  };
  return {
    add(chunk) {
      const key = keyOf(chunk.runId, chunk.stepId, chunk.iteration ?? '');
      texts.set(key, grown(texts.get(key), chunk));
      const [oldest] = texts.keys();
      if (texts.size > MOST && oldest !== undefined) texts.delete(oldest);
      if (pending) return;
      pending = true;
      later(tell);
    },
    get: (runId, node, iteration) => texts.get(keyOf(runId, node, iteration)) ?? null,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function keyOf(runId: string, node: string, iteration: string): string {
  return `${runId} ${stepKey(node, iteration)}`;
}

/** A later attempt begins anew; what still comes of an earlier one is dropped. */
function grown(known: LiveText | undefined, { attempt, text }: TokenChunk): LiveText {
  if (known && attempt < known.attempt) return known;
  const before = known?.attempt === attempt ? known : { text: '', cut: false };
  const whole = before.text + text;
  return { attempt, text: whole.slice(-LONGEST), cut: before.cut || whole.length > LONGEST };
}
