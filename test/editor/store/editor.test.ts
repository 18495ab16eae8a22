import { applyNodeChanges } from '@xyflow/react';
import { describe, expect, it } from 'vitest';
import type { CanvasNode } from '#components/editor/canvas/view.ts';
import { emptyFlow, setParam } from '#components/editor/model/commands.ts';
import { canUndo } from '#components/editor/model/history.ts';
import type { RunOverlay } from '#components/editor/model/run-overlay.ts';
import { selectNodes } from '#components/editor/model/selection.ts';
import { copySelection, duplicateSelection, pasteText } from '#components/editor/store/clipboard-actions.ts';
import * as actions from '#components/editor/store/actions.ts';
import { createEditor, type Editor } from '#components/editor/store/editor.ts';
import { nodesOf } from '#lib/node-view.ts';
import type { RunView, StepView } from '#lib/views-runs.ts';
import { catalogue } from '#nodes/index.ts';
import { stepView } from '#test/support/step-view.ts';
import '../../support/model-words.ts';

const middle = { x: 0, y: 0 };

/** An editor with `start -> set -> http_request`, drawn as a person would. */
function drawn(): Editor {
  const editor = createEditor({ flow: emptyFlow('Test'), catalogue });
  for (const type of ['manual', 'set', 'http.request']) {
    const [last] = editor.selection().nodes;
    actions.addStep(editor, { type, from: actions.outletOf(editor, last ?? null), middle });
  }
  return editor;
}

const cardsOf = (editor: Editor) => new Map(editor.view.get().nodes.map((node) => [node.id, node]));

function drag(editor: Editor, id: string, position: { x: number; y: number }) {
  const view = editor.view.get();
  const nodes = applyNodeChanges<CanvasNode>([{ id, type: 'position', position, dragging: true }], view.nodes);
  editor.view.set({ ...view, nodes });
}

describe('the editor', () => {
  it('wires each new step to the one before and puts them side by side', () => {
    const flow = drawn().flow();
    expect(flow.edges.map((edge) => [edge.from.node, edge.to.node])).toEqual([
      ['manual', 'set'],
      ['set', 'http_request'],
    ]);
    const xs = flow.nodes.map((node) => node.position.x);
    expect([...xs].sort((a, b) => a - b)).toEqual(xs);
    expect(new Set(xs).size).toBe(3);
  });

  it('uses the next free output of a step with several', () => {
    const editor = createEditor({ flow: emptyFlow('Test'), catalogue });
    const at = actions.addStep(editor, { type: 'if', middle });
    actions.addStep(editor, { type: 'set', from: actions.outletOf(editor, at), middle });
    actions.addStep(editor, { type: 'set', from: actions.outletOf(editor, at), middle });
    expect(editor.flow().edges.map((edge) => edge.from.port)).toEqual(['true', 'false']);
  });

  it('draws only the moved node anew while it is dragged, and tells the document nothing', () => {
    const editor = drawn();
    const before = cardsOf(editor);
    const flow = editor.flow();
    drag(editor, 'set', { x: 500, y: 300 });
    const after = cardsOf(editor);
    expect(after.get('set')).not.toBe(before.get('set'));
    expect(after.get('manual')).toBe(before.get('manual'));
    expect(after.get('http_request')).toBe(before.get('http_request'));
    expect(editor.flow()).toBe(flow);
  });

  it('takes a whole drag for one step of undo, snapped to the grid', () => {
    const editor = drawn();
    const before = editor.flow();
    for (const x of [401, 433, 497]) drag(editor, 'set', { x, y: 203 });
    actions.commitDrag(editor);
    expect(editor.flow().nodes[1]?.position).toEqual({ x: 496, y: 200 });
    editor.undo();
    expect(editor.flow()).toBe(before);
    expect(cardsOf(editor).get('set')?.position).toEqual(before.nodes[1]?.position);
  });

  it('leaves the objects of other cards and wires alone when one parameter changes', () => {
    const editor = drawn();
    const before = cardsOf(editor);
    const wires = editor.view.get().edges;
    editor.change(setParam(editor.flow(), { id: 'set', field: 'fields', value: { a: 1 } }));
    const after = cardsOf(editor);
    expect(after.get('set')).not.toBe(before.get('set'));
    expect(after.get('http_request')).toBe(before.get('http_request'));
    expect(editor.view.get().edges).toBe(wires);
  });

  it('undoes everything down to the empty canvas, and redoes it to the same flow', () => {
    const editor = drawn();
    duplicateSelection(editor);
    actions.switchSelection(editor);
    actions.tidyUp(editor);
    actions.deleteSelection(editor);
    const end = editor.flow();
    let steps = 0;
    while (canUndo(editor.doc.get())) {
      editor.undo();
      steps += 1;
    }
    expect(editor.flow().nodes).toEqual([]);
    for (let i = 0; i < steps; i += 1) editor.redo();
    expect(editor.flow()).toBe(end);
  });

  it('selects nothing that an undo took away', () => {
    const editor = drawn();
    editor.select(selectNodes(['http_request']));
    editor.undo();
    expect(editor.selection().nodes.has('http_request')).toBe(false);
  });

  it('copies with Ctrl+C and pastes beside, or in the middle when it comes from elsewhere', () => {
    const editor = drawn();
    editor.select(selectNodes(['set', 'http_request']));
    const text = copySelection(editor) ?? '';
    expect(pasteText(editor, text, { middle: null, own: true })).toEqual({ count: 2, foreign: false });
    expect([...editor.selection().nodes]).toEqual(['set_2', 'http_request_2']);
    expect(editor.flow().edges).toHaveLength(3);
    expect(pasteText(editor, 'just text', { middle: null, own: false })).toBeNull();
  });
});

