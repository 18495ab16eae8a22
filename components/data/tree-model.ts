/** Which rows of a tree are open: row numbers to places and back, without a list of all rows. */
import type { Json } from '#lib/value.ts';
import { headOf, valueAt, type Place } from '#lib/value-page.ts';

/** An open list or object; `open`: those of its children that are open too, in order. */
export type Branch = { count: number; open: readonly (readonly [number, Branch])[] };

const sizes = new WeakMap<Branch, number>();

/** A list or object with all of its children closed. */
export function newBranch(count: number): Branch {
  return { count, open: [] };
}

/** How many rows it takes. */
export function sizeOf(branch: Branch): number {
  const known = sizes.get(branch);
  if (known !== undefined) return known;
  const size = branch.open.reduce((sum, [, child]) => sum + sizeOf(child), branch.count);
  sizes.set(branch, size);
  return size;
}

/** What stands in a row. */
export function placeOfRow(branch: Branch, row: number): number[] | undefined {
  let rest = row;
  let next = 0;
  for (const [index, child] of branch.open) {
    if (rest <= index - next) break;
    rest -= index - next + 1;
    next = index + 1;
    if (rest < sizeOf(child)) return [index, ...(placeOfRow(child, rest) ?? [])];
    rest -= sizeOf(child);
  }
  return rest >= 0 && next + rest < branch.count ? [next + rest] : undefined;
}

/** The row of a place; -1 while something on the way to it is closed. */
export function rowOfPlace(branch: Branch, at: Place): number {
  const [index, ...rest] = at;
  if (index === undefined || index >= branch.count) return -1;
  let row = index;
  for (const [before, child] of branch.open) if (before < index) row += sizeOf(child);
  if (rest.length === 0) return row;
  const child = branchAt(branch, [index]);
  const inner = child ? rowOfPlace(child, rest) : -1;
  return inner < 0 ? -1 : row + 1 + inner;
}

/** The open list or object at a place; undefined while it is closed. */
export function branchAt(branch: Branch, at: Place): Branch | undefined {
  const [index, ...rest] = at;
  if (index === undefined) return branch;
  const child = branch.open.find(([one]) => one === index)?.[1];
  return child && branchAt(child, rest);
}

/** The tree with one place open (`count`: how many children it has) or closed (`null`). */
export function withBranch(branch: Branch, at: Place, count: number | null): Branch {
  const [index, ...rest] = at;
  if (index === undefined) return branch;
  const others = branch.open.filter(([one]) => one !== index);
  const old = branchAt(branch, [index]);
  const changed = rest.length > 0 ? old && withBranch(old, rest, count) : count === null ? undefined : (old ?? newBranch(count));
  if (!changed) return rest.length > 0 ? branch : { ...branch, open: others };
  return { ...branch, open: [...others, [index, changed] as const].sort(([a], [b]) => a - b) };
}

/** The tree with everything open that leads to a place. `counts`: of the root and each place on the way. */
export function openTo(branch: Branch, at: Place, counts: readonly number[]): Branch {
  return at.slice(0, -1).reduce((tree, _, depth) => withBranch(tree, at.slice(0, depth + 1), counts[depth + 1] ?? 0), branch);
}

const FEW_ROWS = 16;

/** What is open at first: level by level, while all of it still fits on a screen. */
export function firstBranch(value: Json): Branch {
  let tree = newBranch(headOf(value).length);
  let level: number[][] = [[]];
  while (level.length > 0) {
    const below: number[][] = [];
    for (const at of level) {
      const count = Math.min(headOf(valueAt(value, at) ?? null).length, FEW_ROWS);
      for (let index = 0; index < count; index += 1) {
        const child = [...at, index];
        const head = headOf(valueAt(value, child) ?? null);
        const hasRows = (head.kind === 'list' || head.kind === 'object') && head.length > 0 && !head.file;
        if (!hasRows || sizeOf(tree) + head.length > FEW_ROWS) continue;
        tree = withBranch(tree, child, head.length);
        below.push(child);
      }
    }
    level = below;
  }
  return tree;
}
