import { describe, expect, it } from 'vitest';
import { lineOrder, outlineOf, type OutlineStep } from '#components/editor/list/outline.ts';
import { canSwap, swapSteps } from '#components/editor/list/reorder.ts';
import { catalogue } from '#nodes/index.ts';
import { chain, draw } from '../../support/draw.ts';
import '../../support/model-words.ts';

/** The lines as text: a branch is indented below its step, joins and ways on are said. */
function lines(steps: readonly OutlineStep[], depth = 0): string[] {
  const pad = '  '.repeat(depth);
  return steps.flatMap((step) => [
    `${pad}${step.id}${step.joins.length > 0 ? ` after ${step.joins.join('+')}` : ''}${step.onward
      .map(({ to, back }) => ` ${back ? 'back' : 'on'} to ${to}`)
      .join('')}`,
    ...step.branches.flatMap(({ port, part, steps: inside }) => [
      `${pad} [${port.id}${part ? ` ${part.at}/${part.of}` : ''}]`,
      ...lines(inside, depth + 1),
    ]),
  ]);
}
const outline = (drawing: Parameters<typeof draw>[0]) => lines(outlineOf(draw(drawing), catalogue));
const set = ['set', { fields: {} }] as [string, object] as never;

describe('the outline', () => {
  it('lists a chain as lines, one after the other', () => {
    expect(outline({ nodes: { start: ['manual'], a: set, b: set }, wires: chain('start', 'a', 'b') })).toEqual([
      'start',
      'a',
      'b',
    ]);
  });

  it('puts what follows an output into the step that it leaves, and the join after it', () => {
    expect(
      outline({
        nodes: { start: ['manual'], check: ['if'], yes: set, no: set, end: set },
        wires: ['start > check', 'check.true > yes', 'check.false > no', 'yes > end', 'no > end'],
      }),
    ).toEqual(['start', 'check', ' [true]', '  yes on to end', ' [false]', '  no on to end', 'end after yes+no']);
  });

  it('shows outputs that lead nowhere yet, so that something can be put there', () => {
    expect(outline({ nodes: { start: ['manual'], check: ['if'] }, wires: ['start > check'] })).toEqual([
      'start',
      'check',
      ' [true]',
      ' [false]',
    ]);
  });

  it('tells parallel ways apart', () => {
    expect(
      outline({
        nodes: { start: ['manual'], a: set, b: set, both: set },
        wires: ['start > a', 'start > b', 'a > both', 'b > both'],
      }),
    ).toEqual(['start', ' [out 1/2]', '  a on to both', ' [out 2/2]', '  b on to both', 'both after a+b']);
  });

  it('keeps the body of a loop inside of it and says where it leads back', () => {
    expect(
      outline({
        nodes: { start: ['manual'], loop: ['forEach'], work: set, after: set },
        wires: ['start > loop', 'loop.each > work', 'work > loop', 'loop.done > after'],
      }),
    ).toEqual(['start', 'loop', ' [each]', '  work back to loop', 'after']);
  });

  it('begins with what starts the flow and ends with what nothing leads to', () => {
    expect(
      outline({
        nodes: { loose: set, both: set, two: ['manual'], one: ['webhook'] },
        wires: ['one > both', 'two > both'],
      }),
    ).toEqual(['two on to both', 'one on to both', 'both after one+two', 'loose']);
  });

  it('holds every step exactly once, whatever the drawing', () => {
    let state = 7;
    const pick = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    for (let round = 0; round < 200; round += 1) {
      const ids = Array.from({ length: 2 + pick(12) }, (_, index) => `n${index}`);
      const nodes = Object.fromEntries(ids.map((id, index) => [id, index === 0 ? ['manual'] : pick(3) ? set : ['if']]));
      const wires = Array.from({ length: pick(20) }, () => {
        const [a, b] = [pick(ids.length), pick(ids.length)];
        const port = ['out', 'true', 'false'][pick(3)];
        return `n${Math.min(a, b)}.${port} > n${pick(9) === 0 ? Math.min(a, b) : Math.max(a, b)}`;
      });
      const steps = outlineOf(draw({ nodes: nodes as never, wires: [...new Set(wires)] }), catalogue);
      expect(lineOrder(steps).toSorted(), wires.join(', ')).toEqual(ids.toSorted());
    }
  });

  it('of a thousand steps in a row does not run out of stack', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `n${index}`);
    const nodes = Object.fromEntries(ids.map((id) => [id, set]));
    expect(outlineOf(draw({ nodes, wires: chain(...ids) }), catalogue)).toHaveLength(1000);
  });
});

describe('changing places', () => {
  const flow = draw({ nodes: { start: ['manual'], a: set, b: set, c: set }, wires: chain('start', 'a', 'b', 'c') });
  it('turns two steps of a chain around, and around again gives the same drawing', () => {
    const swapped = swapSteps(flow, { first: 'a', second: 'b' }, catalogue);
    expect(lines(outlineOf(swapped, catalogue))).toEqual(['start', 'b', 'a', 'c']);
    expect(swapped.nodes.find(({ id }) => id === 'a')?.position).toEqual(flow.nodes[2]?.position);
    const again = swapSteps(swapped, { first: 'b', second: 'a' }, catalogue);
    expect(lines(outlineOf(again, catalogue))).toEqual(['start', 'a', 'b', 'c']);
    expect(again.nodes).toEqual(flow.nodes);
  });

  it('is not for what starts the flow, nor where other wires come in or go out', () => {
    expect(canSwap(flow, { first: 'start', second: 'a' }, catalogue)).toBe(false);
    const joined = {
      ...flow,
      edges: [...flow.edges, { from: { node: 'start', port: 'out' }, to: { node: 'b', port: 'in' } }],
    };
    expect(canSwap(joined, { first: 'a', second: 'b' }, catalogue)).toBe(false);
    expect(swapSteps(joined, { first: 'a', second: 'b' }, catalogue)).toBe(joined);
  });
});
