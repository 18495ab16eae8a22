'use client';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import { useEditor } from '#components/editor/editor-context.tsx';
import { firstSentence, paletteEntries } from '#components/editor/model/catalogue.ts';
import { addStep } from '#components/editor/store/actions.ts';

/** What stands on an empty canvas: the first question, with its answers to click. */
export function EmptyCanvas() {
  const { editor } = useEditor();
  const triggers = paletteEntries(editor.catalogue).filter((entry) => entry.isTrigger);
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center overflow-y-auto p-4">
      <section aria-labelledby="first-step" className="pointer-events-auto w-full max-w-md text-center">
        <h2 id="first-step" className="text-xl font-semibold">
          What starts this flow?
        </h2>
        <p className="mt-1 text-base text-ink-soft">
          Choose a trigger. Then draw from its edge to what should happen next.
        </p>
        <ul className="mt-5 flex flex-col gap-2 text-left">
          {triggers.map((entry) => (
            <li key={entry.type}>
              <button
                type="button"
                className="flex w-full cursor-pointer items-center gap-3 rounded-xl border border-line-strong bg-surface p-3 shadow-xs transition-[border-color,box-shadow] duration-150 hover:border-accent hover:shadow-md"
                onClick={() => addStep(editor, { type: entry.type, at: { x: 0, y: 0 }, middle: { x: 0, y: 0 } })}
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
