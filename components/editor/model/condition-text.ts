/**
 * Conditions as one expression, and back. Wherever the rows give an answer, the expression gives the same one. Only
 * expressions of exactly these forms are rows again; this module loads the parser of expressions, so load it late.
 */
import { formsOf, NotARow, type ConditionRow } from '#components/editor/model/condition-forms.ts';
import { rowOf } from '#components/editor/model/condition-reading.ts';
import type { ConditionMode } from '#components/editor/model/conditions.ts';
import { splitAtTop } from '#components/editor/model/expression-split.ts';
import { rowsOf } from '#components/editor/model/rows.ts';
import { splitTemplate } from '#components/editor/model/references.ts';
import { parseSource } from '#lib/expression-ast.ts';
import type { Operator } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { OPERATOR_TITLES } from '#nodes/operators.ts';

export type Conditions = { rows: ConditionRow[]; match: 'all' | 'any' };

/** Why rows stay rows, or an expression stays one; `row` counts from 1. */
export type Obstacle =
  { why: 'unread' | 'text' | 'mixed' | 'form' } | { why: 'empty' | 'mixedText' | 'dataWithin'; row: number };

/** The rows as one expression in braces; for none, an empty text. */
export function rowsToExpression({ rows, match }: Conditions): { text: string } | Obstacle {
  const parts: string[] = [];
  for (const [at, row] of rows.entries()) {
    try {
      parts.push(formsOf(row)[0] ?? '');
    } catch (error) {
      if (error instanceof NotARow) return { why: error.why, row: at + 1 };
      throw error;
    }
  }
  const joined = parts.join(match === 'all' ? ' and ' : ' or ');
  return { text: joined === '' ? '' : `{{ ${joined} }}` };
}

/** An expression as rows, where it is of exactly the form that rows make. One row alone fits `all` and `any`. */
export function expressionToRows(value: Json | undefined, match: 'all' | 'any' = 'all'): Conditions | Obstacle {
  if (value === undefined || value === '') return { rows: [], match };
  const parts = typeof value === 'string' ? splitTemplate(value.trim()) : [];
  const [only] = parts;
  if (parts.length !== 1 || !only || !('hole' in only)) return { why: 'text' };
  if (!canBeRead(only.hole)) return { why: 'unread' };
  const [all, any] = [splitAtTop(only.hole, ' and '), splitAtTop(only.hole, ' or ')];
  if (all.length > 1 && any.length > 1) return { why: 'mixed' };
  const isAny = any.length > 1;
  const rows: ConditionRow[] = [];
  for (const part of isAny ? any : all) {
    const row = rowOf(part);
    if (!row) return { why: 'form' };
    rows.push(row);
  }
  return { rows, match: isAny ? 'any' : rows.length > 1 ? 'all' : match };
}

/** What to set on a step so that its conditions are written the other way. */
export function switched(
  params: Record<string, Json>,
  mode: ConditionMode,
): { rows: Json | undefined; expression: Json | undefined; match: Json | undefined } | Obstacle {
  const match = params.match === 'any' ? 'any' : 'all';
  if (mode === 'expression') {
    const made = rowsToExpression({ rows: readRows(params.rows), match });
    if ('why' in made) return made;
    return { rows: undefined, expression: made.text === '' ? undefined : made.text, match: params.match };
  }
  const made = expressionToRows(params.expression, match);
  if ('why' in made) return made;
  const rows = made.rows.length === 0 ? undefined : made.rows;
  return { rows, expression: undefined, match: made.match === 'all' ? undefined : made.match };
}

/** Rows as they are drawn, whatever half-typed thing stands there. */
function readRows(value: Json | undefined): ConditionRow[] {
  return rowsOf(value).map(({ left, operator, right }) => ({
    operator: isOperator(operator) ? operator : 'equals',
    ...(left === undefined || left === '' ? {} : { left }),
    ...(right === undefined ? {} : { right }),
  }));
}

function isOperator(value: Json | undefined): value is Operator {
  return typeof value === 'string' && Object.hasOwn(OPERATOR_TITLES, value);
}

function canBeRead(source: string): boolean {
  try {
    parseSource(source);
    return true;
  } catch {
    return false;
  }
}
