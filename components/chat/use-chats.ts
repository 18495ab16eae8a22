'use client';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { messageOf } from '#components/live/errors.ts';
import { useLiveClient, useLiveMessages } from '#components/live/live-provider.tsx';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';
import type { ChatWork } from '#lib/views-chat.ts';

const LOOK_AGAIN_MS = 2000;
const GATHER_MS = 150;

/** A chat, stretch by stretch; the last one is asked for first. */
export function useChat(id: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: [...trpc.chat.get.pathKey(), id],
    queryFn: ({ pageParam, signal }) =>
      client.chat.get.query({ id, ...(pageParam === null ? {} : { before: pageParam }) }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.before,
  });
}

/** What can be done to chats. Failures are told in passing. */
export function useChatActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: trpc.chat.pathKey() });
  const onError = (error: unknown) => toast.error(messageOf(error));
  const create = useMutation(trpc.chat.create.mutationOptions({ onSettled, onError }));
  const remove = useMutation(trpc.chat.remove.mutationOptions({ onSettled, onError }));
  const rename = useMutation(trpc.chat.rename.mutationOptions({ onSettled }));
  const stop = useMutation(trpc.runs.cancel.mutationOptions({ onSettled, onError }));
  return { create, remove, rename, stop };
}

export function isOver(status: ChatWork['status']): boolean {
  return status === 'done' || status === 'failed' || status === 'stopped';
}

/** How a message is worked on, kept up to date by the live stream while it is. */
export function useChatWork(runId: string, { open }: { open: boolean }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = useQuery(
    trpc.chat.work.queryOptions(
      { runId },
      { refetchInterval: open ? LOOK_AGAIN_MS : false, staleTime: open ? 0 : Infinity },
    ),
  );
  const { data } = query;
  const over = data !== undefined && isOver(data.status);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useLiveMessages((message) => {
    if (!open || (message.type !== 'run' && message.type !== 'summary')) return;
    if (message.event.runId !== runId && !data?.runs.some((run) => run.runId === message.event.runId)) return;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void queries.invalidateQueries({ queryKey: trpc.chat.work.queryKey({ runId }) });
    }, GATHER_MS);
  });
  useEffect(() => {
    if (open && over) void queries.invalidateQueries({ queryKey: trpc.chat.pathKey() });
  }, [open, over, queries, trpc]);
  useWatched(open ? (data?.runs ?? []) : []);
  return query;
}

/** Has the stream bring all of some runs, and what models write in them. */
function useWatched(runs: ChatWork['runs']) {
  const client = useLiveClient();
  // Cursors move on by themselves; a run is watched from where it stood when it was first seen.
  const first = useRef(new Map<string, number>());
  const ids = runs.map(({ runId }) => runId).join(',');
  useEffect(() => {
    if (!client || ids === '') return;
    const stops = ids.split(',').map((runId) => client.watch(runId, first.current.get(runId) ?? 0));
    return () => stops.forEach((stop) => stop());
  }, [client, ids]);
  useEffect(() => {
    for (const { runId, lastEventId } of runs) if (!first.current.has(runId)) first.current.set(runId, lastEventId);
  });
}
