'use client';
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { EntryDetail, type EntryActions } from '#components/data/entry-detail.tsx';
import { treeMove } from '#components/data/tree-keys.ts';
import { branchAt, firstBranch, newBranch, openTo, placeOfRow, rowOfPlace, sizeOf, withBranch } from '#components/data/tree-model.ts';
import { TreeRow } from '#components/data/tree-row.tsx';
import { useEntries } from '#components/data/use-entries.ts';
import type { SearchTarget } from '#components/data/use-search.ts';
import type { DataSource } from '#components/data/view-kinds.ts';
import { useVirtualRows } from '#components/ui/use-virtual-rows.ts';
import { labelAt, type FieldLabels } from '#lib/label.ts';
import type { PathPart } from '#lib/plan.ts';
import type { Place, ValueHead } from '#lib/value-page.ts';

export type TreeViewProps = {
  label: string;
  source: DataSource;
  labels: FieldLabels | null;
  target: SearchTarget;
  actions: EntryActions;
};

/** Every place on the way to one, itself last. */
function wayTo(at: Place): number[][] {
  return at.map((_, depth) => at.slice(0, depth + 1));
}

function hasRows(head: ValueHead | undefined): boolean {
  return head !== undefined && (head.kind === 'list' || head.kind === 'object') && head.length > 0;
}

/** A value as a tree whose rows are drawn, and fetched, as they come on the screen. */
export function TreeView({ label, source, labels, target, actions }: TreeViewProps) {
  const id = useId();
  const [tree, setTree] = useState(() => (source.where === 'here' ? firstBranch(source.value) : newBranch(source.head.length)));
  const [active, setActive] = useState<number[] | null>(null);
  const [reached, setReached] = useState(target.hit);
  if (target.hit !== reached) {
    // A search that finds something opens the way to it.
    setReached(target.hit);
    if (target.hit) {
      setTree(openTo(tree, target.hit.at, target.hit.counts));
      setActive(target.hit.at);
    }
  }
  const activeRow = active ? rowOfPlace(tree, active) : -1;
  const { box, rows } = useVirtualRows({ count: sizeOf(tree), rowHeight: 29 });
  useEffect(() => {
    if (activeRow >= 0) rows.scrollToIndex(activeRow, { align: 'auto' });
  }, [activeRow, rows]);
  const shown = rows.getVirtualItems().flatMap((item) => {
    const at = placeOfRow(tree, item.index);
    return at ? [{ item, at }] : [];
  });
  const { entryAt, failed } = useEntries(source, [...shown.map(({ at }) => at), ...(active ? wayTo(active) : [])]);
  const pathOf = (at: Place): PathPart[] => wayTo(at).map((part) => entryAt(part)?.key ?? '');
  const toggle = (at: number[]) => {
    const head = entryAt(at)?.head;
    if (head && hasRows(head)) setTree(withBranch(tree, at, branchAt(tree, at) ? null : head.length));
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const entry = active ? entryAt(active) : undefined;
    const isOpen = active !== null && branchAt(tree, active) !== undefined;
    const move = treeMove(event.key, { tree, active, isOpen, hasRows: hasRows(entry?.head) });
    if (event.key === 'Enter' && active && entry && !hasRows(entry.head)) actions.onPick?.(pathOf(active));
    else if (move === null) return;
    else if ('go' in move) setActive(move.go);
    else toggle(move.toggle);
    event.preventDefault();
  };
  const entry = active ? entryAt(active) : undefined;
  return (
    <div className="min-w-0">
      <div
        ref={box}
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={activeRow >= 0 ? `${id}-${activeRow}` : undefined}
        onKeyDown={press}
        onFocus={() => active ?? setActive([0])}
        className="max-h-112 overflow-auto rounded-lg py-1 focus-visible:outline-offset-0"
      >
        <div role="none" className="relative w-full" style={{ height: rows.getTotalSize() }}>
          {shown.map(({ item, at }) => (
            <TreeRow
              key={item.key}
              id={`${id}-${item.index}`}
              index={item.index}
              start={item.start}
              measure={rows.measureElement}
              at={at}
              siblings={branchAt(tree, at.slice(0, -1))?.count ?? 0}
              entry={entryAt(at)}
              open={branchAt(tree, at) !== undefined}
              active={item.index === activeRow}
              untrusted={at.length === 1 && labels !== null && labelAt(labels, pathOf(at)).integrity === 'untrusted'}
              find={target.words}
              drag={actions.dragData && (() => actions.dragData?.(pathOf(at)) ?? {})}
              onChoose={() => {
                setActive(at);
                toggle(at);
              }}
            />
          ))}
        </div>
      </div>
      {failed && <p className="px-3.5 pb-2 text-sm text-danger">{actions.failure(failed)}</p>}
      {active && entry && (
        <EntryDetail key={active.join('.')} source={source} at={active} path={pathOf(active)} head={entry.head} labels={labels} actions={actions} />
      )}
    </div>
  );
}
