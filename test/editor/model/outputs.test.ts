import { describe, expect, it } from 'vitest';
import { searchPalette, paletteEntries } from '#components/editor/model/catalogue.ts';
import { kindOf, parseLoose, showLoose } from '#components/editor/model/loose.ts';
import { searchFields, sourcesFor } from '#components/editor/model/outputs.ts';
import { parsePath, pathText, splitTemplate } from '#components/editor/model/references.ts';
import { moveRow, newRow, portId, rowsOf } from '#components/editor/model/rows.ts';
import { visibleOf } from '#components/editor/model/visible.ts';
import { walk } from '#components/editor/model/walk.ts';
import { tidy } from '#components/editor/model/tidy.ts';
import { commandOf } from '#components/editor/canvas/shortcuts.ts';
import type { Flow, FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import { catalogue } from '#nodes/index.ts';
import '../../support/model-words.ts';

function node(...[id, type, x, y = 0, params = {}]: [string, string, number, number?, FlowNode['params']?]): FlowNode {
  return { id, type, name: id, position: { x, y }, params };
}

const flow: Flow = {
  format: 'hearth.flow/1',
  name: 'Test',
  nodes: [
    node('start', 'manual', 0, 0, { fields: [{ name: 'city', type: 'text', required: true }] }),
    node('call', 'http.request', 400, 0),
    node('pick', 'set', 800, 0, { fields: { lastName: 'x' } }),
    node('end', 'template', 1200, 0),
    node('aside', 'template', 1200, 300),
  ],
  edges: [
    { from: { node: 'start', port: 'out' }, to: { node: 'call', port: 'in' } },
    { from: { node: 'call', port: 'out' }, to: { node: 'pick', port: 'in' } },
    { from: { node: 'pick', port: 'out' }, to: { node: 'end', port: 'in' } },
  ],
  notes: [],
};

describe('data to pick from', () => {
  const none = { catalogue, samples: new Map<string, Json>() };

  it('comes from the steps before, nearest first, and from the trigger', () => {
    const sources = sourcesFor(flow, 'end', none);
    expect(sources.map((source) => source.root)).toEqual(['steps.pick', 'steps.call', 'trigger']);
  });

  it('names fields by declaration and by what is drawn', () => {
    const [pick, call, trigger] = sourcesFor(flow, 'end', none);
    expect(pick?.fields.map((field) => field.name)).toEqual(['Last name']);
    expect(call?.fields.map((field) => field.path.join('.'))).toContain('status');
    expect(trigger?.fields.map((field) => pathText('trigger', field.path))).toEqual(['trigger.city']);
  });

  it('shows what the last run really gave', () => {
    const samples = new Map<string, Json>([['call', { body: { orders: [{ 'order id': 7 }] } }]]);
    const call = sourcesFor(flow, 'end', { catalogue, samples }).find((source) => source.node === 'call');
    const deep = call?.fields[0]?.children[0]?.children[0]?.children[0];
    expect(deep).toMatchObject({ sample: '7', type: 'number' });
    expect(pathText('steps.call', deep?.path ?? [])).toBe('steps.call.body.orders[0].`order id`');
  });

  it('is found by name, with the way to it', () => {
    const [, call] = sourcesFor(flow, 'end', {
      catalogue,
      samples: new Map<string, Json>([['call', { body: { a: { deepName: 1 }, b: 2 } }]]),
    });
    const found = searchFields(call?.fields ?? [], 'deep');
    expect(found[0]?.children).toHaveLength(1);
    expect(found[0]?.children[0]?.children[0]?.name).toBe('Deep name');
  });

  it('offers the trigger to a step that nothing leads to yet', () => {
    expect(sourcesFor(flow, 'aside', none).map((source) => source.root)).toEqual(['trigger']);
  });
});

describe('templates', () => {
  it('are split at their holes, whatever stands in quotes', () => {
    expect(splitTemplate('a {{ x }} b {{ "}}" & y }}')).toEqual([
      { text: 'a ' },
      { hole: 'x' },
      { text: ' b ' },
      { hole: '"}}" & y' },
    ]);
    expect(splitTemplate('no {{ end')).toEqual([{ text: 'no {{ end' }]);
  });

  it('have paths that read back as they were written', () => {
    for (const path of [['a', 0, 'b'], ['Content-Type'], ['with space', 3], []]) {
      expect(parsePath(pathText('steps.search', path))).toEqual({ root: { step: 'search' }, path });
    }
    expect(parsePath('$count(steps.x)')).toBeNull();
    expect(parsePath('stepsister.x')).toBeNull();
  });
});

describe('a box for any kind of value', () => {
  it('tells kinds apart and shows every value so that it reads back the same', () => {
    for (const value of [
      12,
      -0.5,
      true,
      null,
      'text',
      '12',
      'true',
      '',
      '"quoted"',
      '{x',
      '007',
      { a: [1] },
      '{{ steps.a }}',
      '1e5',
    ]) {
      expect(parseLoose(showLoose(value))).toEqual(value);
    }
    expect([kindOf('x'), kindOf(1), kindOf(false), kindOf([]), kindOf(null)]).toEqual([
      'Text',
      'Number',
      'Yes/no',
      'List',
      'Nothing',
    ]);
  });
});

describe('rows', () => {
  it('get a title and a port id of their own', () => {
    const item = { properties: { id: {}, title: {}, operator: { default: 'equals' } } };
    const first = newRow(item, [], 'Case');
    expect(first).toEqual({ id: 'case1', title: 'Case 1', operator: 'equals' });
    expect(portId('Else', new Set())).toBe('elseCase');
    expect(portId('Ja, sofort!', new Set(['jaSofort']))).toBe('jaSofort_2');
    expect(portId('日本', new Set())).toMatch(/^[a-z][a-zA-Z0-9_]*$/);
  });

  it('survive anything in their place, and change places', () => {
    expect(rowsOf('x')).toEqual([]);
    expect(rowsOf([1, { a: 1 }])).toEqual([{}, { a: 1 }]);
    expect(moveRow([{ a: 1 }, { a: 2 }, { a: 3 }], 2, 0).map((row) => row.a)).toEqual([3, 1, 2]);
    expect(moveRow([{ a: 1 }], 0, 5)).toEqual([{ a: 1 }]);
  });
});

describe('getting about', () => {
  it('with arrows goes along the wires, then to what is nearest', () => {
    expect(walk(visibleOf(flow, new Set()), 'call', 'right')).toBe('pick');
    expect(walk(visibleOf(flow, new Set()), 'call', 'left')).toBe('start');
    expect(walk(visibleOf(flow, new Set()), 'end', 'down')).toBe('aside');
    expect(walk(visibleOf(flow, new Set()), 'start', 'left')).toBeNull();
    expect(walk(visibleOf(flow, new Set()), null, 'right')).toBe('start');
  });

  it('with other keys does what the help says, and leaves the browser its own', () => {
    const key = (name: string, part = {}) =>
      commandOf({ key: name, mod: false, shift: false, alt: false, ...part })?.do;
    expect(key('z', { mod: true })).toBe('undo');
    expect(key('z', { mod: true, shift: true })).toBe('redo');
    expect(key('Z', { mod: true, shift: true })).toBe('redo');
    expect(key('Tab')).toBeUndefined();
    expect(key('c', { mod: true })).toBeUndefined();
    expect(key('ArrowLeft', { alt: true })).toBeUndefined();
  });

  it('finds step types by words of their name or purpose', () => {
    const entries = paletteEntries(catalogue);
    expect(searchPalette(entries, 'http')[0]?.type).toBe('http.request');
    expect(searchPalette(entries, 'ask person')[0]?.type).toBe('approval');
    expect(searchPalette(entries, 'qqq')).toEqual([]);
    expect(entries[0]?.isTrigger).toBe(true);
  });

  it('tidied up, tall cards keep their distance', () => {
    const fork = {
      ...flow,
      edges: [...flow.edges, { from: { node: 'pick', port: 'out' }, to: { node: 'aside', port: 'in' } }],
    };
    const heights = new Map([['end', 260]]);
    const places = new Map(tidy(fork, { heights }).nodes.map((one) => [one.id, one.position]));
    expect(places.get('aside')?.x).toBe(places.get('end')?.x);
    expect((places.get('aside')?.y ?? 0) - (places.get('end')?.y ?? 0)).toBeGreaterThanOrEqual(260);
  });

  it('tidied up, a flow runs from left to right without overlaps', () => {
    const heap = { ...flow, nodes: flow.nodes.map((one) => ({ ...one, position: { x: 50, y: 50 } })) };
    const places = new Map(tidy(heap).nodes.map((one) => [one.id, one.position]));
    const x = (id: string) => places.get(id)?.x ?? 0;
    expect(x('start')).toBeLessThan(x('call'));
    expect(x('pick')).toBeLessThan(x('end'));
    expect(new Set([...places.values()].map((place) => `${place.x},${place.y}`)).size).toBe(5);
  });
});
