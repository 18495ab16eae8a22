'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/live/trpc.tsx';
import { isFinal } from '#lib/step-view.ts';
import type { StepView } from '#lib/views-runs.ts';

/** The step with its values: those of a large run stay on the server until somebody looks. */
export function useWholeStep(runId: string, step: StepView): { step: StepView; loading: boolean } {
  const trpc = useTRPC();
  const { node, iteration, light, status } = step;
  const { data, isPending } = useQuery(
    trpc.runs.step.queryOptions(
      { id: runId, node, iteration },
      { enabled: light, staleTime: isFinal(status) ? Infinity : 0 },
    ),
  );
  if (!light) return { step, loading: false };
  return { step: data ? { ...step, input: data.input, output: data.output } : step, loading: isPending };
}
