'use client';
import dynamic from 'next/dynamic';
import { DataView } from '#components/data/data-view.tsx';
import type { Flow } from '#lib/flow.ts';
import type { Stored } from '#lib/value.ts';

const CameFrom = dynamic(() => import('#components/data/provenance-lists.tsx').then((file) => file.CameFrom), { ssr: false });
const UsedBy = dynamic(() => import('#components/data/provenance-lists.tsx').then((file) => file.UsedBy), { ssr: false });

export type StoredViewProps = {
  title: string;
  stored: Stored;
  /** Which side of which step it is: then it also says where its parts came from, or who reads them. */
  drawn?: { flow: Flow; node: string; side: 'input' | 'output' | 'trigger'; onStep?: (id: string) => void };
};

/** One value of a run with the label of each of its fields. */
export function StoredView({ title, stored, drawn }: StoredViewProps) {
  return (
    <DataView title={title} stored={stored} labels={stored.labels}>
      {drawn?.side === 'input' && <CameFrom flow={drawn.flow} node={drawn.node} onStep={drawn.onStep} />}
      {drawn && drawn.side !== 'input' && (
        <UsedBy flow={drawn.flow} node={drawn.node} isTrigger={drawn.side === 'trigger'} onStep={drawn.onStep} />
      )}
    </DataView>
  );
}
