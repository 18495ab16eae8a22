'use client';
import { PinOff, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { ValueText } from '#components/data/value-text.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { useStore } from '#components/editor/store/store.ts';
import { usePins } from '#components/editor/trial/use-pins.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { wholeLabel } from '#lib/label.ts';
import { headOf } from '#lib/value-page.ts';
import type { PinView } from '#lib/views-drafts.ts';

/** Everything that is pinned in the flow, to look through and to let go of: one by one or all at once. */
export function PinsDialog() {
  const t = useTranslations('trial.list');
  const { editor, ui } = useEditor();
  const pins = [...useStore(editor.pins, (all) => all).values()];
  const { clear, restore, busy } = usePins();
  const mayEdit = useRight('edit');
  const [cleared, setCleared] = useState<string[]>([]);
  const letGo = (ids: string[], one?: string) => clear(one, () => setCleared(ids));
  const undo = () => restore(cleared, () => setCleared([]));
  return (
    <Dialog open onOpenChange={(open) => !open && ui.patch({ dialog: null })}>
      <DialogContent
        title={t('title')}
        description={t('help')}
        footer={
          mayEdit && (
            <Button disabled={pins.length === 0} busy={busy} onClick={() => letGo(pins.map(({ nodeId }) => nodeId))}>
              <PinOff aria-hidden /> {t('clearAll')}
            </Button>
          )
        }
      >
        <div role="status" className="flex items-center gap-3 empty:hidden">
          {cleared.length > 0 && (
            <>
              <span className="text-base text-ink-soft">{t('cleared', { count: cleared.length })}</span>
              <Button size="sm" busy={busy} onClick={undo}>
                <Undo2 aria-hidden /> {t('undo')}
              </Button>
            </>
          )}
        </div>
        {pins.length === 0 ? (
          <p className="py-3 text-base text-ink-soft">{t('none')}</p>
        ) : (
          <ul aria-label={t('title')} className="flex flex-col divide-y divide-line">
            {pins.map((pin) => (
              <PinLine
                key={pin.nodeId}
                pin={pin}
                onClear={mayEdit ? () => letGo([pin.nodeId], pin.nodeId) : undefined}
                onOpen={() => {
                  editor.select({ nodes: new Set([pin.nodeId]), edges: new Set() });
                  ui.patch({ dialog: null, step: true });
                }}
              />
            ))}
          </ul>
        )}
      </DialogContent>
    </Dialog>
  );
}

type PinLineProps = { pin: PinView; onClear: (() => void) | undefined; onOpen: () => void };

function PinLine({ pin, onClear, onOpen }: PinLineProps) {
  const t = useTranslations('trial.list');
  const drawn = useDoc(({ present }) => present.flow.nodes.find(({ id }) => id === pin.nodeId)?.name);
  const name = drawn ?? pin.nodeId;
  return (
    <li className="flex items-start gap-3 py-2.5">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-2">
          {drawn === undefined ? (
            <span className="text-base text-ink-soft">{t('gone', { id: pin.nodeId })}</span>
          ) : (
            <button
              type="button"
              className="min-h-6 min-w-0 cursor-pointer rounded-sm text-left text-base font-medium text-accent-text hover:underline"
              onClick={onOpen}
            >
              <VisibleText text={name} className="line-clamp-2" />
            </button>
          )}
          <LabelBadge label={wholeLabel(pin.labels)} />
        </div>
        <div className="mt-0.5 text-sm text-ink-soft">
          <Preview pin={pin} />
        </div>
      </div>
      {onClear && (
        <Button size="sm" aria-label={t('clearOne', { name })} onClick={onClear}>
          <PinOff aria-hidden /> {t('clear')}
        </Button>
      )}
    </li>
  );
}

const LONGEST = 200;

function Preview({ pin: { value } }: { pin: PinView }) {
  if (value === null || typeof value !== 'object') return <ValueText head={headOf(value)} lines={1} />;
  return <VisibleText text={JSON.stringify(value).slice(0, LONGEST)} className="line-clamp-2 font-mono text-xs" />;
}
