'use client';
import { useEffect } from 'react';
import { inTheirWords, loadSentences } from '#components/texts/sentences.ts';
import type { Editor } from '#components/editor/store/editor.ts';

const idle: (then: () => void) => void =
  typeof window !== 'undefined' && 'requestIdleCallback' in window
    ? (then) => window.requestIdleCallback(then, { timeout: 500 })
    : (then) => setTimeout(then, 50);

const PAUSE_MS = 180;

/** Compiles the drawing in the browser while nothing else is to do, and keeps its problems beside it. */
export function useProblems(editor: Editor, ownId: string): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let checked: unknown = null;
    let known: unknown = null;
    const check = async () => {
      // The compiler brings an expression parser with it: it loads once the page stands.
      const { compile } = await import('#nodes/compile.ts');
      const flow = editor.flow();
      const others = editor.flows.get();
      if (flow === checked && others === known) return;
      checked = flow;
      known = others;
      const facts = others ? { flows: { ownId, find: (id: string) => others.get(id) } } : {};
      const result = compile(flow, editor.catalogue, facts);
      await loadSentences().catch(() => undefined);
      editor.problems.set((result.problems ?? []).map((one) => ({ ...one, message: inTheirWords(one.message) })));
    };
    const plan = () => {
      clearTimeout(timer);
      if (editor.flow() !== checked || editor.flows.get() !== known)
        timer = setTimeout(() => idle(() => void check()), PAUSE_MS);
    };
    plan();
    const stops = [editor.doc.subscribe(plan), editor.flows.subscribe(plan)];
    return () => {
      for (const stop of stops) stop();
      clearTimeout(timer);
    };
  }, [editor, ownId]);
}
