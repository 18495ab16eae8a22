import type { Operator } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';

/** A row with its values: `left operator right`. */
export type Row = { left: Json; operator: Operator; right?: Json };

/** A comparison that makes no sense, such as a list greater than a text. The message says what to do. */
export class BadComparison extends Error {
  override name = 'BadComparison';
}

/**
 * Whether all (or any) rows hold; no rows hold for `all` and not for `any`. Strict about types: `equals` never converts
 * (the text "5" is not the number 5); greater and less compare numbers with numbers, and a text that is a plain decimal
 * number counts as that number beside a number; two texts compare by code unit, so ISO times of one zone compare right.
 */
export function evaluateRows(rows: readonly Row[], match: 'all' | 'any'): boolean {
  return match === 'all' ? rows.every(evaluateRow) : rows.some(evaluateRow);
}

/** Whether one row holds. Throws `BadComparison` when the two sides cannot be compared. */
export function evaluateRow({ left, operator, right = null }: Row): boolean {
  switch (operator) {
    case 'equals':
      return sameJson(left, right);
    case 'notEquals':
      return !sameJson(left, right);
    case 'contains':
      return contains(left, right);
    case 'notContains':
      return !contains(left, right);
    case 'startsWith':
      return text(left, operator).startsWith(text(right, operator));
    case 'endsWith':
      return text(left, operator).endsWith(text(right, operator));
    case 'greater':
      return compare(left, right) > 0;
    case 'greaterOrEqual':
      return compare(left, right) >= 0;
    case 'less':
      return compare(left, right) < 0;
    case 'lessOrEqual':
      return compare(left, right) <= 0;
    case 'exists':
      return left !== null;
    case 'notExists':
      return left === null;
    case 'isEmpty':
      return isEmpty(left);
    case 'isNotEmpty':
      return !isEmpty(left);
    case 'isTrue':
      return flag(left);
    case 'isFalse':
      return !flag(left);
    default:
      throw new BadComparison(`"${String(operator satisfies never)}" is not an operator. Choose one from the list.`);
  }
}

/** Deep equality of plain data; the order of an object's fields does not matter. */
export function sameJson(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => sameJson(item, right[index] ?? null));
  }
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => Object.hasOwn(right, name) && sameJson(left[name] ?? null, right[name] ?? null));
}

function contains(left: Json, right: Json): boolean {
  if (Array.isArray(left)) return left.some((item) => sameJson(item, right));
  if (left !== null && typeof left === 'object') return Object.hasOwn(left, text(right, 'contains'));
  return text(left, 'contains').includes(text(right, 'contains'));
}

const DECIMAL = /^\s*[+-]?(\d+(\.\d+)?|\.\d+)\s*$/;

function compare(left: Json, right: Json): number {
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === undefined || b === undefined) {
    throw new BadComparison(
      `Cannot tell which is greater: ${show(left)} or ${show(right)}. Compare two numbers or two texts.`,
    );
  }
  return a - b;
}

function numberOf(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : undefined;
}

function text(value: Json, operator: Operator): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new BadComparison(
    `${operator} works on a text${operator === 'contains' ? ', a list or an object' : ''}, but this is ${show(value)}.`,
  );
}

function flag(value: Json): boolean {
  if (typeof value === 'boolean') return value;
  throw new BadComparison(
    `isTrue and isFalse need true or false, but this is ${show(value)}. Use equals for other values.`,
  );
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '') return true;
  if (typeof value === 'object') return Object.keys(value).length === 0;
  return false;
}

function show(value: Json): string {
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}
