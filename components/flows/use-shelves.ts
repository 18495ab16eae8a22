'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';
import type { ShelvesView } from '#lib/views-flows.ts';

const EMPTY: ShelvesView = { folders: [], tags: [] };

/** Folders and tags. */
export function useShelves() {
  const trpc = useTRPC();
  const { data = EMPTY } = useQuery(trpc.shelves.list.queryOptions());
  return useMemo(() => ({ ...data, tagById: new Map(data.tags.map((tag) => [tag.id, tag])) }), [data]);
}

/** What can be done to folders and tags, and which flows are in them. */
export function useShelfActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const options = {
    onError: (error: unknown) => void toast.error(messageOf(error)),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: trpc.shelves.pathKey() }),
        queries.invalidateQueries({ queryKey: trpc.flows.list.queryKey() }),
      ]),
  };
  return {
    addFolder: useMutation(trpc.shelves.addFolder.mutationOptions(options)),
    changeFolder: useMutation(trpc.shelves.changeFolder.mutationOptions(options)),
    removeFolder: useMutation(trpc.shelves.removeFolder.mutationOptions(options)),
    move: useMutation(trpc.shelves.move.mutationOptions(options)),
    addTag: useMutation(trpc.shelves.addTag.mutationOptions(options)),
    changeTag: useMutation(trpc.shelves.changeTag.mutationOptions(options)),
    removeTag: useMutation(trpc.shelves.removeTag.mutationOptions(options)),
    tag: useMutation(trpc.shelves.tag.mutationOptions(options)),
  };
}
