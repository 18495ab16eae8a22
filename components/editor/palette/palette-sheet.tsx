'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { paletteEntries } from '#components/editor/model/catalogue.ts';
import { useAddFromPalette } from '#components/editor/palette/palette.tsx';
import { StepList } from '#components/editor/palette/step-list.tsx';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';

/** The list of steps on a phone. */
export function PaletteSheet() {
  const t = useTranslations('drawing.palette');
  const { editor, ui } = useEditor();
  const open = useUi((state) => state.dialog === 'palette');
  const entries = useMemo(() => paletteEntries(editor.catalogue), [editor]);
  const add = useAddFromPalette();
  return (
    <Sheet open={open} onOpenChange={(stays) => !stays && ui.patch({ dialog: null })}>
      <SheetContent side="bottom" title={t('add')} className="h-[75dvh]">
        <div className="-mx-5 -my-4 flex h-[calc(100%+2rem)] flex-col">
          <StepList
            entries={entries}
            onPick={(type) => {
              ui.patch({ dialog: null, inspector: false });
              add(type);
            }}
          />
        </div>
      </SheetContent>
    </Sheet>
  );
}
