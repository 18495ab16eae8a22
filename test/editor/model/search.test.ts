import { expect, it } from 'vitest';
import { replaceInParams, searchFlow } from '#components/editor/model/search.ts';
import type { Flow } from '#lib/flow.ts';
import { catalogue } from '#nodes/index.ts';
import { draw } from '#test/support/draw.ts';

const flow: Flow = {
  ...draw({
    nodes: {
      fetch: ['http.request', { url: 'https://api.example.org/A', headers: { 'x-key': 'Example' } }],
      keep: ['set', { fields: { from: 'example', n: 7 } }, { settings: { note: 'as in the example' } }],
      start: ['manual'],
    },
    wires: ['start > fetch', 'fetch > keep'],
  }),
  notes: [{ id: 'note', text: 'An EXAMPLE', position: { x: 0, y: 300 } }],
};
const found = (query: string) =>
  searchFlow(flow, query, catalogue).map(({ id, in: where, field }) => [id, where, ...(field ? [field] : [])]);

it('finds names, types, parameters and notes whatever their case, from left to right', () => {
  expect(found(' example ')).toEqual([
    ['fetch', 'param', 'url'],
    ['fetch', 'param', 'headers'],
    ['keep', 'param', 'fields'],
    ['keep', 'note'],
    ['note', 'note'],
  ]);
  expect(found('keep')).toEqual([['keep', 'name']]);
  expect(found('http.req')).toEqual([['fetch', 'type']]);
  expect(found('7')).toEqual([]);
});

it('finds nothing for nothing', () => {
  expect(found('')).toEqual([]);
  expect(found('   ')).toEqual([]);
});

it('replaces in parameters of all steps, and counts those that changed', () => {
  const { flow: changed, count } = replaceInParams(flow, { query: 'example', by: 'other' });
  expect(count).toBe(3);
  expect(changed.nodes[0]?.params).toEqual({ url: 'https://api.other.org/A', headers: { 'x-key': 'other' } });
  expect(changed.nodes[2]).toBe(flow.nodes[2]);
  expect(changed.notes).toBe(flow.notes);
});

it('takes what is searched and what replaces it as they are, not as patterns', () => {
  const dotted = replaceInParams(flow, { query: 'api.example.org', by: '$& and $1' });
  expect(dotted.flow.nodes[0]?.params['url']).toBe('https://$& and $1/A');
  expect(replaceInParams(flow, { query: 'api_example', by: 'x' }).count).toBe(0);
  expect(replaceInParams(flow, { query: '', by: 'x' })).toEqual({ flow, count: 0 });
});

it('a parameter that a person has written anew is confirmed', () => {
  const marked = {
    ...flow,
    nodes: flow.nodes.map((node) => (node.id === 'fetch' ? { ...node, unconfirmed: ['url', 'headers'] } : node)),
  };
  const { flow: changed } = replaceInParams(marked, { query: 'api.example', by: 'own' });
  expect(changed.nodes[0]?.unconfirmed).toEqual(['headers']);
});
