import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CanvasView } from '#components/editor/canvas/view.ts';
import { emptyFlow } from '#components/editor/model/commands.ts';
import { NOTHING } from '#components/editor/model/selection.ts';
import * as actions from '#components/editor/store/actions.ts';
import { createEditor, type Editor } from '#components/editor/store/editor.ts';
import { catalogue } from '#nodes/index.ts';

let now = 0;
let frames: (() => void)[] = [];
let still = false;

beforeEach(() => {
  [now, frames, still] = [0, [], false];
  vi.stubGlobal('window', { matchMedia: () => ({ matches: still }) });
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Lets so much time pass, then draws. */
function frame(milliseconds: number) {
  now += milliseconds;
  for (const draw of frames.splice(0)) draw();
}

/** Two steps on one heap. */
function heap(): Editor {
  const editor = createEditor({ flow: emptyFlow('Test'), catalogue });
  for (const type of ['manual', 'set']) {
    const [last] = editor.selection().nodes;
    actions.addStep(editor, { type, from: actions.outletOf(editor, last ?? null), middle: { x: 0, y: 0 } });
  }
  const flow = editor.flow();
  editor.change({ ...flow, nodes: flow.nodes.map((node) => ({ ...node, position: { x: 0, y: 0 } })) });
  editor.select(NOTHING);
  return editor;
}

const placeIn = (view: CanvasView, id: string) => view.nodes.find((node) => node.id === id)?.position;
const shown = (editor: Editor) => placeIn(editor.view.get(), 'set')?.x ?? NaN;
const goal = (editor: Editor) => editor.flow().nodes.find(({ id }) => id === 'set')?.position.x ?? NaN;

it('what is tidied glides to its place, while the document is there at once', () => {
  const editor = heap();
  actions.tidyUp(editor);
  expect(goal(editor)).toBeGreaterThan(200);
  expect(shown(editor)).toBe(0);
  frame(60);
  const halfWay = shown(editor);
  expect(halfWay).toBeGreaterThan(0);
  expect(halfWay).toBeLessThan(goal(editor));
  frame(60);
  expect(shown(editor)).toBeGreaterThan(halfWay);
  frame(200);
  expect(shown(editor)).toBe(goal(editor));
  expect(frames).toEqual([]);
});

it('is there at once for people who asked for less motion', () => {
  still = true;
  const editor = heap();
  actions.tidyUp(editor);
  expect(shown(editor)).toBe(goal(editor));
  expect(frames).toEqual([]);
});

it('a card that is moved meanwhile stays where it was put', () => {
  const editor = heap();
  actions.tidyUp(editor);
  frame(60);
  const view = editor.view.get();
  const put = { x: 4000, y: 0 };
  editor.view.set({
    ...view,
    nodes: view.nodes.map((node) => (node.id === 'set' ? { ...node, position: put } : node)),
  });
  frame(60);
  frame(200);
  expect(shown(editor)).toBe(4000);
});

it('one undo takes all of it back', () => {
  const editor = heap();
  actions.tidyUp(editor);
  frame(500);
  editor.undo();
  expect([goal(editor), shown(editor)]).toEqual([0, 0]);
});
