'use client';
import { useInfiniteQuery, useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';
import type { RowFilter, RowPage, RowSort, RowView } from '#lib/views-data.ts';

const UNDO_MS = 12_000;

export type RowsAsked = { search: string; filters: RowFilter[]; sort: RowSort | null };

/** The rows of a table that fit, newest first or in the order of a column, page by page. */
export function useRows(id: string, asked: RowsAsked) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { search, filters, sort } = asked;
  const query = useInfiniteQuery({
    queryKey: [...trpc.tables.rows.pathKey(), 'pages', id, asked],
    queryFn: ({ pageParam, signal }) =>
      client.tables.rows.query(
        {
          id,
          ...(search ? { search } : {}),
          ...(filters.length > 0 ? { filters } : {}),
          ...(sort ? { sort } : {}),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const [first] = query.data?.pages ?? [];
  return { ...query, first, rows: query.data?.pages.flatMap((page) => page.items) };
}

/** Make, change and delete tables, rows and columns. What is deleted can be taken back from the message that says so. */
export function useTableActions() {
  const t = useTranslations('tables.done');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.tables.pathKey() });
  const told = { onSuccess: refresh, onError: (error: unknown) => toast.error(messageOf(error)) };
  const undo = useMutation(trpc.tables.undo.mutationOptions(told));
  const takeBack = (text: string, act: string) =>
    toast(text, { duration: UNDO_MS, action: { label: t('undo'), onClick: () => undo.mutate({ act }) } });
  return {
    create: useMutation(trpc.tables.create.mutationOptions({ onSuccess: refresh })),
    remove: useMutation(
      trpc.tables.remove.mutationOptions({
        ...told,
        onSuccess: ({ undo: act }) => {
          takeBack(t('table'), act);
          // Its rows are not asked for again: there are none.
          return queries.invalidateQueries({ queryKey: trpc.tables.list.pathKey() });
        },
      }),
    ),
    addRow: useMutation(trpc.tables.addRow.mutationOptions({ onSuccess: refresh })),
    changeRow: useMutation(trpc.tables.changeRow.mutationOptions({ onSettled: refresh })),
    removeRow: useMutation(
      trpc.tables.removeRow.mutationOptions({
        ...told,
        onSuccess: ({ undo: act }) => {
          takeBack(t('row'), act);
          return refresh();
        },
      }),
    ),
    addColumn: useMutation(trpc.tables.addColumn.mutationOptions({ onSuccess: refresh })),
    renameColumn: useMutation(trpc.tables.renameColumn.mutationOptions({ onSuccess: refresh })),
    removeColumn: useMutation(trpc.tables.removeColumn.mutationOptions(told)),
    importCsv: useMutation(trpc.tables.importCsv.mutationOptions({ onSuccess: refresh })),
  };
}

type Pages = InfiniteData<RowPage, string | null>;
type CellChange = { id: string; data: RowView['data'] };

/** Changes values where they stand: shown at once, kept one after the other, taken back if they cannot be kept. */
export function useCellChange(tableId: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const key = [...trpc.tables.rows.pathKey(), 'pages', tableId];
  const put = (row: Pick<RowView, 'id'> & Partial<RowView>) =>
    queries.setQueriesData<Pages>({ queryKey: key }, (old) => {
      const page = (one: RowPage) => ({
        ...one,
        items: one.items.map((item) => (item.id === row.id ? { ...item, ...row } : item)),
      });
      return old && { ...old, pages: old.pages.map(page) };
    });
  const known = (id: string) =>
    queries
      .getQueriesData<Pages>({ queryKey: key })
      .flatMap(([, data]) => data?.pages ?? [])
      .flatMap(({ items }) => items)
      .find((row) => row.id === id);
  return useMutation({
    scope: { id: `cells-${tableId}` },
    onMutate: (change: CellChange) => void put(change),
    // The time is read when its turn comes: the change before it has moved it on.
    mutationFn: ({ id, data }: CellChange) =>
      client.tables.changeRow.mutate({ id, data, updatedAt: known(id)?.updatedAt ?? new Date(0).toISOString() }),
    onSuccess: ({ id, labels, updatedAt }) => void put({ id, labels, updatedAt }),
    onError: (error) => {
      toast.error(messageOf(error));
      void queries.invalidateQueries({ queryKey: key });
    },
  });
}
