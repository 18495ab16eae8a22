import { describe, expect, it } from 'vitest';
import { deriveCards, NO_CARDS, riskOf } from '#components/editor/model/cards.ts';
import { moveTo, renameNode } from '#components/editor/model/commands.ts';
import { summarize, type SummaryPart } from '#components/editor/model/summary.ts';
import { trustOf } from '#components/editor/model/trust.ts';
import type { Flow, FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import { catalogue } from '#nodes/index.ts';
import '../../support/model-words.ts';

function node(...[id, type, params = {}, name = id]: [string, string, FlowNode['params']?, string?]): FlowNode {
  return { id, type, name, position: { x: 0, y: 0 }, params };
}

function flowOf(nodes: FlowNode[], edges: [string, string, string?][] = []): Flow {
  return {
    format: 'hearth.flow/1',
    name: 'Test',
    nodes,
    edges: edges.map(([from, to, port = 'out']) => ({ from: { node: from, port }, to: { node: to, port: 'in' } })),
    notes: [],
  };
}

const say = (parts: SummaryPart[]) => parts.map((part) => ('text' in part ? part.text : `[${part.chip}]`)).join('');

function line(flow: Flow, id: string): string {
  const found = flow.nodes.find((one) => one.id === id);
  return found ? say(summarize(found, { flow, catalogue })) : '';
}

describe('the line on a card', () => {
  it('says what it will do with its present settings', () => {
    const flow = flowOf([node('call', 'http.request', { url: 'https://api.example.org/v1' })]);
    expect(line(flow, 'call')).toBe('GET https://api.example.org/v1');
  });

  it('shows references as words instead of braces', () => {
    const flow = flowOf(
      [
        node('hook', 'webhook', {}, 'New order'),
        node('search', 'http.request', {}, 'Search'),
        node('text', 'template', {
          text: 'Hi {{ trigger.body.firstName }}: {{ steps.search.body.messages[0].subject }}',
        }),
      ],
      [
        ['hook', 'search'],
        ['search', 'text'],
      ],
    );
    expect(line(flow, 'text')).toBe('Hi [First name from New order]: [Subject from Search]');
  });

  it('marks a reference to a step that is not there', () => {
    const flow = flowOf([node('text', 'template', { text: '{{ steps.gone.x }}' })]);
    expect(summarize(flow.nodes[0] as FlowNode, { flow, catalogue })).toEqual([{ chip: 'X from gone', broken: true }]);
  });

  it('reads conditions as a sentence', () => {
    const rows: Json = [
      { left: '{{ trigger.amount }}', operator: 'greater', right: 100 },
      { left: '{{ trigger.vip }}', operator: 'isTrue' },
    ];
    const flow = flowOf([node('start', 'manual', {}, 'Form'), node('if', 'if', { rows })], [['start', 'if']]);
    expect(line(flow, 'if')).toBe('[Amount from Form] is greater than 100 and 1 more');
  });

  it('uses the titles of choices and leaves out fields that are not shown', () => {
    const flow = flowOf([node('wait', 'wait', { mode: 'until', until: '2027-01-31T09:00:00Z', for: '10m' })]);
    expect(line(flow, 'wait')).toBe('until a moment 2027-01-31T09:00:00Z');
  });

  it('explains the type while nothing is drawn yet, and names an unknown type', () => {
    const flow = flowOf([node('call', 'http.request'), node('x', 'no.such')]);
    expect(line(flow, 'call')).toBe('Calls a web address and gives back the answer.');
    expect(line(flow, 'x')).toBe('Unknown type no.such');
  });

  it('keeps very long literals short', () => {
    const flow = flowOf([node('text', 'template', { text: 'word '.repeat(500) })]);
    expect(line(flow, 'text').length).toBeLessThan(80);
  });
});

describe('cards', () => {
  const flow = flowOf([
    node('start', 'manual'),
    node('a', 'set', { fields: { x: '{{ trigger.x }}' } }),
    node('b', 'set', { fields: {} }),
  ]);
  const cards = deriveCards(flow, catalogue, NO_CARDS);
  const card = (of: typeof cards, id: string) => of.byId.get(id)?.card;

  it('keep their identity when only positions change', () => {
    const moved = deriveCards(moveTo(flow, new Map([['a', { x: 64, y: 64 }]])), catalogue, cards);
    for (const id of ['start', 'a', 'b']) expect(card(moved, id)).toBe(card(cards, id));
  });

  it('change where another node is named, and nowhere else', () => {
    const renamed = deriveCards(renameNode(flow, 'start', 'Ask first'), catalogue, cards);
    expect(say(card(renamed, 'a')?.summary ?? [])).toBe('x');
    expect(card(renamed, 'start')?.name).toBe('Ask first');
    expect(card(renamed, 'b')).toBe(card(cards, 'b'));
  });

  it('tell the risk from the drawn settings', () => {
    const http = catalogue['http.request'];
    if (!http) throw new Error('http.request is not declared');
    expect(riskOf(http, { method: 'GET', url: 'https://example.org' })).toBe('read');
    expect(riskOf(http, { method: 'GET', url: 'https://{{ trigger.host }}/' })).toBe('send');
    expect(riskOf(http, { method: 'DELETE', url: 'https://example.org' })).toBe('destroy');
  });
});

describe('trust', () => {
  it('ends where an author writes a literal, and follows references', () => {
    const flow = flowOf(
      [
        node('hook', 'webhook'),
        node('fixed', 'set', { fields: { greeting: 'Hello' } }),
        node('copied', 'set', { fields: { text: '{{ trigger.body.text }}' } }),
        node('later', 'set', { fields: { again: '{{ steps.copied.text }}' } }),
        node('end', 'set', { fields: {} }),
      ],
      [
        ['hook', 'fixed'],
        ['fixed', 'copied'],
        ['copied', 'later'],
        ['later', 'end'],
      ],
    );
    const { edges } = trustOf(flow, catalogue);
    expect([...edges]).toEqual(['hook.out>fixed.in', 'copied.out>later.in', 'later.out>end.in']);
  });

  it('is lost on every branch that untrusted data decides', () => {
    const flow = flowOf(
      [
        node('hook', 'webhook'),
        node('choose', 'if', { rows: [{ left: '{{ trigger.body.ok }}', operator: 'isTrue' }] }),
        node('yes', 'set', { fields: { fixed: 1 } }),
        node('after', 'set', { fields: { fixed: 2 } }),
      ],
      [
        ['hook', 'choose'],
        ['choose', 'yes', 'true'],
        ['yes', 'after'],
      ],
    );
    expect([...trustOf(flow, catalogue).edges]).toContain('yes.out>after.in');
  });

  it('is whole in a flow that a person starts and that reads nothing from outside', () => {
    const flow = flowOf(
      [
        node('start', 'manual'),
        node('a', 'set', { fields: { x: '{{ trigger.x }}' } }),
        node('b', 'template', { text: '{{ steps.a.x }}' }),
      ],
      [
        ['start', 'a'],
        ['a', 'b'],
      ],
    );
    expect(trustOf(flow, catalogue).edges.size).toBe(0);
  });

  it('is not assumed of types that nobody knows', () => {
    const flow = flowOf([node('x', 'no.such'), node('b', 'set')], [['x', 'b']]);
    expect([...trustOf(flow, catalogue).edges]).toEqual(['x.out>b.in']);
  });
});
