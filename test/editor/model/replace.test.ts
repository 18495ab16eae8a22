import { expect, it } from 'vitest';
import { replaceNode } from '#components/editor/model/replace.ts';
import type { Flow, FlowNode } from '#lib/flow.ts';
import { catalogue } from '#nodes/index.ts';
import { draw } from '#test/support/draw.ts';

const ports = (flow: Flow) => flow.edges.map(({ from, to }) => `${from.node}.${from.port} > ${to.node}`);
const replaced = (flow: Flow, id: string, type: string) => replaceNode(flow, { id, type, catalogue });
const nodeIn = (flow: Flow, id: string) => flow.nodes.find((node) => node.id === id);

const calls = draw({
  nodes: {
    start: ['manual'],
    call: ['http.request', { url: 'https://example.org', method: 'POST' }, { settings: { note: 'Mind' } }],
    end: ['set'],
  },
  wires: ['start > call', 'call > end'],
});

it('a step of another type keeps its place, id, name, settings and wires', () => {
  const before = nodeIn(calls, 'call');
  const after = replaced(calls, 'call', 'set');
  expect(nodeIn(after, 'call')).toMatchObject({
    id: 'call',
    type: 'set',
    name: 'call',
    position: before?.position,
    settings: { note: 'Mind' },
  });
  expect(ports(after)).toEqual(ports(calls));
});

it('a name that the old type gave becomes that of the new one', () => {
  const title = catalogue['http.request']?.title ?? '';
  const named = { ...calls, nodes: calls.nodes.map((n): FlowNode => (n.id === 'call' ? { ...n, name: title } : n)) };
  expect(nodeIn(replaced(named, 'call', 'wait'), 'call')?.name).toBe(catalogue['wait']?.title);
});

it('parameters stay where the new type has one of the same name and kind, with their marks; others go', () => {
  const nodes = calls.nodes.map((node): FlowNode => (node.id === 'call' ? { ...node, unconfirmed: ['url'] } : node));
  const kept = replaced({ ...calls, nodes }, 'call', 'set');
  expect(nodeIn(kept, 'call')?.params).toEqual({});
  expect(nodeIn(kept, 'call')?.unconfirmed).toBeUndefined();
});

it('wires go whose port the new type does not have', () => {
  const asks = draw({
    nodes: { start: ['manual'], ask: ['if', { conditions: [] }], yes: ['set'], no: ['set'] },
    wires: ['start > ask', 'ask.true > yes', 'ask.false > no'],
  });
  expect(ports(replaced(asks, 'ask', 'set'))).toEqual(['start.out > ask']);
});

it('nothing changes for the same type, an unknown one, or a step that is gone', () => {
  expect(replaced(calls, 'call', 'http.request')).toBe(calls);
  expect(replaced(calls, 'call', 'no.such')).toBe(calls);
  expect(replaced(calls, 'gone', 'set')).toBe(calls);
});
