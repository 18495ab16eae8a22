'use client';
import { useEffect, useRef } from 'react';
import { useLiveClient } from '#components/live/live-provider.tsx';
import type { RunEvent } from '#lib/run-event.ts';

export type RunEventsOptions = { runId: string | null; after: number | null; onEvents: (events: RunEvent[]) => void };

const FRAME_MS = 30;

/**
 * Follows a run from `after` on: each event once, in order, gathered into small groups so that a burst costs
 * one render. Nothing happens while `runId` or `after` is null.
 */
export function useRunEvents({ runId, after, onEvents }: RunEventsOptions) {
  const client = useLiveClient();
  const latest = useRef(onEvents);
  useEffect(() => {
    latest.current = onEvents;
  });
  useEffect(() => {
    if (!client || !runId || after === null) return;
    let seen = after;
    let group: RunEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | null = null;
    const flush = () => {
      timer = null;
      latest.current(group);
      group = [];
    };
    const stopListening = client.listen((message) => {
      if (message.type !== 'run' || message.event.runId !== runId || message.event.id <= seen) return;
      seen = message.event.id;
      group.push(message.event);
      timer ??= setTimeout(flush, FRAME_MS);
    });
    const stopWatching = client.watch(runId, after);
    return () => {
      stopListening();
      stopWatching();
      if (timer) clearTimeout(timer);
    };
  }, [client, runId, after]);
}
