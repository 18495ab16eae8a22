import type { Told } from '#lib/resume/kept.ts';
import type { Stored } from '#lib/value.ts';
import type { DraftDataView } from '#lib/views-drafts.ts';
import { draftData } from '#server/services/draft-data.ts';

type Output = { output: Stored; port?: string };

/** What every step gave last, as the editor shows it. Of a step in a loop: in the first iteration. */
export async function draftOutputs(flowId: string, runId: string): Promise<DraftDataView> {
  const { run, events, startedAt } = await draftData(flowId, runId, { isOpen: true });
  const outputs: Record<string, Stored> = run ? { [run.triggerId]: run.stored } : {};
  for (const [node, { output }] of outputsIn(events)) outputs[node] = output;
  return { runId, triggerId: run?.triggerId ?? '', startedAt, outputs };
}

/** What one step, or the trigger, gave. */
export async function lastOutput(asked: {
  flowId: string;
  runId: string;
  nodeId: string;
}): Promise<Output | undefined> {
  const { run, events } = await draftData(asked.flowId, asked.runId, { isOpen: true });
  if (run?.triggerId === asked.nodeId) return { output: run.stored };
  return outputsIn(events).get(asked.nodeId);
}

function outputsIn(events: readonly Told[]): Map<string, Output> {
  const found = new Map<string, Output & { iteration: string }>();
  for (const { stepId, iteration, body } of events) {
    if (body.type !== 'step.done') continue;
    const known = found.get(stepId);
    // Iterations may end in any order.
    if (known && known.iteration !== iteration && byIteration(known.iteration, iteration) < 0) continue;
    const { output, port } = body;
    found.set(stepId, { iteration, output, ...(port === undefined ? {} : { port }) });
  }
  return found;
}

function byIteration(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
