'use client';
import { useMemo } from 'react';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { paletteEntries } from '#components/editor/model/catalogue.ts';
import { StepList } from '#components/editor/palette/step-list.tsx';
import { addStep } from '#components/editor/store/actions.ts';
import { Popover, PopoverAnchor, PopoverContent } from '#components/ui/popover.tsx';

/** The menu of step types where it is needed: at the end of a dropped wire, at an output, or by the N key. */
export function QuickAddMenu({ middle }: { middle: () => { x: number; y: number } }) {
  const { editor, ui } = useEditor();
  const open = useUi((state) => state.quickAdd);
  const entries = useMemo(
    () => paletteEntries(editor.catalogue).filter((entry) => open?.from === null || !entry.isTrigger),
    [editor, open?.from],
  );
  const close = () => ui.patch({ quickAdd: null });
  if (!open) return null;
  return (
    <Popover open onOpenChange={(stays) => !stays && close()}>
      <PopoverAnchor asChild>
        <span
          aria-hidden
          className="pointer-events-none fixed size-0"
          style={{ left: open.screen.x, top: open.screen.y }}
        />
      </PopoverAnchor>
      <PopoverContent
        side="right"
        aria-label="Add a step"
        className="flex max-h-[min(24rem,var(--radix-popover-content-available-height))] w-80 max-w-[calc(100vw-1rem)] flex-col p-0"
      >
        <StepList
          autoFocus
          entries={entries}
          onPick={(type) => {
            addStep(editor, { type, from: open.from, at: open.at, middle: middle() });
            close();
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
