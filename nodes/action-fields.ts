/** What a declaration says of an action's fields, and whom or what the action reaches by them. */
import { z } from 'zod';
import { joinLabels, vouchedAt, type Label } from '#lib/label.ts';
import { addressesIn } from '#lib/mail.ts';
import { own } from '#lib/own.ts';
import type { Json } from '#lib/value.ts';
import type { ActionSpec, FieldRole } from '#nodes/define.ts';

export type ActionField = { title: string; role: FieldRole | 'other'; widget?: string; recipient?: string };

const known = new WeakMap<ActionSpec, Record<string, ActionField>>();

/** What the declaration says of each input field. */
export function inputFields(spec: ActionSpec): Record<string, ActionField> {
  const found = known.get(spec);
  if (found) return found;
  const { properties = {} } = z.toJSONSchema(spec.input, { io: 'input', unrepresentable: 'any' });
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const meta = typeof schema === 'object' ? schema : {};
      const { title, role, widget, recipient } = meta as Partial<ActionField>;
      const more = { ...(widget ? { widget } : {}), ...(recipient ? { recipient } : {}) };
      return [name, { title: title ?? name, role: role ?? 'other', ...more }];
    }),
  );
  known.set(spec, fields);
  return fields;
}

/**
 * The label of what an action lets through that `reads: 'checked'`: as secret and from where all of it is, but as trusted
 * as what lays down what may pass. `labels` by field.
 */
export function checkedLabel(spec: ActionSpec, labels: Record<string, Label>): Label {
  const fields = inputFields(spec);
  const laidDown = Object.entries(labels).flatMap(([name, label]) =>
    own(fields, name)?.role === 'content' ? [] : [label],
  );
  return { ...joinLabels(...Object.values(labels)), integrity: joinLabels(...laidDown).integrity };
}

/** The label of what a person vouched for at a step: as secret and from where it was, trusted, and known for what it is. */
export function endorsedLabel(labels: Record<string, Label>, stepId: string): Label {
  return vouchedAt(stepId, joinLabels(...Object.values(labels)));
}

/** Whom or what the action reaches: the first field that says it is the target. */
export function targetOf(spec: ActionSpec, input: Record<string, Json>): { kind: string; id: string } | null {
  for (const [name, field] of Object.entries(inputFields(spec))) {
    const value = own(input, name);
    if (field.role !== 'target' || value === undefined || value === null) continue;
    const id = typeof value === 'string' ? value : JSON.stringify(value);
    if (field.widget === 'url' && URL.canParse(id)) return { kind: 'host', id: new URL(id).host };
    return { kind: field.recipient ?? field.widget ?? name, id };
  }
  return null;
}

/** Every recipient of an action that may have several, such as a mail's; nothing for other actions. */
export function recipientsOf(spec: ActionSpec, input: Record<string, Json>): string[] | undefined {
  const fields = Object.entries(inputFields(spec)).filter(([, field]) => field.role === 'target' && field.recipient);
  if (fields.length < 2) return undefined;
  return fields.flatMap(([name]) => {
    const value = own(input, name);
    return typeof value === 'string' ? addressesIn(value) : [];
  });
}
