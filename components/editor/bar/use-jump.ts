import { useReactFlow } from '@xyflow/react';
import { glide } from '#components/editor/canvas/glide.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { findNode } from '#components/editor/model/graph.ts';
import { CARD } from '#components/editor/model/placement.ts';
import { selectNodes } from '#components/editor/model/selection.ts';
import { focusField } from '#components/editor/store/ui.ts';

const SETTINGS = new Set(['retry', 'timeout', 'onError', 'disabled', 'note', 'settings']);

/** The inspector covers the right side. */
const COVERED = 400;

type Target = { node?: string; field?: string; /** Ids of all that is to be seen. */ way?: readonly string[] };

/** Leads to a step of the drawing, and to the field that is meant. */
export function useJump(): (to: Target) => void {
  const { editor, ui } = useEditor();
  const view = useReactFlow();
  return (to) => {
    const node = to.node === undefined ? undefined : findNode(editor.flow(), to.node);
    if (!node) return;
    editor.select(selectNodes([node.id]));
    const isWide = window.innerWidth > 900;
    if (to.way && to.way.length > 1) {
      const right = isWide ? (`${COVERED}px` as const) : '24px';
      const padding = { left: '56px', right, top: '64px', bottom: '64px' } as const;
      void view.fitView({ nodes: to.way.map((id) => ({ id })), padding, maxZoom: 1, ...glide(180) });
    } else {
      const x = node.position.x + CARD.width / 2 + (isWide ? 150 : 0);
      const zoom = Math.max(view.getZoom(), 0.8);
      void view.setCenter(x, node.position.y + CARD.height / 2, { zoom, ...glide(180) });
    }
    const [field = ''] = (to.field ?? '').replace(/^params\./, '').split(/[.[]/);
    const isSetting = SETTINGS.has(field);
    focusField(ui, field === '' || isSetting ? null : field, isSetting ? 'settings' : 'params');
  };
}
