'use client';
import { useReactFlow } from '@xyflow/react';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { focusCard } from '#components/editor/canvas/focus-card.ts';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import { useEditor } from '#components/editor/editor-context.tsx';
import { firstSentence, paletteEntries } from '#components/editor/model/catalogue.ts';
import { addStep } from '#components/editor/store/actions.ts';

/** What stands on an empty canvas: the first question, with its answers to click. */
export function EmptyCanvas() {
  const t = useTranslations('drawing.empty');
  const { editor } = useEditor();
  const frame = useRef<HTMLDivElement>(null);
  const { screenToFlowPosition } = useReactFlow();
  const add = (type: string) => {
    const box = frame.current?.getBoundingClientRect();
    // Left of the middle: a flow grows to the right, and the settings open there.
    const at = screenToFlowPosition({
      x: (box?.left ?? 0) + Math.min((box?.width ?? 0) * 0.12, 120),
      y: (box?.top ?? 0) + (box?.height ?? 0) * 0.35,
    });
    addStep(editor, { type, at, middle: at });
    // The button that was pressed is gone.
    const [id] = editor.selection().nodes;
    if (id !== undefined) focusCard(id);
  };
  const triggers = paletteEntries(editor.catalogue).filter((entry) => entry.isTrigger);
  return (
    <div ref={frame} className="pointer-events-none absolute inset-0 grid place-items-center overflow-y-auto p-4">
      <section aria-labelledby="first-step" className="pointer-events-auto w-full max-w-md text-center">
        <h2 id="first-step" className="text-xl font-semibold">
          {t('title')}
        </h2>
        <p className="mt-1 text-base text-ink-soft">{t('hint')}</p>
        <ul className="mt-5 flex flex-col gap-2 text-left">
          {triggers.map((entry) => (
            <li key={entry.type}>
              <button
                type="button"
                className="flex w-full cursor-pointer items-center gap-3 rounded-xl border border-line-strong bg-surface p-3 text-left shadow-xs transition-[border-color,box-shadow] duration-150 hover:border-accent hover:shadow-md"
                onClick={() => add(entry.type)}
              >
                <NodeIcon icon={entry.icon} kind="trigger" />
                <span className="min-w-0">
                  <span className="block text-base font-medium">{entry.title}</span>
                  <span className="block text-sm text-pretty text-ink-soft">{firstSentence(entry.help)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
