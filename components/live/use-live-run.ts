'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRunEvents } from '#components/live/use-run-events.ts';
import { applyEvents, keepSome, type RunProgress } from '#lib/run-view.ts';
import type { RunView } from '#lib/views-runs.ts';

/** A page that follows a long loop lets go of rounds that are over; the server has them. */
const MOST_STEPS = 1000;

function progressOf(run: RunView): RunProgress {
  return {
    status: run.status,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    input: run.input,
    output: run.output,
    response: null,
    failure: run.failure,
    failedStep: null,
    stopReason: null,
    steps: run.steps,
    stepCount: run.stepCount,
    nodes: new Map(run.nodes.map((node) => [node.node, node])),
    lastEventId: run.lastEventId,
    drawn: new Map(run.flow.nodes.map(({ id, type, name }) => [id, { type, name }])),
  };
}

/** The run with what has happened since it was loaded. */
function merged(run: RunView, progress: RunProgress | null): RunView {
  if (!progress || progress.lastEventId <= run.lastEventId) return run;
  const { status, startedAt, endedAt, output, failure, steps, stepCount, lastEventId } = progress;
  const nodes = [...progress.nodes.values()];
  return { ...run, status, startedAt, endedAt, output, failure, steps, stepCount, nodes, lastEventId };
}

/** A run as it stands now: loaded once, then kept up to date event by event. */
export function useLiveRun(runId: string | null) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = useQuery(trpc.runs.get.queryOptions({ id: runId ?? '' }, { enabled: runId !== null }));
  const [progress, setProgress] = useState<{ runId: string; state: RunProgress } | null>(null);
  const [from, setFrom] = useState<{ runId: string; after: number } | null>(null);
  const base = query.data;
  // Fixed at the first load: a later one must not make the shared stream go back.
  if (base && from?.runId !== base.id) setFrom({ runId: base.id, after: base.lastEventId });
  const state = base && progress?.runId === base.id ? progress.state : null;
  const run = useMemo(() => base && merged(base, state), [base, state]);
  useRunEvents({
    runId: base && !base.endedAt ? base.id : null,
    after: from && from.runId === base?.id ? from.after : null,
    onEvents: (events) => {
      if (!base) return;
      setProgress((before) => {
        const known =
          before?.runId === base.id && before.state.lastEventId >= base.lastEventId ? before.state : progressOf(base);
        return { runId: base.id, state: keepSome(applyEvents(known, events), MOST_STEPS) };
      });
      if (events.some(({ body }) => /^run\.(done|failed|stopped)$/.test(body.type))) {
        void queries.invalidateQueries({ queryKey: trpc.runs.get.queryKey({ id: base.id }) });
      }
    },
  });
  return { ...query, data: run };
}
