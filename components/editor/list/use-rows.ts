'use client';
import { useMemo } from 'react';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { outlineOf } from '#components/editor/list/outline.ts';
import type { Card } from '#components/editor/model/cards.ts';
import { weighty } from '#components/editor/model/findings.ts';
import { groupsOf } from '#components/editor/model/groups.ts';
import { marksOf, type StepMark } from '#components/editor/model/run-overlay.ts';
import { useStore } from '#components/editor/store/store.ts';
import type { Problem } from '#lib/plan.ts';

/** What a line of the list shows of its step. */
export type RowFacts = {
  card: Card;
  problems: readonly Problem[];
  mark: StepMark | null;
  group: string | null;
};

const NO_MARKS: ReadonlyMap<string, StepMark> = new Map();

/** The outline of the open flow, and what is known of each step. */
export function useRows() {
  const { editor } = useEditor();
  const flow = useDoc(({ present }) => present.flow);
  const derived = useStore(editor.derived, (value) => value);
  const compiled = useStore(editor.problems, (value) => value);
  const findings = useStore(editor.findings, (value) => value);
  const problems = useMemo(() => [...compiled, ...weighty(findings)], [compiled, findings]);
  const run = useStore(editor.run, (value) => value);
  const outline = useMemo(() => outlineOf(flow, editor.catalogue), [flow, editor]);
  const marks = useMemo(() => (run ? marksOf(flow, run, NO_MARKS) : NO_MARKS), [flow, run]);
  const facts = useMemo(() => {
    const groups = new Map(groupsOf(flow).flatMap(({ name, members }) => members.map((id) => [id, name] as const)));
    return new Map<string, RowFacts>(
      [...derived.cards.byId].map(([id, { card }]) => [
        id,
        {
          card,
          problems: problems.filter((problem) => problem.node === id),
          mark: marks.get(id) ?? null,
          group: groups.get(id) ?? null,
        },
      ]),
    );
  }, [flow, derived, problems, marks]);
  return { flow, outline, facts };
}
