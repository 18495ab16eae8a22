import type { z } from 'zod';
import type { Json, Stored } from '#lib/value.ts';
import type { RunView } from '#lib/views-runs.ts';
import { loadValue } from '#platform/blobs.ts';
import type { RunShown } from '#server/api/run-outputs.ts';

/** Values of steps larger than this are told by reference; the run's own input and output always come whole. */
const WHOLE_LIMIT = 64 * 1024;

/** A run as the REST API shows it: values plain, labels beside them. */
export async function shownRun(view: RunView): Promise<z.input<typeof RunShown>> {
  const steps = view.steps.map(async (step) => ({
    ...step,
    input: await plain(step.input, WHOLE_LIMIT),
    output: await plain(step.output, WHOLE_LIMIT),
  }));
  const [input, output] = [await plain(view.input), await plain(view.output)];
  return { ...view, input, output, steps: await Promise.all(steps) };
}

async function plain(stored: Stored | null, limit = Infinity): Promise<Json> {
  if (!stored) return null;
  if (stored.kind === 'blob' && stored.blob.size > limit) return { ...stored.blob };
  return loadValue(stored);
}
