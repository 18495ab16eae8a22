'use client';
import { useFormatter } from 'use-intl';
import type { RunView } from '#lib/views-runs.ts';

/** What all steps of a run cost together; null where none told. */
export function costOfRun({ nodes }: Pick<RunView, 'nodes'>): number | null {
  return nodes.reduce<number | null>((sum, { cost }) => (cost === null ? sum : (sum ?? 0) + cost), null);
}

/** Money as steps and runs tell it: models name their prices in US dollars, and small ones. */
export function Cost({ cost }: { cost: number }) {
  const format = useFormatter();
  return format.number(cost, { style: 'currency', currency: 'USD', maximumFractionDigits: 4 });
}
