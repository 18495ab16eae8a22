'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useEditor } from '#components/editor/editor-context.tsx';
import type { Asked } from '#components/editor/list/list-context.ts';
import { paletteEntries } from '#components/editor/model/catalogue.ts';
import { StepList } from '#components/editor/palette/step-list.tsx';
import { addStep, fits } from '#components/editor/store/actions.ts';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';

type AddDialogProps = { asked: Asked; onDone: (id: string | null) => void };

const ORIGIN = { x: 0, y: 0 };

/** All types of step that fit there, to choose one. */
export function AddDialog({ asked, onDone }: AddDialogProps) {
  const t = useTranslations('list');
  const { editor } = useEditor();
  const entries = useMemo(() => {
    const fit = fits(editor, { ...asked, screen: ORIGIN, at: null });
    return paletteEntries(editor.catalogue).filter((entry) => fit(entry.type));
  }, [editor, asked]);
  const last = editor.flow().nodes.reduce((lowest, { position }) => Math.max(lowest, position.y + 160), 0);
  return (
    <Dialog open onOpenChange={(open) => !open && onDone(null)}>
      <DialogContent
        title={t(asked.replace === undefined ? 'addTitle' : 'replaceTitle')}
        className="h-[75dvh]"
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        <div className="-mx-5 -my-3 flex h-[calc(100%+1.5rem)] flex-col">
          <StepList
            autoFocus
            entries={entries}
            onPick={(type) => onDone(addStep(editor, { type, middle: { x: 0, y: last }, ...asked }))}
          />
        </div>
      </DialogContent>
    </Dialog>
  );
}
