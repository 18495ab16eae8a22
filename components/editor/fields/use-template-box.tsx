'use client';
import dynamic from 'next/dynamic';
import { useCallback, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ListKeys, ListState } from '#components/editor/fields/completion-list.tsx';
import { takesDrops } from '#components/editor/fields/drops.ts';
import { fillHole, holeAt } from '#components/editor/model/hole.ts';

const CompletionList = dynamic(
  () => import('#components/editor/fields/completion-list.tsx').then((module) => module.CompletionList),
  { ssr: false },
);

/** Of the element around a box: it shows that what is dragged may be dropped there. */
export const DROP_CLASSES =
  'relative rounded-md data-over:outline-2 data-over:outline-offset-2 data-over:outline-accent data-over:outline-dashed';

type Box = HTMLInputElement | HTMLTextAreaElement;
type Options = {
  text: string;
  write: (text: string) => void;
  /** Whether expressions mean anything in this box. */
  templates: boolean;
  /** What becomes of the text when a value is put in; without it the value goes where the cursor is. */
  replace?: (hole: string) => string | null;
};

/** A box for text with holes: values can be dropped and picked into it, and ways to them are offered while one types. */
export function useTemplateBox({ text, write, templates, replace }: Options) {
  const [box, setBox] = useState<Box | null>(null);
  const [keys] = useState<ListKeys>(() => ({ handle: null }));
  const [caret, setCaret] = useState<number | null>(null);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [list, setList] = useState<ListState>(null);
  const onState = useCallback((state: ListState) => setList(state), []);
  const hole = templates && caret !== null && dismissed !== text ? holeAt(text, caret) : null;
  const put = (next: string, at: number) => {
    write(next);
    setDismissed(next);
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(at, at);
    });
  };
  const insert = (expression: string) => {
    const filled = `{{ ${expression} }}`;
    const whole = replace?.(filled) ?? null;
    if (whole !== null) return put(whole, whole.length);
    const [from, to] = [box?.selectionStart ?? text.length, box?.selectionEnd ?? text.length];
    const open = holeAt(text, from);
    const added = open ? expression : filled;
    put(text.slice(0, from) + added + text.slice(to), from + added.length);
  };
  const follow = () => setCaret(box?.selectionStart ?? null);
  const offered: ReactNode = hole && (
    <CompletionList
      hole={hole}
      keys={keys}
      onState={onState}
      onDismiss={() => setDismissed(text)}
      onChoose={(choice) => {
        const filled = fillHole(text, choice);
        put(filled.text, filled.caret);
      }}
    />
  );
  // A textarea is a combobox only while it has a list: else it is what it says it is.
  const combobox = list
    ? { role: 'combobox', 'aria-expanded': true, 'aria-controls': list.id, 'aria-activedescendant': list.active }
    : {};
  return {
    insert,
    offered,
    dropRef: templates ? takesDrops(insert) : undefined,
    box: {
      ref: setBox,
      ...(templates ? { 'aria-autocomplete': 'list' as const, 'aria-haspopup': 'listbox' as const } : {}),
      ...combobox,
      onSelect: follow,
      onBlur: () => setCaret(null),
    },
    /** True: the key was for the list. */
    onKey: (event: KeyboardEvent) => keys.handle?.(event) === true,
  };
}
