'use client';
import { useMemo } from 'react';
import { TextDiff } from '#components/versions/text-diff.tsx';
import { canonicalText } from '#lib/flow-diff.ts';
import type { Flow } from '#lib/flow.ts';

/** Two drawings as the text of their files, with the lines that differ. */
export function FlowTextDiff({ before, after }: { before: Flow; after: Flow }) {
  const texts = useMemo(() => ({ before: canonicalText(before), after: canonicalText(after) }), [before, after]);
  return <TextDiff {...texts} />;
}
