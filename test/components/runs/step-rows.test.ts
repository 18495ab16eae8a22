import { describe, expect, it } from 'vitest';
import { roundsAtHand, rowsAround, rowsOf, type Listing, type Row } from '#components/runs/step-rows.ts';
import type { StepView } from '#lib/views-runs.ts';
import { stepView } from '#test/support/step-view.ts';

/** `inner` is a loop in the loop `outer`. */
const PARENTS = new Map([
  ['call', 'outer'],
  ['inner', 'outer'],
  ['deep', 'inner'],
]);
const loop = (node: string, iteration = '') => stepView(node, { type: 'forEach', iteration });
const STEPS: StepView[] = [
  stepView('start'),
  loop('outer'),
  stepView('call', { iteration: '0' }),
  stepView('call', { iteration: '1', status: 'failed' }),
  loop('inner', '1'),
  stepView('deep', { iteration: '1/0' }),
  stepView('deep', { iteration: '1/1' }),
  stepView('end'),
];

function rows(open: string[], more: Partial<Listing> = {}): Row[] {
  return rowsOf(STEPS, {
    toggled: new Map(open.map((key) => [key, true])),
    failedOnly: new Set(),
    opensItself: () => false,
    roundsOf: roundsAtHand({ steps: STEPS }, PARENTS),
    ...more,
  });
}
const told = (list: Row[]) => list.map(({ kind, key, depth }) => `${'  '.repeat(depth)}${kind} ${key}`);

describe('the lines of a run', () => {
  it('are the steps outside of loops, until a loop is opened', () => {
    expect(told(rows([]))).toEqual(['step start', 'step outer', 'step end']);
    expect(told(rows(['outer']))).toEqual([
      'step start',
      'step outer',
      '  round outer#0',
      '  round outer#1',
      'step end',
    ]);
  });

  it('go down into rounds, and into loops in them', () => {
    expect(told(rows(['outer', 'outer#1', 'inner@1', 'inner@1#0']))).toEqual([
      'step start',
      'step outer',
      '  round outer#0',
      '  round outer#1',
      '    step call@1',
      '    step inner@1',
      '      round inner@1#0',
      '        step deep@1/0',
      '      round inner@1#1',
      'step end',
    ]);
  });

  it('are only the rounds that failed, where that is asked', () => {
    const list = rows(['outer'], { failedOnly: new Set(['outer']) });
    expect(told(list)).toEqual(['step start', 'step outer', '  round outer#failed 0', 'step end']);
    expect(list[2]).toMatchObject({ round: { iteration: '1', status: 'failed' } });
  });

  it('open by themselves where something needs a look, unless a person closed them', () => {
    const opensItself = (step: StepView) => step.node === 'start';
    expect(rows([], { opensItself })[0]).toMatchObject({ open: true });
    expect(rows([], { opensItself, toggled: new Map([['start', false]]) })[0]).toMatchObject({ open: false });
  });

  it('say that rounds are on their way, or that there are none', () => {
    const note = (total: number | null) =>
      rows(['outer'], { roundsOf: () => ({ total, at: () => null }) }).find(({ kind }) => kind === 'note');
    expect(note(null)).toMatchObject({ note: 'loading', depth: 1 });
    expect(note(0)).toMatchObject({ note: 'none' });
  });
});

it('what is around a step is named from the outside in', () => {
  expect(rowsAround({ node: 'deep', iteration: '1/0' }, PARENTS)).toEqual(['outer', 'outer#1', 'inner@1', 'inner@1#0']);
  expect(rowsAround({ node: 'start', iteration: '' }, PARENTS)).toEqual([]);
});