describe('a run over the drawing', () => {
  const flow = () => drawn().flow();
  const overlay = (steps: StepView[]): RunOverlay => ({
    run: { id: 'r' } as RunView,
    steps,
    nodes: nodesOf(steps),
    rounds: new Map(),
  });

  it('marks cards and the way taken, and only those that changed', () => {
    const editor = createEditor({ flow: flow(), catalogue });
    editor.run.set(overlay([stepView('set', {}), stepView('http_request', { status: 'running' })]));
    const before = cardsOf(editor);
    expect(before.get('set')?.data).toMatchObject({ mark: { status: 'done' } });
    expect(editor.view.get().edges.map((edge) => edge.data?.mark?.way)).toEqual(['taken', 'taken']);
    editor.run.set(
      overlay([stepView('set', {}), stepView('http_request', { status: 'retrying', attempt: 2, attempts: 4 })]),
    );
    const after = cardsOf(editor);
    expect(after.get('set')).toBe(before.get('set'));
    expect(after.get('http_request')?.data).toMatchObject({ mark: { status: 'retrying', attempt: 2, attempts: 4 } });
  });

  it('greys the branch that was not taken', () => {
    const editor = createEditor({ flow: emptyFlow('Test'), catalogue });
    const at = actions.addStep(editor, { type: 'if', middle });
    actions.addStep(editor, { type: 'set', from: { node: at, port: 'true' }, middle });
    actions.addStep(editor, { type: 'set', from: { node: at, port: 'false' }, middle });
    editor.run.set(
      overlay([stepView('if', { port: 'true' }), stepView('set', {}), stepView('set_2', { status: 'skipped' })]),
    );
    expect(editor.view.get().edges.map((edge) => edge.data?.mark?.way)).toEqual(['taken', 'dead']);
  });

  it('lets the step that most needs a person stand for all rounds of a loop', () => {
    const editor = createEditor({ flow: flow(), catalogue });
    const rounds = [
      stepView('set', { iteration: '0' }),
      stepView('set', { iteration: '1', status: 'waiting', approvalId: 'a1' }),
      stepView('set', { iteration: '2', status: 'running' }),
    ];
    editor.run.set(overlay(rounds));
    expect(cardsOf(editor).get('set')?.data).toMatchObject({
      mark: { status: 'waiting', approvalId: 'a1', times: 3 },
    });
  });

  it('goes without a trace', () => {
    const editor = createEditor({ flow: flow(), catalogue });
    editor.run.set(overlay([stepView('set', {})]));
    editor.run.set(null);
    expect(cardsOf(editor).get('set')?.data).toMatchObject({ mark: null });
    expect(editor.view.get().edges.every((edge) => edge.data?.mark === null)).toBe(true);
  });
});
