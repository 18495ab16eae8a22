'use client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useEditor } from '#components/editor/editor-context.tsx';
import type { Asked, ListHands } from '#components/editor/list/list-context.ts';
import { lineOrder, type OutlineStep } from '#components/editor/list/outline.ts';
import { canSwap, swapSteps } from '#components/editor/list/reorder.ts';
import type { useRows } from '#components/editor/list/use-rows.ts';
import { toggleDisabled } from '#components/editor/model/commands.ts';
import { removeAndBridge } from '#components/editor/model/insert.ts';
import { selectNodes } from '#components/editor/model/selection.ts';
import { duplicateSelection } from '#components/editor/store/clipboard-actions.ts';
import { focusField } from '#components/editor/store/ui.ts';
import { toast } from '#components/ui/toast.ts';

/** Puts the focus on a line once it is there. */
export function focusLine(id: string | null): void {
  if (id === null) return;
  requestAnimationFrame(() => {
    const line = document.querySelector<HTMLElement>(`[data-line="${CSS.escape(id)}"]`);
    line?.focus();
    line?.scrollIntoView({ block: 'nearest' });
  });
}

function neighbours(steps: readonly OutlineStep[], id: string): { before?: string; after?: string } | null {
  const at = steps.findIndex((step) => step.id === id);
  if (at >= 0) {
    const [before, after] = [steps[at - 1]?.id, steps[at + 1]?.id];
    return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
  }
  for (const { branches } of steps) {
    for (const branch of branches) {
      const found = neighbours(branch.steps, id);
      if (found) return found;
    }
  }
  return null;
}

type Options = ReturnType<typeof useRows> & { phone: boolean; ask: (asked: Asked) => void };

/** All that a line can do, over the same commands as the canvas. */
export function useListHands({ flow, outline, facts, phone, ask }: Options): ListHands & { order: readonly string[] } {
  const t = useTranslations('list');
  const { editor, ui } = useEditor();
  const [at, setAt] = useState<string | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const order = useMemo(() => lineOrder(outline), [outline]);
  const current = at !== null && order.includes(at) ? at : (order[0] ?? null);
  const touch = useCallback(
    (id: string) => {
      setAt(id);
      // Beside the list the form follows; on a phone it would cover what is read.
      if (!phone) editor.select(selectNodes([id]));
    },
    [editor, phone],
  );
  useEffect(() => {
    if (phone) ui.patch({ inspector: false });
  }, [phone, ui]);
  const goTo = (id: string) => {
    touch(id);
    focusLine(id);
  };
  const select = (id: string) => editor.select(selectNodes([id]));
  const swap = (first: string, second: string) => {
    const pair = { first, second };
    return canSwap(flow, pair, editor.catalogue)
      ? () => editor.change(swapSteps(editor.flow(), pair, editor.catalogue))
      : null;
  };
  return {
    flow,
    facts,
    current,
    renaming,
    order,
    goTo,
    touch,
    add: ask,
    open: (id) => {
      setAt(id);
      select(id);
      focusField(ui, null);
    },
    rename: (id) => {
      setRenaming(id);
      if (id === null) focusLine(current);
    },
    connect: (id) => {
      select(id);
      ui.patch({ dialog: 'connect' });
    },
    remove: (id) => {
      const name = facts.get(id)?.card.name ?? id;
      const place = order.indexOf(id);
      editor.change(removeAndBridge(editor.flow(), new Set([id]), editor.catalogue));
      toast(t('removed', { name }), { action: { label: t('undo'), onClick: editor.undo } });
      const next = order[place + 1] ?? order[place - 1];
      if (next !== undefined) goTo(next);
    },
    duplicate: (id) => {
      select(id);
      duplicateSelection(editor);
    },
    toggle: (id) => editor.change(toggleDisabled(editor.flow(), new Set([id]))),
    mover: (id, by) => {
      const near = neighbours(outline, id);
      const other = by === -1 ? near?.before : near?.after;
      if (other === undefined) return null;
      const move = by === -1 ? swap(other, id) : swap(id, other);
      return (
        move &&
        (() => {
          move();
          focusLine(id);
        })
      );
    },
  };
}
