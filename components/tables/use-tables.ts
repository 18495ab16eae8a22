'use client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';

/** The rows of a table that hold the words, newest first, page by page. */
export function useRows(id: string, search: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useInfiniteQuery({
    queryKey: [...trpc.tables.rows.pathKey(), 'pages', id, search],
    queryFn: ({ pageParam, signal }) =>
      client.tables.rows.query(
        { id, ...(search ? { search } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  return { ...query, table: query.data?.pages[0]?.table, rows: query.data?.pages.flatMap((page) => page.items) };
}

/** Make, change and delete tables and rows. */
export function useTableActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.tables.pathKey() });
  const told = { onSuccess: refresh, onError: (error: unknown) => toast.error(messageOf(error)) };
  return {
    create: useMutation(trpc.tables.create.mutationOptions({ onSuccess: refresh })),
    remove: useMutation(trpc.tables.remove.mutationOptions(told)),
    addRow: useMutation(trpc.tables.addRow.mutationOptions({ onSuccess: refresh })),
    changeRow: useMutation(trpc.tables.changeRow.mutationOptions({ onSettled: refresh })),
    removeRow: useMutation(trpc.tables.removeRow.mutationOptions(told)),
  };
}
