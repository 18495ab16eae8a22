/** What a step of a draft is taken to have given in test runs: its value, where each part of it came from, its way out. */
import { joinLabels, labelAt, wholeLabel, type FieldLabels, type Label } from '#lib/label.ts';
import { sameJson } from '#lib/condition.ts';
import type { Json } from '#lib/value.ts';

export type Pinned = {
  value: Json;
  labels: FieldLabels;
  port?: string;
  /** The large value of a run that it was copied from. */
  source?: string;
};

/**
 * Labels of a pinned value after somebody changed it. What is as it was keeps its label; what was changed is typed, and
 * made from what was there; what was added is made from all that was there, as nobody can tell from where it was copied.
 */
export function editedLabels(before: Pick<Pinned, 'value' | 'labels'>, after: Json, typed: Label): FieldLabels {
  if (sameJson(before.value, after)) return before.labels;
  const [old, next] = [fieldsOf(before.value), fieldsOf(after)];
  const rest = joinLabels(wholeLabel(before.labels), typed);
  if (!old || !next) return { rest };
  const labels = Object.entries(next).map(([name, value]): [string, Label] => {
    if (!Object.hasOwn(old, name)) return [name, rest];
    const label = labelAt(before.labels, [name]);
    return [name, sameJson(old[name] ?? null, value) ? label : joinLabels(label, typed)];
  });
  return { rest, fields: Object.fromEntries(labels) };
}

function fieldsOf(value: Json): Record<string, Json> | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null;
}
