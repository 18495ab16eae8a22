'use client';
import { useEffect } from 'react';
import { inTheirWords, loadSentences } from '#components/texts/sentences.ts';
import type { Flow } from '#lib/flow.ts';
import type { Plan } from '#lib/plan.ts';
import type { Editor } from '#components/editor/store/editor.ts';

const idle: (then: () => void, timeout?: number) => void =
  typeof window !== 'undefined' && 'requestIdleCallback' in window
    ? (then, timeout = 500) => window.requestIdleCallback(then, { timeout })
    : (then) => setTimeout(then, 50);

const PAUSE_MS = 180;
/** Findings of a large drawing can wait until the hand rests. */
const REST_MS = 3000;
const atRest = () => new Promise<void>((then) => idle(then, REST_MS));

type Compiled = { flow: Flow; plan: Plan | null; flowId: string };

/** Keeps beside the drawing what the lint says of it: nothing while it does not compile. */
async function findIn(editor: Editor, { flow, plan, flowId }: Compiled): Promise<void> {
  const lists = editor.lists.get();
  if (!plan || !lists) return editor.findings.set([]);
  const { lintInTurns } = await import('#nodes/lint/drawing.ts');
  const found = await lintInTurns({ flow, plan }, { catalogue: editor.catalogue, flowId, lists }, atRest);
  if (editor.flow() !== flow) return;
  const next = found.map((one) => ({ ...one, message: inTheirWords(one.message) }));
  if (JSON.stringify(next) !== JSON.stringify(editor.findings.get())) editor.findings.set(next);
}

/** Compiles the drawing in the browser while nothing else is to do, and keeps its problems beside it. */
export function useProblems(editor: Editor, ownId: string): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let checked: unknown = null;
    let known: unknown[] = [];
    const around = () => [editor.flows.get(), editor.lists.get()];
    const isNew = () => editor.flow() !== checked || around().some((one, at) => one !== known[at]);
    const check = async () => {
      // The compiler brings an expression parser with it: it loads once the page stands.
      const { compile } = await import('#nodes/compile.ts');
      const flow = editor.flow();
      const others = editor.flows.get();
      if (!isNew()) return;
      checked = flow;
      known = around();
      const facts = others ? { flows: { ownId, find: (id: string) => others.get(id) } } : {};
      const result = compile(flow, editor.catalogue, facts);
      await loadSentences().catch(() => undefined);
      editor.problems.set((result.problems ?? []).map((one) => ({ ...one, message: inTheirWords(one.message) })));
      void findIn(editor, { flow, plan: 'plan' in result ? result.plan : null, flowId: ownId });
    };
    const plan = () => {
      clearTimeout(timer);
      if (isNew()) timer = setTimeout(() => idle(() => void check()), PAUSE_MS);
    };
    plan();
    const stops = [editor.doc.subscribe(plan), editor.flows.subscribe(plan), editor.lists.subscribe(plan)];
    return () => {
      for (const stop of stops) stop();
      clearTimeout(timer);
    };
  }, [editor, ownId]);
}
