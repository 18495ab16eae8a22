import { Context } from '@temporalio/activity';
import type { ActivityCall } from '#lib/call.ts';
import { stepKey } from '#lib/engine/types.ts';
import type { RunEventBody, RunEventDraft } from '#lib/run-event.ts';

/** Writes down what the wrapper does, under keys that make a repeated write harmless. */
export type Facts = { draft: (body: RunEventBody, suffix?: string | number) => RunEventDraft };

/** The facts of one step. They share the engine's way of naming keys: an outcome that both know is one row. */
export function factsOf(call: ActivityCall): Facts {
  const head = `${stepKey(call.stepId, call.iteration)}/${call.generation}`;
  // A step dispatched again with a decision begins to count its attempts anew.
  const round = call.approvalId === undefined ? '' : `${call.approvalId}/`;
  return {
    draft: (body, suffix) => ({
      key: suffix === undefined ? `${head}/${body.type}` : `${head}/${body.type}/${round}${suffix}`,
      stepId: call.stepId,
      iteration: call.iteration,
      at: Date.now(),
      body,
    }),
  };
}

/** The facts with what Temporal must know of the run if it knows that they are written. */
export function marked(facts: RunEventDraft[], reached: number | undefined): RunEventDraft[] {
  const execution = Context.current().info.workflowExecution?.runId;
  if (reached === undefined || execution === undefined) return facts;
  return facts.map((fact) => ({ ...fact, mark: { execution, reached } }));
}
