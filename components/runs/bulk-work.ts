'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTRPC } from '#components/live/trpc.tsx';
import { inputOf, type RunListFilter } from '#components/runs/run-query.ts';

/** What the dialogs about many runs have in common. `ids`: the picked ones; null: all that the filter finds. */
export type BulkProps = {
  filter: RunListFilter;
  ids: string[] | null;
  onClose: () => void;
  onDone: () => void;
};

/** Picked runs are named; the filter they were found with does not matter then. */
export function whichOf<S extends string>(
  { filter, ids }: Pick<BulkProps, 'filter' | 'ids'>,
  statuses: readonly S[],
): Omit<RunListFilter, 'status'> & { status?: S; ids?: string[] } {
  if (ids) return { ids };
  const { status, ...rest } = inputOf(filter);
  const known = statuses.find((one) => one === status);
  return { ...rest, ...(known ? { status: known } : {}) };
}

export type BulkState = { done: number; left: number } | null;

/** Goes through all pages of some work on many runs; what was done shows on the way, and it can be ended in between. */
export function useBulkWork() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [state, setState] = useState<BulkState>(null);
  const ended = useRef(false);
  const start = async (work: (cursor?: string) => Promise<{ done: number; left: number; next: string | null }>) => {
    ended.current = false;
    let [done, left] = [0, 0];
    setState({ done, left });
    try {
      for (let cursor: string | null | undefined; cursor !== null && !ended.current;) {
        const page = await work(cursor);
        done += page.done;
        left += page.left;
        cursor = page.next;
        setState({ done, left });
      }
      return { done, left };
    } finally {
      setState(null);
      await queries.invalidateQueries({ queryKey: trpc.runs.pathKey() });
    }
  };
  return { state, start, end: () => (ended.current = true) };
}
