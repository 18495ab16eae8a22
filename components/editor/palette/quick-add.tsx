'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { focusCard } from '#components/editor/canvas/focus-card.ts';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { paletteEntries } from '#components/editor/model/catalogue.ts';
import { StepList } from '#components/editor/palette/step-list.tsx';
import { addStep, fits } from '#components/editor/store/actions.ts';
import { Popover, PopoverAnchor, PopoverContent } from '#components/ui/popover.tsx';

/** The menu of step types where it is needed: at the end of a dropped wire, at an output, on a wire, or by key. */
export function QuickAddMenu({ middle }: { middle: () => { x: number; y: number } }) {
  const t = useTranslations('drawing.palette');
  const { editor, ui } = useEditor();
  const open = useUi((state) => state.quickAdd);
  const entries = useMemo(() => {
    const fit = open ? fits(editor, open) : () => true;
    return paletteEntries(editor.catalogue).filter((entry) => fit(entry.type));
  }, [editor, open]);
  const close = () => ui.patch({ quickAdd: null });
  if (!open) return null;
  const label = open.replace !== undefined ? t('replace') : open.edge !== undefined ? t('insert') : t('add');
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
        aria-label={label}
        className="flex max-h-[min(24rem,var(--radix-popover-content-available-height))] w-80 max-w-[calc(100vw-1rem)] flex-col p-0"
        onCloseAutoFocus={(event) => {
          // Back to the card it was about, so that the keys go on where they were.
          const [id] = editor.selection().nodes;
          if (id === undefined) return;
          event.preventDefault();
          focusCard(id);
        }}
      >
        <StepList
          autoFocus
          entries={entries}
          onPick={(type) => {
            const { screen: _screen, ...asked } = open;
            addStep(editor, { type, middle: middle(), ...asked });
            close();
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
