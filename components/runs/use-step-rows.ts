'use client';
import { useCallback, useMemo, useState } from 'react';
import { loopsIn } from '#components/editor/model/graph.ts';
import { rowsAround, rowsOf, type OpenLoop } from '#components/runs/step-rows.ts';
import { useRoundPages } from '#components/runs/use-round-pages.ts';
import type { RunView, StepView } from '#lib/views-runs.ts';

const NOTHING: ReadonlySet<string> = new Set();

/** The lines of a run, and what opens and closes them. */
export function useStepRows(run: RunView, opensItself: (step: StepView) => boolean) {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [failedOnly, setFailedOnly] = useState(NOTHING);
  const { parents } = loopsIn(run.flow);
  const { roundsOf, look } = useRoundPages(run, parents);
  const rows = useMemo(
    () => rowsOf(run.steps, { toggled, failedOnly, opensItself, roundsOf }),
    [run.steps, toggled, failedOnly, opensItself, roundsOf],
  );
  const toggle = useCallback(
    (key: string, open: boolean) => setToggled((before) => new Map(before).set(key, open)),
    [],
  );
  const reveal = useCallback(
    (step: { node: string; iteration: string }, key: string) =>
      setToggled(
        (before) => new Map([...before, ...[...rowsAround(step, parents), key].map((one) => [one, true] as const)]),
      ),
    [parents],
  );
  const filter = useCallback((loop: OpenLoop, failed: boolean) => {
    setFailedOnly((before) => new Set(failed ? [...before, loop.key] : [...before].filter((key) => key !== loop.key)));
  }, []);
  return { rows, toggle, reveal, filter, look };
}

export type StepRows = ReturnType<typeof useStepRows>;
