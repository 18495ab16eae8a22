'use client';
import { useCallback, useSyncExternalStore } from 'react';
import { createLiveTexts, type LiveText } from '#components/live/live-text.ts';
import { useLiveMessages } from '#components/live/live-provider.tsx';

// One for the page: card, inspector and list show the same text, whenever each of them came.
const texts = createLiveTexts();

/** Gathers what models write while mounted. Once, beside whatever follows a run. */
export function LiveTextGatherer() {
  useLiveMessages((message) => {
    if (message.type === 'tokens') texts.add(message.chunk);
  });
  return null;
}

/** What a model has written so far in a step that is under way; null before its first word. */
export function useLiveText(at: { runId: string; node: string; iteration: string } | null): LiveText | null {
  const read = useCallback(() => (at ? texts.get(at.runId, at.node, at.iteration) : null), [at]);
  return useSyncExternalStore(texts.subscribe, read, () => null);
}
