import { expect, it } from 'vitest';
import { listChanges, mergeFlows } from '#components/versions/merged-flow.ts';
import { diffFlows } from '#lib/flow-diff.ts';
import type { Flow } from '#lib/flow.ts';
import { draw } from '../../support/draw.ts';

const before = draw({
  nodes: { start: ['manual'], greet: ['set', { fields: { text: 'Hi' } }], end: ['stop'] },
  wires: ['start > greet', 'greet > end'],
});
const after: Flow = {
  ...draw({
    nodes: { start: ['manual'], greet: ['set', { fields: { text: 'Bye' } }], log: ['set'] },
    wires: ['start > greet', 'greet > log'],
  }),
  notes: [{ id: 'note', text: 'Why', position: { x: 0, y: 0 } }],
};
after.nodes[0]!.position = { x: -80, y: 0 };
const diff = diffFlows(before, after);

it('lays what is gone under what is there, each marked with what became of it', () => {
  const merged = mergeFlows(after, diff);
  expect(merged.flow.nodes.map(({ id }) => id)).toEqual(['start', 'greet', 'log', 'end']);
  expect(Object.fromEntries(merged.marks)).toEqual({
    start: 'moved',
    greet: 'changed',
    log: 'added',
    end: 'removed',
    note: 'added',
  });
  expect(Object.fromEntries(merged.wires)).toEqual({ 'greet.out>log.in': 'added', 'greet.out>end.in': 'removed' });
  expect(merged.ghosts).toEqual([{ id: 'start', position: { x: 0, y: 0 } }]);
});

it('lists changes as one reads them, with where to look and the values before and after', () => {
  const list = listChanges({ before, after, diff });
  expect(list.map(({ what, mark, name, to }) => [what, mark, name, to])).toEqual([
    ['step', 'moved', 'start', null],
    ['step', 'changed', 'greet', null],
    ['step', 'added', 'log', null],
    ['step', 'removed', 'end', null],
    ['wire', 'added', 'greet', 'log'],
    ['wire', 'removed', 'greet', 'end'],
    ['note', 'added', 'Why', null],
  ]);
  expect(list[1]?.fields).toEqual([{ path: 'params.fields.text', before: 'Hi', after: 'Bye' }]);
  expect(list[4]?.at).toEqual(['greet', 'log']);
});
