import { describe, expect, it } from 'vitest';
import { tidy } from '#components/editor/model/tidy.ts';
import type { Flow } from '#lib/flow.ts';
import { draw } from '#test/support/draw.ts';

/** Everything on one heap, with a note beside `yes` and one far from everything. */
function heap(): Flow {
  const flow = draw({
    nodes: { start: ['manual'], ask: ['if', { conditions: [] }], yes: ['set'], no: ['set'], end: ['set'] },
    wires: ['start > ask', 'ask.true > yes', 'ask.false > no', 'yes > end', 'no > end'],
  });
  const at = { start: [40, 40], ask: [48, 48], yes: [56, 400], no: [64, 56], end: [72, 64] } as Record<
    string,
    number[]
  >;
  const nodes = flow.nodes.map((node) => ({
    ...node,
    position: { x: at[node.id]?.[0] ?? 0, y: at[node.id]?.[1] ?? 0 },
  }));
  const size = { width: 200, height: 96 };
  const notes = [
    { id: 'near', text: 'Of yes', position: { x: 56, y: 520 }, size },
    { id: 'far', text: 'Of nothing', position: { x: 5000, y: 5000 }, size },
  ];
  return { ...flow, nodes, notes };
}
const placeOf = (flow: Flow, id: string) => [...flow.nodes, ...flow.notes].find((item) => item.id === id)?.position;

describe('tidying', () => {
  it('makes columns from left to right, none over another', () => {
    const flow = tidy(heap());
    const xs = ['start', 'ask', 'yes', 'end'].map((id) => placeOf(flow, id)?.x ?? 0);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
    expect(new Set(xs).size).toBe(4);
    expect(placeOf(flow, 'yes')?.x).toBe(placeOf(flow, 'no')?.x);
    const gap = Math.abs((placeOf(flow, 'yes')?.y ?? 0) - (placeOf(flow, 'no')?.y ?? 0));
    expect(gap).toBeGreaterThanOrEqual(96);
  });

  it('leaves more room below what is taller', () => {
    const flow = tidy(heap(), { heights: new Map([['yes', 400]]) });
    expect((placeOf(flow, 'no')?.y ?? 0) - (placeOf(flow, 'yes')?.y ?? 0)).toBeGreaterThanOrEqual(400);
  });

  it('takes a note along with the step that it lies next to, and leaves the others', () => {
    const [before, after] = [heap(), tidy(heap())];
    const by = (id: string) => ({
      x: (placeOf(after, id)?.x ?? 0) - (placeOf(before, id)?.x ?? 0),
      y: (placeOf(after, id)?.y ?? 0) - (placeOf(before, id)?.y ?? 0),
    });
    expect(by('near')).toEqual(by('yes'));
    expect(by('near')).not.toEqual({ x: 0, y: 0 });
    expect(by('far')).toEqual({ x: 0, y: 0 });
  });

  it('of a selection moves that alone, with the notes in it', () => {
    const before = heap();
    const after = tidy(before, { only: new Set(['yes', 'end']) });
    for (const id of ['start', 'ask', 'no', 'far']) expect(placeOf(after, id)).toEqual(placeOf(before, id));
    expect(placeOf(after, 'end')?.x).toBeGreaterThan(placeOf(after, 'yes')?.x ?? 0);
  });

  it('twice is the same as once', () => {
    const once = tidy(heap());
    expect(tidy(once).nodes).toEqual(once.nodes);
  });
});
