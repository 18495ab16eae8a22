import { describe, expect, test } from 'vitest';
import { completionsAt } from '#components/editor/model/completion.ts';
import { fillHole, holeAt } from '#components/editor/model/hole.ts';
import type { DataField } from '#components/editor/model/data-fields.ts';
import type { DataSource } from '#components/editor/model/outputs.ts';

const field = (path: (string | number)[], children: DataField[] = []): DataField => ({
  path,
  name: String(path.at(-1)),
  type: children.length > 0 ? 'object' : 'string',
  children,
});
const source = (root: string, fields: DataField[]): DataSource => ({
  ...{ root, node: root, name: root.replace('steps.', ''), kind: 'action', icon: '', seen: true },
  fields,
});

const SOURCES = [
  source('trigger', [field(['body'], [field(['body', 'name']), field(['body', 'first name'])])]),
  source('steps.search', [
    field(
      ['messages'],
      [field(['messages', 0], [field(['messages', 0, 'subject']), field(['messages', 0, 'sender'])])],
    ),
  ]),
  source('steps.loop', [field(['count'])]),
  source('steps.loop.item', [field(['value'], [field(['value', 'id'])])]),
  source('item', [field(['value'], [field(['value', 'id'])])]),
];
const offered = (typed: string) =>
  completionsAt(typed, { sources: SOURCES, variables: ['greeting'] }).options.map(({ insert }) => insert);

describe('what is offered while one types', () => {
  test('begins with steps by their names, variables and the run', () => {
    expect(offered('')).toEqual(['trigger', 'steps.search', 'steps.loop', 'steps.loop.item', 'item', 'run', 'vars']);
    expect(offered('sear')).toEqual(['steps.search']);
    expect(offered('1 + tri')).toEqual(['trigger']);
  });

  test('goes into objects, and puts names that are no words into backquotes', () => {
    expect(offered('trigger.body.')).toEqual(['trigger.body.name', 'trigger.body.`first name`']);
    expect(offered('trigger.body.fir')).toEqual(['trigger.body.`first name`']);
    expect(offered('trigger.nothing.')).toEqual([]);
  });

  test('goes into lists, whichever place of them is meant', () => {
    expect(offered('steps.search.messages[')).toEqual(['steps.search.messages[0]', 'steps.search.messages[*]']);
    for (const place of ['0', '7', '*'])
      expect(offered(`steps.search.messages[${place}].s`)).toEqual([
        `steps.search.messages[${place}].subject`,
        `steps.search.messages[${place}].sender`,
      ]);
  });

  test('knows the item of a loop, from inside of it and by its name', () => {
    expect(offered('item.value.')).toEqual(['item.value.id']);
    expect(offered('steps.loop.item.value.')).toEqual(['steps.loop.item.value.id']);
    expect(offered('vars.')).toEqual(['vars.greeting']);
    expect(offered('run.flow')).toEqual(['run.flowId', 'run.flowName']);
  });

  test('are functions after $, with the cursor between their brackets', () => {
    const { from, options } = completionsAt('1 + $upp', { sources: [], variables: [] });
    expect({ from, first: options[0] }).toMatchObject({ from: 4, first: { insert: '$uppercase()', back: 1 } });
  });

  test('is nothing inside of a text', () => {
    expect(offered('"steps.')).toEqual([]);
    expect(offered("'it\\'s trigger.")).toEqual([]);
    expect(offered('"done" & steps.search.messages[0].sub')).toEqual(['steps.search.messages[0].subject']);
  });
});

describe('the braces around the cursor', () => {
  test('are found, or there are none', () => {
    expect(holeAt('Hi {{ trigger.na', 16)).toEqual({ from: 6, typed: 'trigger.na' });
    expect(holeAt('Hi {{ a }} and', 14)).toBeNull();
    expect(holeAt('Hi', 2)).toBeNull();
    expect(holeAt('{{ a }} {{b', 11)).toEqual({ from: 10, typed: 'b' });
  });

  test('are closed once, and the cursor stands after what was put in', () => {
    expect(fillHole('Hi {{ tri', { from: 6, to: 9, insert: 'trigger' })).toEqual({
      text: 'Hi {{ trigger }}',
      caret: 13,
    });
    expect(fillHole('{{ tri }} x', { from: 3, to: 6, insert: 'trigger' })).toEqual({
      text: '{{ trigger }} x',
      caret: 10,
    });
    expect(fillHole('{{tri and {{ b }}', { from: 2, to: 5, insert: '$f()', back: 1 })).toEqual({
      text: '{{ $f() }} and {{ b }}',
      caret: 6,
    });
  });
});
