'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRunEvents } from '#components/live/use-run-events.ts';

/** A run as it stands now. */
export function useLiveRun(runId: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = useQuery(trpc.runs.get.queryOptions({ id: runId }));
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const ended = Boolean(query.data?.endedAt);
  useRunEvents({
    runId: query.data && !ended ? runId : null,
    after: query.data?.lastEventId ?? null,
    onEvents: () => {
      timer.current ??= setTimeout(() => {
        timer.current = null;
        void queries.invalidateQueries({ queryKey: trpc.runs.get.queryKey({ id: runId }) });
      }, 150);
    },
  });
  return query;
}
