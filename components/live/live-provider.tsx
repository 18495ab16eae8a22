'use client';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { openLive, type LiveClient } from '#components/live/live-client.ts';
import type { FromHub } from '#components/live/protocol.ts';
import { useTRPC } from '#components/live/trpc.tsx';

type Live = { client: LiveClient | null; online: boolean };

const LiveContext = createContext<Live>({ client: null, online: true });

/** Whether changes reach this page at once. False after a lost connection, until it is back. */
export function useOnline(): boolean {
  return useContext(LiveContext).online;
}

/** This tab's end of the stream; null before the first effect and while nobody is signed in. */
export function useLiveClient(): LiveClient | null {
  return useContext(LiveContext).client;
}

/** Calls `listener` with every live message while mounted. */
export function useLiveMessages(listener: (message: FromHub) => void) {
  const client = useLiveClient();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => client?.listen((message) => latest.current(message)), [client]);
}

let shared: LiveClient | null = null;

/** Opens the stream, for signed-in people, and keeps lists and counts fresh. Below `SignedIn`, so never on the server. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => (shared ??= openLive()));
  const [online, setOnline] = useState(true);
  useEffect(() => client.listen((message) => message.type === 'status' && setOnline(message.online)), [client]);
  const value = useMemo(() => ({ client, online }), [client, online]);
  return (
    <LiveContext value={value}>
      <FreshLists online={online} />
      {children}
    </LiveContext>
  );
}

const GATHER_MS = 400;

type What = 'runs' | 'approvals' | 'notices';

/** Asks again for lists when something in them has happened; many events in a moment cost one request. */
function FreshLists({ online }: { online: boolean }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const pending = useRef(new Set<What>());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const mark = (what: What) => {
    pending.current.add(what);
    timer.current ??= setTimeout(() => {
      timer.current = null;
      if (pending.current.delete('runs')) {
        for (const part of [trpc.runs.list, trpc.runs.count, trpc.runs.newFailures])
          void queries.invalidateQueries({ queryKey: part.pathKey() });
        void queries.invalidateQueries({ queryKey: trpc.flows.list.pathKey() });
      }
      if (pending.current.delete('notices')) void queries.invalidateQueries({ queryKey: trpc.notices.pathKey() });
      if (pending.current.delete('approvals')) {
        void queries.invalidateQueries({ queryKey: trpc.approvals.pathKey() });
        void queries.invalidateQueries({ queryKey: trpc.outbox.pathKey() });
      }
    }, GATHER_MS);
  };
  useLiveMessages((message) => {
    if (message.type === 'approvals') {
      queries.setQueryData(trpc.approvals.count.queryKey(), { waiting: message.waiting });
      mark('approvals');
    }
    if (message.type === 'notices') mark('notices');
    if ((message.type === 'run' || message.type === 'summary') && message.event.body.type.startsWith('run.'))
      mark('runs');
    if (message.type === 'summary' && message.event.body.type === 'step.waiting') mark('runs');
  });
  const wasOnline = useRef(true);
  useEffect(() => {
    // What happened while away is not replayed for lists.
    if (online && !wasOnline.current) void queries.invalidateQueries();
    wasOnline.current = online;
  }, [online, queries]);
  return null;
}
