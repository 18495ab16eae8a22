/** A tool call of an agent: the arguments that its model chose, and what decided that it is made. */
import type { ResolvedParams } from '#activities/params.ts';
import type { ActivityCall } from '#lib/call.ts';
import { Invalid } from '#lib/errors.ts';
import { uniform, type Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { PlanStep } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { callAt, type ToolCallRow } from '#platform/agent-runs.ts';
import { loadPlan } from '#platform/plans.ts';

/**
 * The call as it is to be judged. In an agent's run its loop and its switch are Hearth's own drawing: what decides that a
 * tool is called is written down with the call.
 */
export async function asCalled(call: ActivityCall): Promise<ActivityCall> {
  const step = own((await loadPlan(call.run.planHash)).steps, call.stepId);
  if (!step?.byModel) return call;
  return { ...call, scope: (await toolCallOf(call)).scope };
}

/** Puts the model's arguments beside those that the author fixed. */
export async function withChosen(
  resolved: ResolvedParams,
  step: PlanStep,
  call: ActivityCall,
): Promise<ResolvedParams> {
  if (!step.byModel) return resolved;
  const chosen = await toolCallOf(call);
  const fields = step.byModel.filter((field) => Object.hasOwn(chosen.args, field));
  const pick = <T>(from: Record<string, T>) =>
    Object.fromEntries(fields.map((field) => [field, own(from, field)])) as Record<string, T>;
  const labels: Record<string, Label> = pick(chosen.labels);
  return {
    values: { ...resolved.values, ...pick<Json>(chosen.args) },
    labels: { ...resolved.labels, ...labels },
    literalFields: resolved.literalFields.filter((field) => !fields.includes(field)),
    labelsOf: (field) => (own(labels, field) ? uniform(labels[field] as Label) : resolved.labelsOf(field)),
  };
}

/** A tool runs in the loop over the calls of one round; they were taken down in the turn before it. */
async function toolCallOf({ run, stepId, iteration }: ActivityCall): Promise<ToolCallRow> {
  const [round, place] = iteration.split('/').map(Number);
  const at = { runId: run.runId, turn: (round ?? 0) - 1, place: place ?? -1 };
  const row = await callAt(at);
  if (row?.tool !== stepId) throw new Invalid(`No model has called "${stepId}" here.`);
  return row;
}
