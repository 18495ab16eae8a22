import { describe, expect, it } from 'vitest';
import { addNode, emptyFlow, moveTo, renameNode } from '#components/editor/model/commands.ts';
import { canRedo, canUndo, record, redo, startHistory, undo, type History } from '#components/editor/model/history.ts';
import { NOTHING, selectNodes } from '#components/editor/model/selection.ts';
import type { Flow } from '#lib/flow.ts';
import { catalogue } from '#nodes/index.ts';

const flow = addNode(emptyFlow('Test'), { type: 'manual', position: { x: 0, y: 0 }, catalogue }).flow;
const named = (name: string) => renameNode(flow, 'manual', name);

function typed(names: string[], everyMs: number): History {
  return names.reduce(
    (history, name, i) => record(history, { flow: named(name), selection: NOTHING }, { key: 'name', at: i * everyMs }),
    startHistory({ flow, selection: NOTHING }),
  );
}

const nameIn = (history: History) => history.present.flow.nodes[0]?.name;

describe('history', () => {
  it('undoes what was typed in one go as one step', () => {
    const history = typed(['B', 'Be', 'Beg', 'Begin'], 100);
    expect(nameIn(history)).toBe('Begin');
    expect(nameIn(undo(history))).toBe('Start by hand');
    expect(canUndo(undo(history))).toBe(false);
  });

  it('makes a new step after a pause in typing', () => {
    const history = typed(['B', 'Be', 'Begin'], 2000);
    expect(nameIn(undo(history))).toBe('Be');
    expect(nameIn(undo(undo(history)))).toBe('B');
  });

  it('keeps two gestures apart even when they follow at once', () => {
    const first = record(
      startHistory({ flow, selection: NOTHING }),
      { flow: named('A'), selection: NOTHING },
      { at: 1 },
    );
    const second = record(first, { flow: named('B'), selection: NOTHING }, { at: 2 });
    expect(nameIn(undo(second))).toBe('A');
  });

  it('does not let typing after an undo join what was typed before it', () => {
    const undone = undo(typed(['B', 'Be'], 100));
    const again = record(undone, { flow: named('C'), selection: NOTHING }, { key: 'name', at: 250 });
    expect(nameIn(undo(again))).toBe('Start by hand');
  });

  it('brings back every undone step, in order, until something new is done', () => {
    const history = typed(['A', 'B'], 5000);
    const back = undo(undo(history));
    expect(nameIn(redo(redo(back)))).toBe('B');
    const branched = record(redo(back), { flow: named('C'), selection: NOTHING }, { at: 99_999 });
    expect(canRedo(branched)).toBe(false);
  });

  it('takes a change of selection alone for no step', () => {
    const start = startHistory({ flow, selection: NOTHING });
    const selected = record(start, { flow, selection: selectNodes(['manual']) }, { at: 5 });
    expect(canUndo(selected)).toBe(false);
    expect([...selected.present.selection.nodes]).toEqual(['manual']);
  });

  it('restores the selection of the moment it goes back to', () => {
    const start = startHistory({ flow, selection: selectNodes(['manual']) });
    const moved: Flow = moveTo(flow, new Map([['manual', { x: 80, y: 0 }]]));
    const history = record(start, { flow: moved, selection: NOTHING }, { at: 5 });
    expect([...undo(history).present.selection.nodes]).toEqual(['manual']);
  });

  it('forgets the oldest of very many steps', () => {
    const history = typed(
      Array.from({ length: 260 }, (_, i) => `Name ${i}`),
      5000,
    );
    expect(history.past).toHaveLength(200);
  });
});
