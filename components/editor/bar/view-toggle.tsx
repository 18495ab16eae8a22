'use client';
import { ListTree, Workflow } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { Button } from '#components/ui/button.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';

/** Turns the drawing into a list and back: two ways to see and change the same flow. */
export function ViewToggle() {
  const t = useTranslations('list');
  const { ui } = useEditor();
  const list = useUi((state) => state.list);
  const label = t(list ? 'asDrawing' : 'asList');
  return (
    <Tooltip content={label} side="bottom">
      <Button variant="ghost" size="icon" aria-label={label} onClick={() => ui.patch({ list: !list })}>
        {list ? <Workflow aria-hidden /> : <ListTree aria-hidden />}
      </Button>
    </Tooltip>
  );
}
