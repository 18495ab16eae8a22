/** Rows that ask whether something is there at all: what they ask about may be absent. */
import { own } from '#lib/own.ts';
import type { Operator, Param } from '#lib/plan.ts';

const ASKS_PRESENCE: ReadonlySet<unknown> = new Set<Operator>(['exists', 'notExists', 'isEmpty', 'isNotEmpty']);

/** The params of `if`, `switch` and `while` with references made optional where an operator asks whether they exist. */
export function allowAbsent(params: Record<string, Param>): Record<string, Param> {
  const { rows, cases, value } = params;
  const changed = { ...params };
  if (rows?.kind === 'list') changed.rows = { kind: 'list', items: rows.items.map(rowWithOptionalLeft) };
  if (value && cases && operatorsOf(cases).some((operator) => ASKS_PRESENCE.has(operator)))
    changed.value = optional(value);
  return changed;
}

function rowWithOptionalLeft(row: Param): Param {
  if (row.kind !== 'object' || !ASKS_PRESENCE.has(literalOf(own(row.fields, 'operator')))) return row;
  const { left } = row.fields;
  return left ? { kind: 'object', fields: { ...row.fields, left: optional(left) } } : row;
}

function optional(param: Param): Param {
  return param.kind === 'reference' ? { kind: 'reference', reference: { ...param.reference, optional: true } } : param;
}

function operatorsOf(cases: Param): unknown[] {
  if (cases.kind === 'literal' && Array.isArray(cases.value)) {
    return cases.value.map((one) => (one as { operator?: unknown } | null)?.operator);
  }
  if (cases.kind !== 'list') return [];
  return cases.items.flatMap((one) =>
    one.kind === 'object'
      ? [literalOf(own(one.fields, 'operator'))]
      : operatorsOf({ kind: 'literal', value: one.kind === 'literal' ? [one.value] : [] }),
  );
}

function literalOf(param: Param | undefined): unknown {
  return param?.kind === 'literal' ? param.value : undefined;
}
