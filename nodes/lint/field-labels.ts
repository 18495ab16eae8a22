/** Labels of values that are joined until nothing new comes of it. */
import { joinLabels, labelAt, type FieldLabels, type Label } from '#lib/label.ts';

/** Whether two labels say the same. */
export function sameLabel(one: Label, two: Label): boolean {
  const { integrity, confidentiality, origins } = one;
  if (integrity !== two.integrity || confidentiality !== two.confidentiality) return false;
  return origins.length === two.origins.length && origins.every((origin, at) => origin === two.origins[at]);
}

/** The same of values, field by field. */
export function sameFields(one: FieldLabels, two: FieldLabels): boolean {
  const [names, others] = [Object.keys(one.fields ?? {}), Object.keys(two.fields ?? {})];
  if (!sameLabel(one.rest, two.rest) || names.length !== others.length) return false;
  return names.every((name) => sameLabel(labelAt(one, [name]), labelAt(two, [name])));
}

/** The labels of a value that may be one or the other. */
export function joinFields(one: FieldLabels | undefined, two: FieldLabels): FieldLabels {
  if (!one) return two;
  const rest = joinLabels(one.rest, two.rest);
  const names = Object.keys({ ...one.fields, ...two.fields });
  if (names.length === 0) return { rest };
  const fields = names.map((name) => [name, joinLabels(labelAt(one, [name]), labelAt(two, [name]))] as const);
  return { rest, fields: Object.fromEntries(fields) };
}
