'use client';
import { Panel, useReactFlow } from '@xyflow/react';
import { Keyboard, Map as MapIcon, Maximize, Minus, Plus, StickyNote, WandSparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { FIT } from '#components/editor/canvas/canvas-types.ts';
import { tidyAndShow } from '#components/editor/canvas/commands.ts';
import { glide } from '#components/editor/canvas/glide.ts';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { putNote } from '#components/editor/store/actions.ts';
import { useStore } from '#components/editor/store/store.ts';
import { Button } from '#components/ui/button.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';

const showAll = () => ({ ...FIT, ...glide(180) });

type ControlProps = { label: string; pressed?: boolean; onClick: () => void; children: ReactNode };

function Control({ label, pressed, onClick, children }: ControlProps) {
  return (
    <Tooltip content={label}>
      <Button variant="ghost" size="icon" aria-label={label} aria-pressed={pressed} onClick={onClick}>
        {children}
      </Button>
    </Tooltip>
  );
}

/** Zoom, layout, notes and help, in a corner of the canvas; and what the wires mean. */
export function CanvasControls() {
  const t = useTranslations('drawing.controls');
  const { editor, ui } = useEditor();
  const view = useReactFlow();
  const minimap = useUi((state) => state.minimap);
  const note = () => {
    const middle = view.screenToFlowPosition({ x: window.innerWidth / 2, y: window.innerHeight / 2 });
    ui.patch({ writing: putNote(editor, middle) });
  };
  return (
    <Panel position="bottom-left" className="!m-3 flex flex-col items-start gap-2">
      <WireLegend />
      <div
        className="flex rounded-lg border border-line bg-raised p-0.5 shadow-sm"
        role="toolbar"
        aria-label={t('bar')}
      >
        <Control label={t('zoomOut')} onClick={() => void view.zoomOut(glide(120))}>
          <Minus aria-hidden />
        </Control>
        <Control label={t('zoomIn')} onClick={() => void view.zoomIn(glide(120))}>
          <Plus aria-hidden />
        </Control>
        <Control label={t('fit')} onClick={() => void view.fitView(showAll())}>
          <Maximize aria-hidden />
        </Control>
        <Control label={t('tidy')} onClick={() => tidyAndShow({ editor, view })}>
          <WandSparkles aria-hidden />
        </Control>
        <Control label={t('note')} onClick={note}>
          <StickyNote aria-hidden />
        </Control>
        <span className="flex max-md:hidden">
          <Control label={t('map')} pressed={minimap} onClick={() => ui.patch({ minimap: !minimap })}>
            <MapIcon aria-hidden />
          </Control>
        </span>
        <span className="max-sm:hidden">
          <Control label={t('help')} onClick={() => ui.patch({ dialog: 'shortcuts' })}>
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
  const t = useTranslations('drawing.controls');
  return (
    <dl className="flex flex-col gap-1 rounded-lg max-sm:hidden border border-line bg-raised/90 px-2.5 py-2 text-xs text-ink-soft shadow-xs">
      <div className="flex items-center gap-2">
        <dt>
          <svg width="28" height="6" aria-hidden>
            <line x1="0" x2="28" y1="3" y2="3" strokeWidth="2" className="stroke-line-hover" />
          </svg>
        </dt>
        <dd>{t('trusted')}</dd>
      </div>
      <div className="flex items-center gap-2" title={t('untrustedWhy')}>
        <dt>
          <svg width="28" height="6" aria-hidden>
            <line x1="0" x2="28" y1="3" y2="3" strokeWidth="2" strokeDasharray="7 5" className="stroke-untrusted" />
          </svg>
        </dt>
        <dd>{t('untrusted')}</dd>
      </div>
    </dl>
  );
}
