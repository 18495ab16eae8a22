import { describe, expect, it } from 'vitest';
import {
  addNode,
  emptyFlow,
  moveTo,
  removeItems,
  renameNode,
  setConnection,
  setParam,
  setSettings,
  toggleDisabled,
} from '#components/editor/model/commands.ts';
import { connect, connectionProblem, dropDeadEdges, splice } from '#components/editor/model/edge-commands.ts';
import { edgeId } from '#components/editor/model/graph.ts';
import { idBase, uniqueId } from '#components/editor/model/ids.ts';
import { outputPorts } from '#components/editor/model/ports.ts';
import { Flow } from '#lib/flow.ts';
import { catalogue } from '#nodes/index.ts';
import '../../support/model-words.ts';

/** Adds the types in a row, each leading to the next. */
function chain(...types: string[]): Flow {
  let flow = emptyFlow('Test');
  let before: string | null = null;
  for (const [i, type] of types.entries()) {
    const added = addNode(flow, { type, position: { x: i * 400, y: 0 }, catalogue });
    flow = added.flow;
    if (before !== null) flow = wire(flow, before, added.id);
    before = added.id;
  }
  return flow;
}

function wire(flow: Flow, ...[from, to, port = 'out']: [string, string, string?]): Flow {
  return connect(flow, { from: { node: from, port }, to: { node: to, port: 'in' } }, catalogue);
}

const problemOf = (flow: Flow, ...[from, to, port = 'out']: [string, string, string?]) =>
  connectionProblem(flow, { from: { node: from, port }, to: { node: to, port: 'in' } }, catalogue);

describe('ids', () => {
  it('come from the type and count up', () => {
    const flow = chain('manual', 'http.request', 'http.request', 'http.request');
    expect(flow.nodes.map((node) => node.id)).toEqual(['manual', 'http_request', 'http_request_2', 'http_request_3']);
    expect(flow.nodes.map((node) => node.name).slice(1)).toEqual(['HTTP request', 'HTTP request 2', 'HTTP request 3']);
  });

  it('are always ids that a flow file may hold', () => {
    for (const type of ['3d.Print', 'homeAssistant.callService', `x${'y'.repeat(80)}`, '...', 'mail.move']) {
      const id = uniqueId(idBase(type), new Set([idBase(type)]));
      expect(id).toMatch(/^[a-z][a-z0-9_]{0,39}$/);
    }
  });
});

describe('commands', () => {
  it('leave what they do not touch as the same object', () => {
    const flow = chain('manual', 'set', 'http.request');
    const changed = setParam(flow, { id: 'set', field: 'fields', value: { a: 1 } });
    expect(changed.nodes[0]).toBe(flow.nodes[0]);
    expect(changed.nodes[2]).toBe(flow.nodes[2]);
    expect(changed.edges).toBe(flow.edges);
    expect(flow.nodes[1]?.params).toEqual({});
  });

  it('give the same flow back when nothing changes', () => {
    const flow = chain('manual', 'set');
    expect(moveTo(flow, new Map([['set', { x: 400, y: 0 }]]))).toBe(flow);
    expect(renameNode(flow, 'set', '   ')).toBe(flow);
    expect(removeItems(flow, { nodes: new Set(['nobody']), edges: new Set() })).toBe(flow);
    expect(setConnection(flow, 'set', undefined)).toBe(flow);
  });

  it('remove the edges of a removed node', () => {
    const flow = chain('manual', 'set', 'http.request');
    const left = removeItems(flow, { nodes: new Set(['set']), edges: new Set() });
    expect(left.nodes.map((node) => node.id)).toEqual(['manual', 'http_request']);
    expect(left.edges).toEqual([]);
  });

  it('take a parameter away when it is set to undefined, so that the default holds again', () => {
    const set = setParam(chain('http.request'), { id: 'http_request', field: 'method', value: 'POST' });
    const unset = setParam(set, { id: 'http_request', field: 'method', value: undefined });
    expect(unset.nodes[0]?.params).toEqual({});
  });

  it('write no empty settings into the file', () => {
    const on = setSettings(chain('set'), 'set', { disabled: true, note: 'why' });
    const off = setSettings(on, 'set', { disabled: undefined, note: undefined });
    expect(off.nodes[0]).not.toHaveProperty('settings');
  });

  it('switch a mixed selection off first, then on', () => {
    const flow = setSettings(chain('manual', 'set'), 'set', { disabled: true });
    const both = new Set(['manual', 'set']);
    const off = toggleDisabled(flow, both);
    expect(off.nodes.every((node) => node.settings?.disabled)).toBe(true);
    expect(toggleDisabled(off, both).nodes.some((node) => node.settings?.disabled)).toBe(false);
  });

  it('make flows that the schema of flow files accepts', () => {
    const flow = setSettings(chain('webhook', 'if', 'approval'), 'approval', {
      onError: 'branch',
      retry: { attempts: 3 },
    });
    expect(Flow.parse(JSON.parse(JSON.stringify(flow)))).toEqual(flow);
  });
});

