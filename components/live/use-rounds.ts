'use client';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '#components/live/trpc.tsx';
import { stepKey } from '#lib/engine/types.ts';
import { roundPath } from '#lib/iterations.ts';
import { isFinal } from '#lib/step-view.ts';
import type { IterationPage, IterationView, RunView, StepView } from '#lib/views-runs.ts';

const LOOK_AGAIN_MS = 1000;

type Asked = { node: string; outer: string; index: number };

/** Single rounds of loops with their values, as they stand: asked for once more while one is under way. */
export function useRounds(run: RunView | undefined, asked: readonly Asked[]): ReadonlyMap<string, IterationView> {
  const trpc = useTRPC();
  const found = useQueries({
    queries: asked.map(({ node, outer, index }) => ({
      ...trpc.runs.rounds.queryOptions({
        ...{ id: run?.id ?? '', node, iteration: outer },
        ...{ offset: index, limit: 1, values: true },
      }),
      enabled: run !== undefined,
      refetchInterval: ({ state }: { state: { data?: IterationPage | undefined } }) =>
        run?.endedAt === null && !isOver(state.data) ? LOOK_AGAIN_MS : (false as const),
    })),
    combine: (results) => results.map(({ data }) => data?.iterations[0]),
  });
  const steps = run?.steps;
  return useMemo(() => {
    const live = new Map(steps?.map((step) => [stepKey(step.node, step.iteration), step]));
    return new Map(
      asked.map(({ node, outer, index }, place) => {
        const round = found[place] ?? pending(roundPath(outer, index));
        return [node, { ...round, steps: round.steps.map((step) => newer(step, live)) }] as const;
      }),
    );
  }, [asked, found, steps]);
}

/** Chosen already, so that the next press goes on from it, but not loaded yet. */
function pending(iteration: string): IterationView {
  return { iteration, status: 'queued', startedAt: null, endedAt: null, steps: [] };
}

function isOver(page: IterationPage | undefined): boolean {
  const [round] = page?.iterations ?? [];
  return round !== undefined && round.endedAt !== null && round.steps.every(({ status }) => isFinal(status));
}

/** What the stream has told of a step since it was asked for. */
function newer(step: StepView, live: ReadonlyMap<string, StepView>): StepView {
  const now = live.get(stepKey(step.node, step.iteration));
  return now && !now.light ? now : step;
}
