'use client';
import { Pencil, Pin, PinOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { StoredView } from '#components/data/stored-view.tsx';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { useOpenNode } from '#components/editor/inspector/use-open-node.ts';
import { useStore } from '#components/editor/store/store.ts';
import { PinEditor } from '#components/editor/trial/pin-editor.tsx';
import { RunPartMenu } from '#components/editor/trial/run-part-menu.tsx';
import { usePins } from '#components/editor/trial/use-pins.ts';
import { StepNotes } from '#components/runs/step-notes.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { FlowNode } from '#lib/flow.ts';
import type { Stored } from '#lib/value.ts';
import type { PinView } from '#lib/views-drafts.ts';

/** What the step gave last, or what is pinned in its place; where it is pinned, changed and run. */
export function OutputColumn({ node }: { node: FlowNode }) {
  const t = useTranslations('trial.output');
  const { editor } = useEditor();
  const flow = useDoc(({ present }) => present.flow);
  const openNode = useOpenNode();
  const pin = useStore(editor.pins, (pins) => pins.get(node.id));
  const last = useStore(editor.outputs, ({ byNode }) => byNode.get(node.id));
  const stale = useStore(editor.stale, (set) => set.has(node.id));
  const [editing, setEditing] = useState(false);
  const { toggle, pinLast, busy } = usePins();
  const stored = pin ? storedOf(pin) : last;
  const isTrigger = editor.catalogue[node.type]?.kind === 'trigger';
  const edit = async () => {
    // Labels come from the run, not from this page: it is pinned as it was, then changed.
    if (!pin && last && !(await pinLast(node.id))) return;
    setEditing(true);
  };
  return (
    <section aria-label={t('title')} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="border-b border-line px-4 pt-3.5 pb-3">
        <div className="flex items-center gap-2 pr-9">
          <h2 className="text-base font-semibold">{t('title')}</h2>
          {pin && <Badge tone="accent">{t('pinned')}</Badge>}
        </div>
        <div className="mt-2.5 flex flex-wrap gap-2">
          {!isTrigger && <RunPartMenu node={node} />}
          {stored && (
            <Button size="sm" busy={busy} onClick={() => void toggle(node.id)}>
              {pin ? <PinOff aria-hidden /> : <Pin aria-hidden />}
              {pin ? t('unpin') : t('pin')}
            </Button>
          )}
          {!editing && (
            <Button size="sm" onClick={() => void edit()}>
              <Pencil aria-hidden />
              {stored ? t('edit') : t('write')}
            </Button>
          )}
        </div>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-4 py-3.5">
        {pin && <p className="text-sm text-ink-faint">{t('pinnedHelp')}</p>}
        {stale && !pin && <Notice tone="warning">{t('stale')}</Notice>}
        {!pin && <LastError node={node} />}
        {editing ? (
          <PinEditor key={pin?.updatedAt ?? ''} node={node} pin={pin} onClose={() => setEditing(false)} />
        ) : stored ? (
          <StoredView
            title={t('title')}
            stored={stored}
            drawn={{ flow, node: node.id, side: isTrigger ? 'trigger' : 'output', onStep: openNode }}
          />
        ) : (
          <p className="text-base text-ink-soft">{t('nothing')}</p>
        )}
      </div>
    </section>
  );
}

function storedOf({ value, labels }: PinView): Stored {
  return { kind: 'inline', value, labels };
}

/** Why the step gave nothing in the run that lies over the drawing. */
function LastError({ node }: { node: FlowNode }) {
  const { editor } = useEditor();
  const step = useStore(editor.run, (overlay) => overlay?.steps.find((one) => one.node === node.id && one.error));
  return step ? <StepNotes step={step} /> : null;
}
