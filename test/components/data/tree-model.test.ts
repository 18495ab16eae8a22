import { describe, expect, it } from 'vitest';
import { treeMove } from '#components/data/tree-keys.ts';
import { branchAt, firstBranch, newBranch, openTo, placeOfRow, rowOfPlace, sizeOf, withBranch } from '#components/data/tree-model.ts';
import type { Json } from '#lib/value.ts';

const tree = withBranch(withBranch(withBranch(newBranch(4), [1], 3), [3], 2), [1, 2], 2);

describe('rows of a tree', () => {
  it('are numbered without a list of them', () => {
    const places = Array.from({ length: sizeOf(tree) }, (_, row) => placeOfRow(tree, row));
    expect(places).toEqual([[0], [1], [1, 0], [1, 1], [1, 2], [1, 2, 0], [1, 2, 1], [2], [3], [3, 0], [3, 1]]);
    expect(places.map((at) => rowOfPlace(tree, at ?? []))).toEqual(places.map((_, row) => row));
    expect(placeOfRow(tree, 11)).toBeUndefined();
  });

  it('close with all that is below, and what is closed has no row', () => {
    const closed = withBranch(tree, [1], null);
    expect(sizeOf(closed)).toBe(6);
    expect(rowOfPlace(closed, [1, 2])).toBe(-1);
    expect(withBranch(closed, [2, 0], 5)).toBe(closed);
  });

  it('open on the way to what a search found', () => {
    const opened = openTo(newBranch(100_000), [99_999, 4, 0], [100_000, 5, 2]);
    expect(rowOfPlace(opened, [99_999, 4, 0])).toBe(100_005);
    expect(branchAt(opened, [99_999, 4])?.count).toBe(2);
  });

  it('are open at first as far as they fit', () => {
    const small: Json = { a: { b: [1, 2] }, many: Array.from({ length: 60 }, () => 0) };
    const first = firstBranch(small);
    expect(branchAt(first, [0, 0])?.count).toBe(2);
    expect(branchAt(first, [1])).toBeUndefined();
    expect(sizeOf(firstBranch(Array.from({ length: 100_000 }, () => [1])))).toBe(100_000);
  });
});

describe('keys in a tree', () => {
  const now = { tree, active: [1], isOpen: true, hasRows: true };
  it('go up, down, in and out', () => {
    expect(treeMove('ArrowDown', now)).toEqual({ go: [1, 0] });
    expect(treeMove('ArrowUp', now)).toEqual({ go: [0] });
    expect(treeMove('ArrowRight', now)).toEqual({ go: [1, 0] });
    expect(treeMove('ArrowLeft', now)).toEqual({ toggle: [1] });
    expect(treeMove('ArrowLeft', { ...now, active: [1, 0], isOpen: false, hasRows: false })).toEqual({ go: [1] });
    expect(treeMove('End', now)).toEqual({ go: [3, 1] });
    expect(treeMove('Home', { ...now, active: null })).toEqual({ go: [0] });
    expect(treeMove('Enter', now)).toEqual({ toggle: [1] });
    expect(treeMove('x', now)).toBeNull();
  });
});
