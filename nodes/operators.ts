import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import type { Operator } from '#lib/plan.ts';

/** Every comparison, as people read it. */
export const OPERATOR_TITLES: Record<Operator, string> = {
  equals: 'is',
  notEquals: 'is not',
  contains: 'contains',
  notContains: 'does not contain',
  startsWith: 'starts with',
  endsWith: 'ends with',
  greater: 'is greater than',
  greaterOrEqual: 'is at least',
  less: 'is less than',
  lessOrEqual: 'is at most',
  exists: 'exists',
  notExists: 'does not exist',
  isEmpty: 'is empty',
  isNotEmpty: 'is not empty',
  isTrue: 'is true',
  isFalse: 'is false',
};

/** Comparisons that look at one side only. */
export const UNARY_OPERATORS: readonly Operator[] = [
  'exists',
  'notExists',
  'isEmpty',
  'isNotEmpty',
  'isTrue',
  'isFalse',
];

const operators = Object.keys(OPERATOR_TITLES) as [Operator, ...Operator[]];

/** A comparison by its name. */
export const OperatorName = z
  .enum(operators)
  .meta({ title: 'Comparison', description: 'How the two values are compared.', options: OPERATOR_TITLES });

/** `left operator right`; `right` is left out for the one-sided comparisons. */
const ConditionRow = z.strictObject({
  left: JsonValue.optional().meta({
    title: 'Value',
    description: 'What is looked at, mostly something an earlier step gave.',
  }),
  operator: OperatorName,
  right: JsonValue.optional().meta({
    title: 'Compare with',
    description: 'What it is compared with. Some comparisons need nothing here.',
  }),
});

/** What `if` and `while` compare: rows, or one expression instead of them. */
export const conditionFields = {
  match: z
    .enum(['all', 'any'])
    .default('all')
    .meta({
      title: 'True when',
      description: 'Whether all conditions must hold, or one is enough.',
      options: { all: 'all conditions hold', any: 'any condition holds' },
    }),
  rows: z.array(ConditionRow).max(50).default([]).meta({
    title: 'Conditions',
    description: 'Each compares one value with another.',
    role: 'control',
    widget: 'conditions',
  }),
  expression: z.boolean().optional().meta({
    title: 'Expression instead',
    description: 'One expression that gives true or false, used instead of the conditions.',
    placeholder: '{{ $count(steps.search.messages) > 3 }}',
    role: 'control',
    advanced: true,
  }),
};

/** Whether there is anything to compare. */
export function hasCondition(input: { rows: readonly unknown[]; expression?: boolean | undefined }): boolean {
  return input.rows.length > 0 || input.expression !== undefined;
}

/** What to say if not. */
export const NO_CONDITION = { path: ['rows'], message: 'Add a condition.' };
