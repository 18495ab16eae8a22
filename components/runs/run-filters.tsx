'use client';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { statusTitle } from '#components/data/status-badge.tsx';
import { useTRPC } from '#components/live/trpc.tsx';
import type { RunListFilter } from '#components/runs/use-run-list.ts';
import { Button } from '#components/ui/button.tsx';
import { Select } from '#components/ui/select.tsx';
import type { RunStatus } from '#lib/run-event.ts';

export const RUN_STATUSES: RunStatus[] = ['queued', 'running', 'waiting', 'done', 'failed', 'stopped'];
const ANY = '*';

export type RunFiltersProps = {
  filter: RunListFilter;
  onChange: (filter: RunListFilter) => void;
  /** What can be done with all that the filter shows. */
  children?: ReactNode;
};

/** Narrows the list to one flow, one status. */
export function RunFilters({ filter, onChange, children }: RunFiltersProps) {
  const t = useTranslations('data.status');
  const trpc = useTRPC();
  const flows = useQuery(trpc.flows.list.queryOptions());
  const flowOptions = [
    { value: ANY, title: 'All flows' },
    ...(flows.data ?? []).map(({ id, name }) => ({ value: id, title: name })),
  ];
  const statusOptions = [
    { value: ANY, title: 'Any status' },
    ...RUN_STATUSES.map((value) => ({ value, title: statusTitle(value, t) })),
  ];
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Select
        aria-label="Flow"
        className="w-auto max-w-60 min-w-36"
        value={filter.flowId ?? ANY}
        options={flowOptions}
        onValueChange={(value) => onChange({ ...filter, flowId: value === ANY ? undefined : value })}
      />
      <Select
        aria-label="Status"
        className="w-auto min-w-32"
        value={filter.status ?? ANY}
        options={statusOptions}
        onValueChange={(value) => onChange({ ...filter, status: value === ANY ? undefined : (value as RunStatus) })}
      />
      {(filter.flowId ?? filter.status) && (
        <Button variant="ghost" onClick={() => onChange({})}>
          <X aria-hidden />
          Clear
        </Button>
      )}
      {children}
    </div>
  );
}
