'use client';
import { useReactFlow } from '@xyflow/react';
import { ListTree, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Hands } from '#components/editor/canvas/commands.ts';
import { useClipboard } from '#components/editor/canvas/use-clipboard.ts';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { AddDialog } from '#components/editor/list/add-dialog.tsx';
import { ListContext, type Asked } from '#components/editor/list/list-context.ts';
import { NoteLines } from '#components/editor/list/note-lines.tsx';
import { StepLines } from '#components/editor/list/step-lines.tsx';
import { focusLine, useListHands } from '#components/editor/list/use-list-hands.ts';
import { lineKeys, useEditorKeys } from '#components/editor/list/use-list-keys.ts';
import { useRows } from '#components/editor/list/use-rows.ts';
import { whereAfter } from '#components/editor/list/where.ts';
import type { OutlineStep } from '#components/editor/list/outline.ts';
import { ConnectDialog } from '#components/editor/palette/connect-dialog.tsx';
import { useIsPhone } from '#components/editor/use-is-phone.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';

const beside = () => ({ x: 0, y: 0 });

/** The flow as a list: everything that the canvas can, without a drawing. */
export function ListView({ save }: { save: () => void }) {
  const t = useTranslations('list');
  const { editor, ui } = useEditor();
  const rows = useRows();
  const phone = useIsPhone();
  const [asked, setAsked] = useState<Asked | null>(null);
  const hands = useListHands({ ...rows, phone, ask: setAsked });
  const inspector = useUi((state) => state.inspector);
  const connecting = useUi((state) => state.dialog === 'connect');
  const canvasHands = useCanvasHands(save);
  useEditorKeys(save);
  useClipboard(editor, beside);
  const byId = useMemo(() => stepsById(rows.outline), [rows.outline]);
  const addAfter = (id: string) => {
    const step = byId.get(id);
    const place =
      step && (whereAfter(rows.flow, step) ?? { from: { node: id, port: step.branches[0]?.port.id ?? 'out' } });
    if (place) setAsked(place);
  };
  const isOpen = inspector && !phone && hands.current !== null;
  return (
    <ListContext value={hands}>
      <div
        className={cn('h-full overflow-y-auto bg-ground', isOpen && 'md:pr-96')}
        onKeyDown={lineKeys(hands, addAfter)}
      >
        <div className="mx-auto max-w-3xl px-3 py-5 sm:px-6">
          {rows.outline.length === 0 ? (
            <EmptyState
              icon={ListTree}
              title={t('empty')}
              actions={
                <Button variant="primary" onClick={() => setAsked({})}>
                  <Plus aria-hidden />
                  {t('first')}
                </Button>
              }
            >
              {t('emptyHelp')}
            </EmptyState>
          ) : (
            <>
              <p className="mb-3 text-sm text-ink-faint max-md:hidden">{t('help')}</p>
              <StepLines steps={rows.outline} label={t('steps')} />
              <Button className="mt-3 min-h-11 w-full border-dashed md:min-h-9" onClick={() => setAsked({})}>
                <Plus aria-hidden />
                {t('addLoose')}
              </Button>
              <NoteLines />
            </>
          )}
        </div>
      </div>
      {asked && (
        <AddDialog
          asked={asked}
          onDone={(id) => {
            setAsked(null);
            if (phone) ui.patch({ inspector: false });
            if (id !== null) hands.touch(id);
            focusLine(id ?? hands.current);
          }}
        />
      )}
      {connecting && <ConnectDialog hands={canvasHands} />}
    </ListContext>
  );
}

/** What the dialogs of the canvas ask for. */
function useCanvasHands(save: () => void): Hands {
  const { editor, ui } = useEditor();
  const view = useReactFlow();
  return useMemo(
    () => ({ editor, ui, view, save, middle: beside, pointer: () => null, groupName: '' }),
    [editor, ui, view, save],
  );
}

function stepsById(steps: readonly OutlineStep[], into = new Map<string, OutlineStep>()): Map<string, OutlineStep> {
  for (const step of steps) {
    into.set(step.id, step);
    for (const branch of step.branches) stepsById(branch.steps, into);
  }
  return into;
}
