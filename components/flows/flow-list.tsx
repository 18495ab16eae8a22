'use client';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { FlowRow, type FlowRowActions } from '#components/flows/flow-row.tsx';
import { Card } from '#components/ui/card.tsx';
import type { FlowCard, TagView } from '#lib/views-flows.ts';

const ROW = 84;
const PAGE = 8;

export type FlowListProps = {
  flows: readonly FlowCard[];
  tags: ReadonlyMap<string, TagView>;
  selected: ReadonlySet<string>;
  renaming: string | null;
  mayEdit: boolean;
  actions: FlowRowActions & { selectAll: () => void; selectNone: () => void };
};

/** The flows, however many: only what is in sight is drawn. Arrow keys go from one to the next. */
export function FlowList(props: FlowListProps) {
  const { flows, tags, selected, renaming, mayEdit, actions } = props;
  const t = useTranslations('flows.list');
  const list = useRef<HTMLUListElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const top = (list.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    if (Math.abs(top - offset) > 1) setOffset(top);
  }, [offset, flows]);
  const rows = useWindowVirtualizer({
    count: flows.length,
    estimateSize: () => ROW,
    overscan: 6,
    scrollMargin: offset,
    getItemKey: (index) => flows[index]?.id ?? index,
  });
  const goTo = useRowFocus((index) => rows.scrollToIndex(index, { align: 'auto' }));
  const onKeyDown = useListKeys({ ...props, goTo });
  return (
    <Card className="overflow-clip">
      <ul
        ref={list}
        aria-label={t('label')}
        aria-keyshortcuts="ArrowDown ArrowUp F2 Delete Space"
        className="relative"
        style={{ height: rows.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {rows.getVirtualItems().map((row) => {
          const flow = flows[row.index];
          return (
            flow && (
              <li
                key={flow.id}
                ref={rows.measureElement}
                data-index={row.index}
                data-flow={flow.id}
                aria-setsize={flows.length}
                aria-posinset={row.index + 1}
                className="absolute inset-x-0 top-0 border-b border-line last:border-b-0"
                style={{ transform: `translateY(${row.start - offset}px)` }}
              >
                <FlowRow
                  flow={flow}
                  tags={flow.tags.flatMap((id) => tags.get(id) ?? [])}
                  selected={selected.has(flow.id)}
                  renaming={renaming === flow.id}
                  mayEdit={mayEdit}
                  actions={actions}
                />
              </li>
            )
          );
        })}
      </ul>
    </Card>
  );
}

/** Puts the focus on a row, which may have to be scrolled to and drawn first. */
function useRowFocus(scrollTo: (index: number) => void): (index: number) => void {
  const [wanted, setWanted] = useState<number | null>(null);
  useEffect(() => {
    if (wanted === null) return;
    scrollTo(wanted);
    const frame = requestAnimationFrame(() => {
      document.querySelector<HTMLElement>(`[data-index="${wanted}"] [data-flow-link]`)?.focus({ preventScroll: true });
      setWanted(null);
    });
    return () => cancelAnimationFrame(frame);
  });
  return setWanted;
}

function useListKeys({ flows, selected, mayEdit, actions, goTo }: FlowListProps & { goTo: (index: number) => void }) {
  return (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>('[data-flow]');
    const index = Number(row?.dataset.index ?? -1);
    const flow = flows[index];
    if (!flow || target.closest('input, [role="menu"]')) return;
    const onLink = target.dataset.flowLink !== undefined;
    const last = flows.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: last,
      PageDown: index + PAGE,
      PageUp: index - PAGE,
    };
    const chosen = selected.has(flow.id) ? flows.filter(({ id }) => selected.has(id)) : [flow];
    const to = moves[event.key];
    const edits: Record<string, () => void> = {
      F2: () => actions.startRename(flow.id),
      Delete: () => actions.act(chosen, 'remove'),
      ' ': () => actions.toggle(flow.id, event.shiftKey),
      Escape: actions.selectNone,
    };
    const all = (event.ctrlKey || event.metaKey) && event.key === 'a';
    const edit = all ? actions.selectAll : edits[event.key];
    // Space and the arrows belong to a box or a menu that has the focus.
    if (to !== undefined && onLink && !event.ctrlKey && !event.metaKey) goTo(Math.max(0, Math.min(last, to)));
    else if (edit && mayEdit && (onLink || event.key !== ' ')) edit();
    else return;
    event.preventDefault();
  };
}
