'use client';
import { useReactFlow } from '@xyflow/react';
import { PanelLeftClose } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useEditor } from '#components/editor/editor-context.tsx';
import { paletteEntries } from '#components/editor/model/catalogue.ts';
import { onlyNode } from '#components/editor/model/selection.ts';
import { StepList } from '#components/editor/palette/step-list.tsx';
import { addStep, outletOf } from '#components/editor/store/actions.ts';
import { Button } from '#components/ui/button.tsx';

/** Adds a step where the person looks: after the selected step, wired to it, or in the middle of the view. */
export function useAddFromPalette(): (type: string) => void {
  const { editor } = useEditor();
  const { screenToFlowPosition } = useReactFlow();
  return (type) => {
    const isTrigger = editor.catalogue[type]?.kind === 'trigger';
    const from = isTrigger ? null : outletOf(editor, onlyNode(editor.selection()));
    const middle = screenToFlowPosition({ x: window.innerWidth / 2 - 132, y: window.innerHeight / 2 - 48 });
    addStep(editor, { type, from, middle });
  };
}

/** All step types at the left of the canvas. */
export function Palette() {
  const t = useTranslations('drawing.palette');
  const { editor, ui } = useEditor();
  const entries = useMemo(() => paletteEntries(editor.catalogue), [editor]);
  const add = useAddFromPalette();
  return (
    <aside
      aria-label={t('panel')}
      className="drawn-apart flex w-64 shrink-0 flex-col border-r border-line bg-surface max-md:hidden"
    >
      <StepList
        draggable
        entries={entries}
        onPick={add}
        aside={
          <Button variant="ghost" size="iconSm" aria-label={t('hide')} onClick={() => ui.patch({ palette: false })}>
            <PanelLeftClose aria-hidden />
          </Button>
        }
      />
    </aside>
  );
}
