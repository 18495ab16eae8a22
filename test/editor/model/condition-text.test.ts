import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import type { ConditionRow } from '#components/editor/model/condition-forms.ts';
import {
  expressionToRows,
  rowsToExpression,
  switched,
  type Conditions,
} from '#components/editor/model/condition-text.ts';
import { conditionMode, withConditions } from '#components/editor/model/conditions.ts';
import { BadComparison, evaluateRows } from '#lib/condition.ts';
import { parseTemplate } from '#lib/expression.ts';
import type { Operator, Reference } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { OPERATOR_TITLES } from '#nodes/operators.ts';
import { draw } from '../../support/draw.ts';

const DATA: Record<string, Json> = {
  name: 'Grace',
  count: 5,
  text: '7',
  yes: true,
  none: null,
  empty: '',
  list: ['a', 'Grace', 5, null, [], { id: 1 }],
  nothing: [],
  object: { name: 1, '5': true },
  id: { id: 1 },
  quote: 'say "and" or \' }} {{',
};
const PATHS = Object.keys(DATA).map((name) => `{{ trigger.${name} }}`);
const WORKED_OUT = [
  '{{ $count(trigger.list) }}',
  '{{ trigger.count + 1 }}',
  '{{ trigger.list[id = 1] }}',
  '{{ trigger.list[id = 99] }}',
  '{{ $uppercase(trigger.name) }}',
  '{{ trigger.yes and trigger.yes }}',
  '{{ trigger.count > 1 ? "a" : "b" }}',
];

const word = fc.oneof(fc.string(), fc.constantFrom('a', 'Gr', 'ce', '5', '7', ' and ', ' = ', '")} or (', '\\'));
const literal: fc.Arbitrary<Json> = fc
  .oneof(
    word,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom<Json>([], {}, [[]], { id: 1 }, ['a', 5]),
  )
  .filter((value) => !JSON.stringify(value).includes('{{') && !Object.is(value, -0));
const side = fc.oneof(literal, fc.constantFrom(...PATHS), fc.constantFrom(...WORKED_OUT));
const row: fc.Arbitrary<ConditionRow> = fc.record(
  { left: side, operator: fc.constantFrom(...(Object.keys(OPERATOR_TITLES) as Operator[])), right: side },
  { requiredKeys: ['left', 'operator'] },
);
const conditions: fc.Arbitrary<Conditions> = fc.record({
  rows: fc.array(row, { minLength: 1, maxLength: 4 }),
  match: fc.constantFrom('all', 'any'),
});

const textOf = (value: Conditions): string => {
  const made = rowsToExpression(value);
  if (!('text' in made)) throw new Error(JSON.stringify(made));
  return made.text;
};
const rowsOf = (text: string): Conditions => {
  const found = expressionToRows(text);
  if (!('rows' in found)) throw new Error(`${found.why}: ${text}`);
  return found;
};

const valueAt = ({ path }: Reference): Json | undefined => DATA[String(path[0])];

async function work(text: Json | undefined): Promise<Json> {
  const param = typeof text === 'string' ? parseTemplate(text) : { kind: 'literal' as const, value: text ?? null };
  if (param.kind === 'literal') return param.value;
  if (param.kind === 'reference') return valueAt(param.reference) ?? null;
  if (param.kind !== 'expression') throw new Error(param.kind);
  const { source, references } = param.expression;
  const bound = references.flatMap((one, at) => [
    [`r${at}`, valueAt(one)],
    [`o${at}`, valueAt(one)],
  ]);
  const found: unknown = await jsonata(source).evaluate({}, Object.fromEntries(bound) as Record<string, Json>);
  return found === undefined ? null : (JSON.parse(JSON.stringify(found)) as Json);
}

async function answer(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof BadComparison || (error as { code?: string }).code) return 'no answer';
    throw error;
  }
}

