import { describe, expect, it } from 'vitest';
import { connect, connectionProblem } from '#components/editor/model/edge-commands.ts';
import { sourcesFor } from '#components/editor/model/outputs.ts';
import { edgeMarks } from '#components/editor/model/run-overlay.ts';
import { tidy } from '#components/editor/model/tidy.ts';
import { newStep } from '#lib/step-view.ts';
import { nodesOf } from '#lib/node-view.ts';
import type { Json } from '#lib/value.ts';
import type { RunView } from '#lib/views-runs.ts';
import { catalogue } from '#nodes/index.ts';
import { draw } from '#test/support/draw.ts';
import '../../support/model-words.ts';

const open = draw({
  nodes: {
    start: ['manual'],
    find: ['http.request', { url: 'https://example.org' }],
    loop: ['forEach', { items: '{{ steps.find.body.rows }}' }],
    inside: ['set', { fields: {} }],
    last: ['template', { text: '' }],
    after: ['template', { text: '' }],
  },
  wires: ['start > find', 'find > loop', 'loop.each > inside', 'inside > last', 'loop.done > after'],
});
const back = { from: { node: 'last', port: 'out' }, to: { node: 'loop', port: 'in' } };
const flow = connect(open, back, catalogue);
const roots = (id: string, samples = new Map<string, Json>()) => sourcesFor(flow, id, { catalogue, samples });

describe('a loop in the drawing', () => {
  it('takes the wire that closes it, and no other that goes back', () => {
    expect(flow.edges).toContainEqual(back);
    const wrong = { from: { node: 'after', port: 'out' }, to: { node: 'loop', port: 'in' } };
    expect(connectionProblem(flow, wrong, catalogue)).toBe('circle');
    const inner = { from: { node: 'last', port: 'out' }, to: { node: 'inside', port: 'in' } };
    expect(connectionProblem(flow, inner, catalogue)).toBe('circle');
  });

  it('offers the item inside, and its results behind', () => {
    expect(roots('last').map((source) => source.root)).toEqual(['item', 'steps.inside', 'steps.find', 'trigger']);
    expect(roots('after').map((source) => source.root)).toEqual(['steps.loop', 'steps.find', 'trigger']);
  });

  it('shows the fields of an item that was seen', () => {
    const samples = new Map<string, Json>([['find', { body: { rows: [{ name: 'Ana' }] } }]]);
    const [item] = roots('inside', samples);
    expect(item?.fields[0]).toMatchObject({ path: ['value'], children: [{ path: ['value', 'name'], sample: 'Ana' }] });
  });

  it('is laid out from left to right', () => {
    const tidied = tidy(flow);
    const x = (id: string) => tidied.nodes.find((node) => node.id === id)?.position.x ?? 0;
    expect(
      [x('start'), x('find'), x('loop'), x('inside'), x('last')].every(
        (at, i, all) => i === 0 || at > (all[i - 1] ?? 0),
      ),
    ).toBe(true);
    expect(x('after')).toBe(x('inside'));
  });

  it('marks the wires of its body as taken although it left by "done"', () => {
    const step = (id: string, iteration: string, port: string) => ({
      ...newStep({ id: 1, runId: 'r', seq: 1, key: id, stepId: id, iteration, at: 0, body: { type: 'step.queued' } }),
      status: 'done' as const,
      port,
    });
    const steps = [step('loop', '', 'done'), step('inside', '0', 'out'), step('last', '0', 'out')];
    const overlay = { run: { id: 'r' } as RunView, steps, nodes: nodesOf(steps), rounds: new Map() };
    const marks = edgeMarks(flow, overlay);
    expect(marks.get('loop.each>inside.in')?.way).toBe('taken');
    expect(marks.get('last.out>loop.in')?.way).toBe('taken');
  });
});
