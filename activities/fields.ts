import type { ApprovalArgument } from '#lib/approval.ts';
import { joinLabels, TRUSTED, type Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Json } from '#lib/value.ts';
import { inputFields } from '#nodes/action-fields.ts';
import type { ActionSpec } from '#nodes/define.ts';

/** Every argument as a person is shown it and as the action's hash binds it. */
export function argumentsOf(
  spec: ActionSpec,
  input: Record<string, Json>,
  labels: Record<string, Label>,
): ApprovalArgument[] {
  return Object.entries(inputFields(spec))
    .filter(([name]) => own(input, name) !== undefined)
    .map(([name, { title, role }]) => ({
      field: name,
      title,
      role,
      value: own(input, name) ?? null,
      label: own(labels, name) ?? TRUSTED,
    }));
}

/** The label of all that an action read. */
export function joinOf(labels: Record<string, Label>, scope: Label): Label {
  return joinLabels(scope, ...Object.values(labels));
}
