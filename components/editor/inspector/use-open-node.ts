'use client';
import { useCallback } from 'react';
import { useEditor } from '#components/editor/editor-context.tsx';
import { focusField } from '#components/editor/store/ui.ts';

/** Goes to another step: selected, its settings open, the cursor in their first field. */
export function useOpenNode(): (id: string) => void {
  const { editor, ui } = useEditor();
  return useCallback(
    (id: string) => {
      editor.select({ nodes: new Set([id]), edges: new Set() });
      focusField(ui, null);
    },
    [editor, ui],
  );
}