describe('connections', () => {
  it('go forward only: no circle, no self, no way into a trigger', () => {
    const flow = chain('manual', 'set', 'http.request');
    expect(problemOf(flow, 'http_request', 'set')).toMatch(/circle/);
    expect(problemOf(flow, 'set', 'set')).toBe('self');
    expect(problemOf(flow, 'set', 'manual')).toBe('trigger');
    expect(problemOf(flow, 'manual', 'set')).toMatch(/already/);
    expect(problemOf(flow, 'manual', 'http_request')).toBeNull();
  });

  it('need a port that the node has', () => {
    const flow = chain('if', 'set');
    const alone = removeItems(flow, { nodes: new Set(), edges: new Set(flow.edges.map(edgeId)) });
    expect(problemOf(alone, 'if', 'set', 'out')).toBe('noOutput');
    expect(problemOf(alone, 'if', 'set', 'true')).toBeNull();
  });

  it('that cannot be leave the flow as it is', () => {
    const flow = chain('manual', 'set');
    expect(wire(flow, 'set', 'manual')).toBe(flow);
  });

  it('take a node into their middle', () => {
    const flow = addNode(chain('manual', 'http.request'), { type: 'set', position: { x: 0, y: 0 }, catalogue }).flow;
    const spliced = splice(flow, { edge: 'manual.out>http_request.in', node: 'set', catalogue });
    expect(spliced.edges.map(edgeId).sort()).toEqual(['manual.out>set.in', 'set.out>http_request.in']);
  });

  it('go when the button they came from goes', () => {
    const buttons = [
      { id: 'yes', title: 'Yes', style: 'primary' },
      { id: 'no', title: 'No', style: 'danger' },
    ];
    let flow = setParam(addNode(emptyFlow('Test'), { type: 'approval', position: { x: 0, y: 0 }, catalogue }).flow, {
      id: 'approval',
      field: 'buttons',
      value: buttons,
    });
    flow = addNode(flow, { type: 'set', position: { x: 400, y: 0 }, catalogue }).flow;
    flow = wire(wire(flow, 'approval', 'set', 'yes'), 'approval', 'set', 'no');
    expect(flow.edges).toHaveLength(2);
    const fewer = setParam(flow, { id: 'approval', field: 'buttons', value: buttons.slice(0, 1) });
    expect(dropDeadEdges(fewer, 'approval', catalogue).edges.map((edge) => edge.from.port)).toEqual(['yes']);
  });
});

describe('ports', () => {
  const ports = (flow: Flow, id: string) => {
    const node = flow.nodes.find((one) => one.id === id);
    return node ? outputPorts(node, catalogue).map((port) => port.id) : [];
  };

  it('of a type with parameters follow them', () => {
    const flow = setParam(chain('approval'), {
      id: 'approval',
      field: 'buttons',
      value: [{ id: 'later', title: 'Later' }],
    });
    expect(ports(flow, 'approval')).toEqual(['later', 'expired']);
  });

  it('gain an error output when the node branches on errors', () => {
    const flow = setSettings(chain('http.request'), 'http_request', { onError: 'branch' });
    expect(ports(flow, 'http_request')).toEqual(['out', 'error']);
    expect(ports(setSettings(flow, 'http_request', { onError: 'continue' }), 'http_request')).toEqual(['out']);
  });

  it('survive parameters of any half-typed shape', () => {
    for (const value of ['x', 3, null, [null], [{ id: 4 }], { a: 1 }]) {
      const flow = setParam(chain('switch'), { id: 'switch', field: 'cases', value });
      expect(ports(flow, 'switch')).toContain('else');
    }
  });

  it('of an unknown type are one', () => {
    const flow: Flow = {
      ...emptyFlow('Test'),
      nodes: [{ id: 'x', type: 'no.such', name: 'X', position: { x: 0, y: 0 }, params: {} }],
    };
    expect(ports(flow, 'x')).toEqual(['out']);
  });
});
