'use client';
import { useEffect } from 'react';
import type { Editor } from '#components/editor/store/editor.ts';

const idle: (then: () => void) => void =
  typeof window !== 'undefined' && 'requestIdleCallback' in window
    ? (then) => window.requestIdleCallback(then, { timeout: 500 })
    : (then) => setTimeout(then, 50);

const PAUSE_MS = 180;

/** Compiles the drawing in the browser while nothing else is to do, and keeps its problems beside it. */
export function useProblems(editor: Editor): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let checked: unknown = null;
    const check = async () => {
      // The compiler brings an expression parser with it: it loads once the page stands.
      const { compile } = await import('#nodes/compile.ts');
      const flow = editor.flow();
      if (flow === checked) return;
      checked = flow;
      const result = compile(flow, editor.catalogue);
      editor.problems.set(result.problems ?? []);
    };
    const plan = () => {
      clearTimeout(timer);
      if (editor.flow() !== checked) timer = setTimeout(() => idle(() => void check()), PAUSE_MS);
    };
    plan();
    const stop = editor.doc.subscribe(plan);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [editor]);
}
