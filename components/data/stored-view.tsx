'use client';
import { DataView } from '#components/data/data-view.tsx';
import type { Stored } from '#lib/value.ts';

/** One value of a run with the label of each of its fields. */
export function StoredView({ title, stored }: { title: string; stored: Stored }) {
  return <DataView title={title} stored={stored} labels={stored.labels} />;
}
