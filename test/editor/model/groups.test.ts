import { describe, expect, it } from 'vitest';
import {
  canvasIdOf,
  cardPlaceOf,
  frameOf,
  groupIdOf,
  groupItems,
  groupsOf,
  hiddenBy,
  pruneGroups,
  renameGroup,
  ungroup,
  withMembers,
} from '#components/editor/model/groups.ts';
import type { Flow } from '#lib/flow.ts';
import { draw } from '#test/support/draw.ts';

const plain: Flow = {
  ...draw({ nodes: { start: ['manual'], one: ['set'], two: ['set'] }, wires: ['start > one', 'one > two'] }),
  notes: [{ id: 'note', text: 'Mind', position: { x: 200, y: 200 } }],
};
const ids = (...of: string[]) => new Set(of);
const grouped = (...of: string[]) => groupItems(plain, ids(...of), 'Group')?.flow ?? plain;

describe('a group', () => {
  it('holds the chosen steps and notes, in the order of the drawing, under a free name', () => {
    const made = groupItems(plain, ids('note', 'two', 'one'), 'Group');
    expect(made?.group).toEqual({ id: 'group', name: 'Group 1', members: ['one', 'two', 'note'] });
    const next = groupItems(
      { ...plain, groups: [{ id: 'a', name: 'Group 2', members: ['one'] }] },
      ids('two'),
      'Group',
    );
    expect(next?.group.name).toBe('Group 3');
  });

  it('takes its members out of the one they were in, which goes when nothing is left', () => {
    const first = grouped('one', 'two');
    expect(groupsOf(groupItems(first, ids('two'), 'Group')?.flow ?? plain).map(({ members }) => members)).toEqual([
      ['one'],
      ['two'],
    ]);
    expect(groupsOf(groupItems(first, ids('one', 'two'), 'Group')?.flow ?? plain)).toHaveLength(1);
  });

  it('is none of nothing, or of what is not there', () => {
    expect(groupItems(plain, ids(), 'Group')).toBeNull();
    expect(groupItems(plain, ids('gone'), 'Group')).toBeNull();
  });

  it('stands for its members where it is selected', () => {
    const flow = grouped('one', 'note');
    expect(withMembers(flow, ids(canvasIdOf('group'), 'two'))).toEqual(ids('two', 'one', 'note'));
    const same = ids('two');
    expect(withMembers(flow, same)).toBe(same);
  });

  it('goes by its frame or by a member, and leaves what it held', () => {
    const flow = grouped('one', 'two');
    expect(ungroup(flow, ids(canvasIdOf('group')))).toEqual(plain);
    expect(ungroup(flow, ids('two'))).toEqual(plain);
    expect(ungroup(flow, ids('start'))).toBe(flow);
  });

  it('takes a name that is one', () => {
    const flow = grouped('one');
    expect(groupsOf(renameGroup(flow, 'group', '  Middle '))[0]?.name).toBe('Middle');
    expect(renameGroup(flow, 'group', '   ')).toBe(flow);
    expect(renameGroup(flow, 'gone', 'Middle')).toBe(flow);
  });

  it('forgets members that are gone, and itself with the last', () => {
    const flow = grouped('one', 'two');
    const without = (id: string) => ({ ...flow, nodes: flow.nodes.filter((node) => node.id !== id) });
    expect(groupsOf(pruneGroups(without('one')))[0]?.members).toEqual(['two']);
    expect(pruneGroups({ ...flow, nodes: [], notes: [] }).groups).toBeUndefined();
    expect(pruneGroups(flow)).toBe(flow);
  });

  it('has a frame around all of it, and a card where that begins', () => {
    const flow = grouped('one', 'two');
    const [group] = groupsOf(flow);
    if (!group) throw new Error('no group');
    const sized = (id: string) => {
      const node = flow.nodes.find((one) => one.id === id);
      return node && { ...node.position, width: 264, height: 100 };
    };
    expect(frameOf(group, sized)).toEqual({ x: 176, y: -56, width: 512, height: 180 });
    expect(frameOf(group, () => undefined)).toBeNull();
    expect(cardPlaceOf(flow, group)).toEqual({ x: 200, y: 0 });
  });

  it('hides its members while it is one card', () => {
    const flow = grouped('one', 'two');
    expect([...hiddenBy(flow, ids('group'))]).toEqual([
      ['one', 'group:group'],
      ['two', 'group:group'],
    ]);
    expect(hiddenBy(flow, ids()).size).toBe(0);
  });

  it('has an id on the canvas that no step can have', () => {
    expect(groupIdOf(canvasIdOf('group'))).toBe('group');
    expect(groupIdOf('one')).toBeNull();
  });
});
