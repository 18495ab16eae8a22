'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import type { Flow } from '#lib/flow.ts';
import type { FlowDetail } from '#lib/views.ts';
import type { VersionCard } from '#lib/views-versions.ts';

export const DRAFT = 'draft';
/** Compared with nothing: the drawing as it is. */
export const NOTHING = 'none';

/** Which two drawings are looked at: `draft`, the number of a version, or the id of what a test run used. */
export type Sides = { from: string; to: string };

/** What to begin with: the changes that are not published, else what the newest version changed. */
export function firstSides({
  published,
  unpublishedChanges,
}: Pick<FlowDetail, 'published' | 'unpublishedChanges'>): Sides {
  if (!published) return { from: NOTHING, to: DRAFT };
  return unpublishedChanges ? { from: String(published.number), to: DRAFT } : sidesOf(published.number);
}

/** A version beside the one before it. */
export function sidesOf(number: number): Sides {
  return { from: number > 1 ? String(number - 1) : NOTHING, to: String(number) };
}

/** The two sides, kept in the address. */
export function useSides(first: Sides): [Sides, (sides: Partial<Sides>) => void] {
  const search = useSearchParams();
  const pathname = usePathname();
  const to = search.get('to') ?? first.to;
  const sides = { to, from: search.get('from') ?? (search.has('to') ? NOTHING : first.from) };
  const change = (next: Partial<Sides>) => {
    const query = new URLSearchParams({ ...sides, ...next });
    window.history.replaceState(null, '', `${pathname}?${query.toString()}`);
  };
  return [sides, change];
}

/** The drawing of one side; null while it comes, and where there is none. */
export function useSide(side: string, detail: FlowDetail): { flow: Flow | null; error: unknown } {
  const trpc = useTRPC();
  const stored = side !== DRAFT && side !== NOTHING;
  const version = useQuery({
    ...trpc.versions.get.queryOptions({ flowId: detail.id, version: side }, { staleTime: Infinity }),
    enabled: stored,
  });
  if (side === DRAFT) return { flow: detail.draft, error: null };
  return { flow: (stored && version.data?.flow) || null, error: stored ? version.error : null };
}

/** The history, page by page. */
export function useVersions(flowId: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const pages = useInfiniteQuery({
    queryKey: [...trpc.versions.list.pathKey(), 'pages', flowId],
    queryFn: ({ pageParam }) => client.versions.list.query({ flowId, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const versions: VersionCard[] = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  return { ...pages, versions };
}
