'use client';
import { Panel, useReactFlow } from '@xyflow/react';
import { Keyboard, Maximize, Minus, Plus, StickyNote, WandSparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import { FIT } from '#components/editor/canvas/canvas-types.ts';
import { glide } from '#components/editor/canvas/glide.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { addNote } from '#components/editor/model/notes.ts';
import { selectNodes } from '#components/editor/model/selection.ts';
import { tidyUp } from '#components/editor/store/actions.ts';
import { useStore } from '#components/editor/store/store.ts';
import { Button } from '#components/ui/button.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';

const showAll = () => ({ ...FIT, ...glide(180) });

function Control({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip content={label}>
      <Button variant="ghost" size="icon" aria-label={label} onClick={onClick}>
        {children}
      </Button>
    </Tooltip>
  );
}

/** Zoom, layout, notes and help, in a corner of the canvas; and what the wires mean. */
export function CanvasControls() {
  const { editor, ui } = useEditor();
  const view = useReactFlow();
  const note = () => {
    const { x, y } = view.screenToFlowPosition({ x: window.innerWidth / 2, y: window.innerHeight / 2 });
    const added = addNote(editor.flow(), { x: Math.round(x), y: Math.round(y) });
    editor.change(added.flow, { selection: selectNodes([added.id]) });
  };
  const tidy = () => {
    tidyUp(editor);
    requestAnimationFrame(() => void view.fitView(showAll()));
  };
  return (
    <Panel position="bottom-left" className="!m-3 flex flex-col items-start gap-2">
      <WireLegend />
      <div className="flex rounded-lg border border-line bg-raised p-0.5 shadow-sm" role="toolbar" aria-label="Canvas">
        <Control label="Zoom out" onClick={() => void view.zoomOut(glide(120))}>
          <Minus aria-hidden />
        </Control>
        <Control label="Zoom in" onClick={() => void view.zoomIn(glide(120))}>
          <Plus aria-hidden />
        </Control>
        <Control label="Show everything (1)" onClick={() => void view.fitView(showAll())}>
          <Maximize aria-hidden />
        </Control>
        <Control label="Tidy up (Shift T)" onClick={tidy}>
          <WandSparkles aria-hidden />
        </Control>
        <Control label="Put a note down (Shift N)" onClick={note}>
          <StickyNote aria-hidden />
        </Control>
        <span className="max-sm:hidden">
          <Control label="Keyboard (?)" onClick={() => ui.patch({ dialog: 'shortcuts' })}>
            <Keyboard aria-hidden />
          </Control>
        </span>
      </div>
    </Panel>
  );
}

/** Appears once the drawing has wires of both kinds to tell apart. */
function WireLegend() {
  const { editor } = useEditor();
  const shown = useStore(editor.derived, ({ trust }) => trust.edges.size > 0);
  return shown ? <Legend /> : null;
}

export function Legend() {
  return (
    <dl className="flex flex-col gap-1 rounded-lg max-sm:hidden border border-line bg-raised/90 px-2.5 py-2 text-xs text-ink-soft shadow-xs">
      <div className="flex items-center gap-2">
        <dt>
          <svg width="28" height="6" aria-hidden>
            <line x1="0" x2="28" y1="3" y2="3" strokeWidth="2" className="stroke-line-hover" />
          </svg>
        </dt>
        <dd>Trusted data</dd>
      </div>
      <div className="flex items-center gap-2" title="It may fill in values. What matters asks a person first.">
        <dt>
          <svg width="28" height="6" aria-hidden>
            <line x1="0" x2="28" y1="3" y2="3" strokeWidth="2" strokeDasharray="7 5" className="stroke-untrusted" />
          </svg>
        </dt>
        <dd>From outside, untrusted</dd>
      </div>
    </dl>
  );
}
