'use client';
import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTRPC } from '#components/live/trpc.tsx';
import { roundsAtHand, type OpenLoop, type RoundSource, type Row } from '#components/runs/step-rows.ts';
import { stepKey } from '#lib/engine/types.ts';
import type { IterationPage, IterationView, RunView } from '#lib/views-runs.ts';

const PAGE = 50;
const MOST_PAGES = 60;
const LOOK_AGAIN_MS = 2000;

type Wanted = { loop: OpenLoop; page: number };
const nameOf = ({ loop, page }: Wanted) => `${loop.key} ${String(loop.failed)} ${page}`;

/**
 * The rounds of a run's loops: those of a small run are there, those of a large one come in pages as they are looked at.
 * `look` tells which lines are in sight.
 */
export function useRoundPages(run: RunView, parents: ReadonlyMap<string, string>) {
  const trpc = useTRPC();
  const [wanted, setWanted] = useState<readonly Wanted[]>([]);
  const whole = run.steps.length >= run.stepCount;
  const results = useQueries({
    queries: wanted.map(({ loop, page }) => ({
      ...trpc.runs.rounds.queryOptions({
        ...{ id: run.id, node: loop.node, iteration: loop.iteration },
        ...(loop.failed ? { status: 'failed' as const } : {}),
        ...{ offset: page * PAGE, limit: PAGE },
      }),
      refetchInterval: ({ state }: { state: { data?: IterationPage | undefined } }) =>
        run.endedAt === null && !isOver(state.data) ? LOOK_AGAIN_MS : (false as const),
    })),
    combine: (all) => all.map(({ data }) => data),
  });
  const source = useMemo(() => {
    if (whole) return roundsAtHand(run, parents);
    const pages = new Map(wanted.map((one, index) => [nameOf(one), results[index]]));
    const live = new Map(run.steps.map((step) => [stepKey(step.node, step.iteration), step]));
    const newest = (round: IterationView): IterationView => ({
      ...round,
      steps: round.steps.map((step) => live.get(stepKey(step.node, step.iteration)) ?? step),
    });
    return (loop: OpenLoop): RoundSource => sourceOf(loop, pages, newest);
  }, [whole, run, parents, wanted, results]);
  const look = useCallback(
    (rows: readonly Row[]) => {
      if (whole) return;
      setWanted((before) => {
        const known = new Set(before.map(nameOf));
        const fresh = wantedIn(rows).filter((one) => !known.has(nameOf(one)));
        // Pages that were looked at stay: an opened round must not close because one scrolls past it.
        return fresh.length === 0 ? before : [...before, ...fresh].slice(-MOST_PAGES);
      });
    },
    [whole],
  );
  return { roundsOf: source, look };
}

/** A full page of rounds that are all over does not change any more. */
function isOver(page: IterationPage | undefined): boolean {
  return page?.iterations.length === PAGE && page.iterations.every(({ endedAt }) => endedAt !== null);
}

function sourceOf(
  loop: OpenLoop,
  pages: ReadonlyMap<string, IterationPage | undefined>,
  newest: (round: IterationView) => IterationView,
): RoundSource {
  const pageAt = (page: number) => pages.get(nameOf({ loop, page }));
  const own = [...pages].filter(([name]) => name.startsWith(`${loop.key} ${String(loop.failed)} `));
  const total = own.reduce<number | null>((known, [, page]) => (page ? Math.max(known ?? 0, page.total) : known), null);
  return {
    total,
    at: (index) => {
      const round = pageAt(Math.floor(index / PAGE))?.iterations[index % PAGE];
      return round ? newest(round) : null;
    },
  };
}

/** The pages that some lines are on, the first of each loop always. */
function wantedIn(rows: readonly Row[]): Wanted[] {
  const found = new Map<string, Wanted>();
  const want = (one: Wanted) => found.set(nameOf(one), one);
  for (const row of rows) {
    if (row.kind === 'round') want({ loop: row.loop, page: Math.floor(row.index / PAGE) });
    if (row.kind === 'note') want({ loop: row.loop, page: 0 });
  }
  return [...found.values()];
}
