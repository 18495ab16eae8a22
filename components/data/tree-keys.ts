import { placeOfRow, rowOfPlace, sizeOf, type Branch } from '#components/data/tree-model.ts';
import type { Place } from '#lib/value-page.ts';

export type TreeMove = { go: number[] } | { toggle: number[] } | null;

const PAGE = 12;
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE, Home: -Infinity, End: Infinity };

type Now = { tree: Branch; active: Place | null; isOpen: boolean; hasRows: boolean };

/** What a key does in a tree, as trees everywhere do; null for keys that mean nothing here. */
export function treeMove(key: string, { tree, active, isOpen, hasRows }: Now): TreeMove {
  const row = active ? rowOfPlace(tree, active) : -1;
  const step = STEPS[key];
  if (step !== undefined) {
    const wanted = row < 0 && step > 0 && step < Infinity ? 0 : row + step;
    const go = placeOfRow(tree, Math.min(Math.max(wanted, 0), sizeOf(tree) - 1));
    return go ? { go } : null;
  }
  if (!active) return null;
  const at = [...active];
  if (key === 'ArrowRight' && hasRows) return isOpen ? { go: [...at, 0] } : { toggle: at };
  if (key === 'ArrowLeft') return isOpen ? { toggle: at } : at.length > 1 ? { go: at.slice(0, -1) } : null;
  return (key === 'Enter' || key === ' ') && hasRows ? { toggle: at } : null;
}
