'use client';
import { createContext, useContext } from 'react';
import type { Editor } from '#components/editor/store/editor.ts';
import { useStore } from '#components/editor/store/store.ts';
import type { Ui, UiStore } from '#components/editor/store/ui.ts';
import type { History } from '#components/editor/model/history.ts';

type EditorPage = { flowId: string; editor: Editor; ui: UiStore };

export const EditorContext = createContext<EditorPage | null>(null);

/** The open editor's stores; stable over its life, so that reading it never renders anything again. */
export function useEditor(): EditorPage {
  const page = useContext(EditorContext);
  if (!page) throw new Error('This part of the editor stands outside of it.');
  return page;
}

/** A part of the document's history; `select` must give the same object for the same state. */
export function useDoc<S>(select: (history: History) => S): S {
  return useStore(useEditor().editor.doc, select);
}

/** A part of what is open on the page. */
export function useUi<S>(select: (ui: Ui) => S): S {
  return useStore(useEditor().ui, select);
}