describe('rows and one expression', () => {
  test('what rows make is rows again, and they make the same', () => {
    fc.assert(
      fc.property(conditions, (value) => {
        const text = textOf(value);
        const again = rowsOf(text);
        expect(again.rows).toHaveLength(value.rows.length);
        if (value.rows.length > 1) expect(again.match).toBe(value.match);
        expect(textOf(again)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  test('wherever both give an answer, it is the same', async () => {
    await fc.assert(
      fc.asyncProperty(conditions, async (value) => {
        const byRows = await answer(async () => {
          const rows = [];
          for (const { left, operator, right } of value.rows)
            rows.push({ left: await work(left), operator, right: await work(right) });
          return evaluateRows(rows, value.match);
        });
        const byText = await answer(() => work(textOf(value)));
        if (byRows !== 'no answer' && byText !== 'no answer') expect(byText).toBe(byRows);
      }),
      { numRuns: 200 },
    );
  });

  test.each<[string, ConditionRow[]]>([
    ['{{ trigger.count > 3 }}', [{ left: '{{ trigger.count }}', operator: 'greater', right: 3 }]],
    [
      '{{ $count(steps.a.items) >= 3 }}',
      [{ left: '{{ $count(steps.a.items) }}', operator: 'greaterOrEqual', right: 3 }],
    ],
    [
      '{{ trigger.name = "a and b" and trigger.ok = true }}',
      [
        { left: '{{ trigger.name }}', operator: 'equals', right: 'a and b' },
        { left: '{{ trigger.ok }}', operator: 'equals', right: true },
      ],
    ],
    ['{{ (trigger.name ?? null) != null }}', [{ left: '{{ trigger.name }}', operator: 'exists' }]],
  ])('what people write is seen as rows: %s', (text, rows) => {
    expect(expressionToRows(text)).toEqual({ rows, match: 'all' });
  });

  test.each([
    ['{{ $exists(trigger.a) and trigger.a.b = 1 }}', 'form'],
    ['{{ trigger.ok }}', 'form'],
    ['{{ trigger.list[a = 1] != 3 }}', 'form'],
    ['{{ trigger.a = 1 and trigger.b = 2 or trigger.c = 3 }}', 'mixed'],
    ['{{ trigger.a = }}', 'unread'],
    ['yes', 'text'],
    ['{{ trigger.a }} {{ trigger.b }}', 'text'],
  ])('an expression of another form stays one and says why: %s', (text, why) => {
    expect(expressionToRows(text)).toEqual({ why });
  });

  test.each<[ConditionRow, string]>([
    [{ operator: 'equals' }, 'empty'],
    [{ left: 'Hello {{ trigger.name }}', operator: 'equals', right: 'x' }, 'mixedText'],
    [{ left: '{{ trigger.name }}', operator: 'equals', right: ['{{ trigger.name }}'] }, 'dataWithin'],
    [{ left: '{{ trigger. }}', operator: 'exists' }, 'empty'],
  ])('rows without a form say which and why', (bad, why) => {
    const good: ConditionRow = { left: 1, operator: 'equals', right: 1 };
    expect(rowsToExpression({ rows: [good, bad], match: 'all' })).toEqual({ why, row: 2 });
  });

  test('nothing is nothing, both ways', () => {
    expect(rowsToExpression({ rows: [], match: 'any' })).toEqual({ text: '' });
    expect(expressionToRows(undefined, 'any')).toEqual({ rows: [], match: 'any' });
  });
});

describe('the conditions of a step', () => {
  const ROWS: { rows: Record<string, Json>[]; match: string } = {
    rows: [
      { left: '{{ trigger.a }}', operator: 'equals', right: 1 },
      { left: '{{ trigger.b }}', operator: 'isTrue' },
    ],
    match: 'any',
  };
  const flow = draw({ name: 'F', nodes: { start: ['manual'], check: ['if', ROWS] }, wires: ['start > check'] });
  const check = (of: typeof flow) => of.nodes.find(({ id }) => id === 'check');
  const turn = (of: typeof flow, mode: 'rows' | 'expression') => {
    const made = switched(check(of)?.params ?? {}, mode);
    if ('why' in made) throw new Error(made.why);
    return withConditions(of, 'check', made);
  };

  test('go from rows to an expression and back', () => {
    const written = turn(flow, 'expression');
    expect(check(written)?.params).toEqual({ expression: '{{ trigger.a = 1 or trigger.b = true }}', match: 'any' });
    expect(conditionMode(check(written)?.params ?? {})).toBe('expression');
    const first = ROWS.rows[0];
    expect(check(turn(written, 'rows'))?.params).toEqual({
      rows: [first, { left: '{{ trigger.b }}', operator: 'equals', right: true }],
      match: 'any',
    });
  });

  test('that nobody has confirmed stay so', () => {
    const foreign = {
      ...flow,
      nodes: flow.nodes.map((node) => (node.id === 'check' ? { ...node, unconfirmed: ['rows'] } : node)),
    };
    const written = turn(foreign, 'expression');
    expect(check(written)?.unconfirmed).toEqual(['expression']);
    expect(check(turn(written, 'rows'))?.unconfirmed).toEqual(['rows']);
  });

  test('that are not there yet can be written either way', () => {
    expect(switched({}, 'expression')).toEqual({ rows: undefined, expression: undefined, match: undefined });
    expect(conditionMode({ rows: [] })).toBeNull();
  });
});
