'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { readFilter, writeFilter, type FlowFilter } from '#components/flows/filter-flows.ts';

/** What the list shows, kept in the address: a link shows the same, and "back" undoes nothing by surprise. */
export function useFlowFilter(): [FlowFilter, (change: Partial<FlowFilter>) => void] {
  const search = useSearchParams();
  const pathname = usePathname();
  const filter = useMemo(() => readFilter(new URLSearchParams(search.toString())), [search]);
  const change = (next: Partial<FlowFilter>) => {
    // The address as it is now: two changes in one turn must not undo each other.
    const current = readFilter(new URLSearchParams(window.location.search));
    const query = writeFilter({ ...current, ...next });
    window.history.replaceState(null, '', query === '' ? pathname : `${pathname}?${query}`);
  };
  return [filter, change];
}
