import type { ActivityCall } from '#lib/call.ts';
import { Invalid } from '#lib/errors.ts';
import { uniform, type FieldLabels, type Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { PlanStep } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import type { ActionSpec } from '#nodes/define.ts';
import { approvedEdits } from '#platform/approval-edit.ts';
import { openConnection, type OpenConnection } from '#platform/connections.ts';
import { loadPlan } from '#platform/plans.ts';
import { withChosen } from './by-model.ts';
import { resolveParams, type ResolvedParams } from './params.ts';
import { validateInput } from './validate.ts';
import { redactor, secretTexts, type Redactor } from './redact.ts';

/** A step as it stands before the gate: values resolved and checked, nothing done yet. */
export type Prepared = {
  step: PlanStep;
  flowName: string;
  /** What the implementation gets: defaults filled in. */
  input: Record<string, Json>;
  labels: Record<string, Label>;
  labelsOf: (field: string) => FieldLabels;
  isLiteral: (field: string) => boolean;
  connection: OpenConnection | null;
  redact: Redactor;
};

/** The step of a call, from the plan the run was started with. */
export async function stepOf(call: ActivityCall): Promise<{ step: PlanStep; flowName: string }> {
  const plan = await loadPlan(call.run.planHash);
  const step = own(plan.steps, call.stepId);
  if (!step || step.type !== call.type)
    throw new Invalid(`The plan of this run has no step "${call.stepId}" of type ${call.type}.`);
  return { step, flowName: plan.name };
}

/** Resolves, labels and validates everything that the step needs. */
export async function prepare(spec: ActionSpec, call: ActivityCall): Promise<Prepared> {
  const { step, flowName } = await stepOf(call);
  const drawn = await resolveParams(step.params, call);
  const resolved = await withEdits(await withChosen(drawn, step, call), call);
  const input = validateInput(spec, resolved.values) as Record<string, Json>;
  const connection = await connectionOf(spec, step);
  return {
    step,
    flowName,
    input,
    labels: resolved.labels,
    labelsOf: resolved.labelsOf,
    isLiteral: (field) => !Object.hasOwn(resolved.values, field) || resolved.literalFields.includes(field),
    connection,
    redact: redactor(secretTexts(connection)),
  };
}

/** Puts what a person changed while approving in the place of what the flow said. The gate checks that it is just that. */
async function withEdits(resolved: ResolvedParams, call: ActivityCall): Promise<ResolvedParams> {
  const edits = call.approvalId === undefined ? {} : await approvedEdits(call.approvalId);
  const fields = Object.entries(edits);
  if (fields.length === 0) return resolved;
  return {
    values: { ...resolved.values, ...Object.fromEntries(fields.map(([name, { value }]) => [name, value])) },
    labels: { ...resolved.labels, ...Object.fromEntries(fields.map(([name, { label }]) => [name, label])) },
    literalFields: resolved.literalFields.filter((name) => !Object.hasOwn(edits, name)),
    labelsOf: (field) => {
      const edit = own(edits, field);
      return edit ? uniform(edit.label) : resolved.labelsOf(field);
    },
  };
}

async function connectionOf(spec: ActionSpec, step: PlanStep): Promise<OpenConnection | null> {
  if (!spec.connection) return null;
  if (step.connection === undefined) {
    if (spec.connection.optional) return null;
    throw new Invalid(`The step "${step.name}" needs a connection. Choose one in the editor and publish again.`);
  }
  const connection = await openConnection(step.connection);
  if (!spec.connection.types.includes(connection.type)) {
    throw new Invalid(
      `The connection "${connection.name}" is of another kind (${connection.type}) than "${step.name}" can use.`,
    );
  }
  return connection;
}
