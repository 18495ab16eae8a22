import { describe, expect, it } from 'vitest';
import { edgeId } from '#components/editor/model/graph.ts';
import {
  insertOnEdge,
  isLoose,
  removeAndBridge,
  spliceInto,
  targetsFor,
  toggleWire,
} from '#components/editor/model/insert.ts';
import type { Flow } from '#lib/flow.ts';
import { catalogue } from '#nodes/index.ts';
import { draw } from '#test/support/draw.ts';

const COLUMN = 352;

/** A row with so much from one step to the next. */
function inRow(flow: Flow, gap: number): Flow {
  return { ...flow, nodes: flow.nodes.map((node, index) => ({ ...node, position: { x: index * gap, y: 0 } })) };
}
const three = (gap = COLUMN) =>
  inRow(draw({ nodes: { start: ['manual'], one: ['set'], two: ['set'] }, wires: ['start > one', 'one > two'] }), gap);
const wires = (flow: Flow) => flow.edges.map(({ from, to }) => `${from.node}.${from.port} > ${to.node}`).toSorted();
const places = (flow: Flow) => Object.fromEntries(flow.nodes.map(({ id, position }) => [id, position.x]));
const wire = (flow: Flow, from: string) => edgeId(flow.edges.find((edge) => edge.from.node === from) ?? flow.edges[0]!);

describe('a step put into a wire', () => {
  it('stands between its neighbours, and what follows makes room', () => {
    const flow = three();
    const made = insertOnEdge(flow, { edge: wire(flow, 'start'), type: 'wait', catalogue });
    expect(wires(made?.flow ?? flow)).toEqual(['one.out > two', 'start.out > wait', 'wait.out > one']);
    expect(places(made?.flow ?? flow)).toEqual({ start: 0, wait: COLUMN, one: 2 * COLUMN, two: 3 * COLUMN });
  });

  it('moves nothing where there is room', () => {
    const flow = three(1000);
    const made = insertOnEdge(flow, { edge: wire(flow, 'start'), type: 'wait', catalogue });
    expect(places(made?.flow ?? flow)).toMatchObject({ start: 0, one: 1000, two: 2000 });
  });

  it('is none where there is no such wire', () => {
    expect(insertOnEdge(three(), { edge: 'gone', type: 'wait', catalogue })).toBeNull();
  });

  it('may be one that lay there loose', () => {
    const flow = three(640);
    const loose = { ...flow, nodes: [...flow.nodes, { ...flow.nodes[1]!, id: 'loose', position: { x: 320, y: 0 } }] };
    expect(isLoose(loose, loose.nodes[3]!, catalogue)).toBe(true);
    expect(isLoose(loose, loose.nodes[1]!, catalogue)).toBe(false);
    const spliced = spliceInto(loose, { edge: wire(loose, 'start'), node: 'loose', catalogue });
    expect(wires(spliced)).toEqual(['loose.out > one', 'one.out > two', 'start.out > loose']);
    expect(places(spliced)).toMatchObject({ loose: 320, one: 320 + COLUMN });
  });
});

describe('a step taken out', () => {
  it('leaves its neighbours joined', () => {
    expect(wires(removeAndBridge(three(), new Set(['one']), catalogue))).toEqual(['start.out > two']);
  });

  it('goes on where its first used output led, from all that came to it', () => {
    const flow = draw({
      nodes: { start: ['manual'], also: ['manual'], ask: ['if', { conditions: [] }], yes: ['set'], no: ['set'] },
      wires: ['start > ask', 'also > ask', 'ask.true > yes', 'ask.false > no'],
    });
    expect(wires(removeAndBridge(flow, new Set(['ask']), catalogue))).toEqual(['also.out > yes', 'start.out > yes']);
  });

  it('with all its neighbours leaves nothing behind', () => {
    const left = removeAndBridge(three(), new Set(['start', 'one', 'two']), catalogue);
    expect([left.nodes, left.edges]).toEqual([[], []]);
  });
});

describe('the steps that an output may lead to', () => {
  it('are those that a wire may end at, the ones it does lead to marked', () => {
    const found = targetsFor(three(), { node: 'start', port: 'out' }, catalogue);
    expect(found.map(({ node, connected }) => [node.id, connected])).toEqual([
      ['one', true],
      ['two', false],
    ]);
  });

  it('get a wire, or lose it', () => {
    const flow = three();
    const edge = { from: { node: 'start', port: 'out' }, to: { node: 'two', port: 'in' } };
    const drawn = toggleWire(flow, edge, catalogue);
    expect(wires(drawn)).toContain('start.out > two');
    expect(wires(toggleWire(drawn, edge, catalogue))).toEqual(wires(flow));
  });
});
