'use client';
import { useState } from 'react';
import { rangeOf } from '#components/runs/run-query.ts';

export type RunSelection = {
  ids: ReadonlySet<string>;
  /** With `upTo` everything from the last one picked. */
  toggle: (id: string, upTo: boolean) => void;
  all: (on: boolean) => void;
  clear: () => void;
};

/** Which rows are picked. What the list no longer shows is not picked any more. */
export function useRunSelection(shown: readonly string[]): RunSelection {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string | null>(null);
  const there = new Set(shown);
  const ids = new Set([...picked].filter((id) => there.has(id)));
  return {
    ids,
    toggle: (id, upTo) => {
      const on = !ids.has(id);
      const touched = upTo && last !== null ? rangeOf(shown, last, id) : [id];
      const next = new Set(ids);
      for (const one of touched)
        if (on) next.add(one);
        else next.delete(one);
      setPicked(next);
      setLast(id);
    },
    all: (on) => setPicked(on ? there : new Set()),
    clear: () => setPicked(new Set()),
  };
}
