'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { useForm } from '#components/editor/fields/field-context.tsx';
import { completionsAt, type Completion } from '#components/editor/model/completion.ts';
import type { Hole } from '#components/editor/model/hole.ts';
import { sourcesFor } from '#components/editor/model/outputs.ts';
import { useStore } from '#components/editor/store/store.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { cn } from '#components/ui/cn.ts';

const MOST_VARIABLES = 100;

/** What the box needs to know to say where the listbox is and which option is meant. */
export type ListState = { id: string; active: string } | null;
/** Handles the keys of the box while the list is open; true: it was for the list. */
export type ListKeys = { handle: ((event: KeyboardEvent) => boolean) | null };
export type CompletionListProps = {
  hole: Hole;
  keys: ListKeys;
  onState: (state: ListState) => void;
  onChoose: (choice: { from: number; to: number; insert: string; back?: number | undefined }) => void;
  onDismiss: () => void;
};

/** Ways to values and functions that can follow what is typed: the listbox of a combobox. */
export function CompletionList({ hole, keys, onState, onChoose, onDismiss }: CompletionListProps) {
  const t = useTranslations('fields.completion');
  const id = useId();
  const { from, options } = useCompletions(hole);
  const [chosen, setChosen] = useState({ typed: hole.typed, at: 0 });
  const at = chosen.typed === hole.typed ? Math.min(chosen.at, options.length - 1) : 0;
  const activeId = `${id}-${at}`;
  const isOpen = options.length > 0;
  useEffect(() => onState(isOpen ? { id, active: activeId } : null), [id, activeId, isOpen, onState]);
  useEffect(() => () => onState(null), [onState]);
  useEffect(() => {
    // Newer browsers give a promise back, which is no clean-up.
    void document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);
  const choose = (option: Completion) =>
    onChoose({ from: hole.from + from, to: hole.from + hole.typed.length, insert: option.insert, back: option.back });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => {
      const option = options[at];
      if (!option || event.ctrlKey || event.metaKey || event.altKey) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) setChosen({ typed: hole.typed, at: (at + step + options.length) % options.length });
      else if (event.key === 'Enter' || event.key === 'Tab') choose(option);
      else if (event.key === 'Escape') onDismiss();
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    };
    return keysTo(keys, handle);
  });
  if (!isOpen) return null;
  return (
    <>
      <ul
        id={id}
        role="listbox"
        aria-label={t('label')}
        className="absolute inset-x-0 top-full z-30 mt-1 max-h-60 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-lg"
      >
        {options.map((option, index) => (
          <li
            key={option.insert}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            className={cn(
              'flex min-h-7 cursor-pointer items-baseline gap-2 rounded-md px-2 py-1 text-sm',
              index === at && 'bg-hover',
            )}
            // The cursor stays in the box.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(option)}
          >
            <bdi className="max-w-[55%] shrink-0 truncate font-medium">{option.name}</bdi>
            <span className="shrink-0 text-xs text-ink-faint">{option.type}</span>
            {option.sample !== undefined && (
              <span className="max-h-5 min-w-0 flex-1 overflow-hidden text-right text-xs text-ink-soft">
                <VisibleText text={option.sample} />
              </span>
            )}
          </li>
        ))}
      </ul>
      <span role="status" className="sr-only">
        {t('count', { count: options.length })}
      </span>
    </>
  );
}

function useCompletions({ typed }: Hole) {
  const { editor } = useEditor();
  const { node } = useForm();
  const flow = useDoc(({ present }) => present.flow);
  const samples = useStore(editor.samples, (value) => value);
  const variables = useQuery(useTRPC().variables.list.queryOptions({ limit: MOST_VARIABLES }));
  const sources = useMemo(
    () => sourcesFor(flow, node, { catalogue: editor.catalogue, samples }),
    [flow, node, editor, samples],
  );
  const names = useMemo(() => (variables.data?.items ?? []).map(({ name }) => name), [variables.data]);
  return useMemo(() => completionsAt(typed, { sources, variables: names }), [typed, sources, names]);
}

function keysTo(keys: ListKeys, handle: NonNullable<ListKeys['handle']>): () => void {
  keys.handle = handle;
  return () => {
    keys.handle = null;
  };
}
