'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { takenBy, usesOf } from '#components/data/provenance.ts';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { useOpenNode } from '#components/editor/inspector/use-open-node.ts';
import type { FlowNode } from '#lib/flow.ts';

const CameFrom = dynamic(() => import('#components/data/provenance-lists.tsx').then((file) => file.CameFrom), {
  ssr: false,
});
const UsedBy = dynamic(() => import('#components/data/provenance-lists.tsx').then((file) => file.UsedBy), {
  ssr: false,
});

/** Where the values of a step come from and which steps use what it gives, with ways there. */
export function DataWays({ node }: { node: FlowNode }) {
  const t = useTranslations('inspector.ways');
  const { editor } = useEditor();
  const flow = useDoc(({ present }) => present.flow);
  const openNode = useOpenNode();
  const [open, setOpen] = useState(false);
  const isTrigger = editor.catalogue[node.type]?.kind === 'trigger';
  const from = takenBy(node).length;
  const used = usesOf(flow, { id: node.id, isTrigger }).length;
  if (from + used === 0) return null;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer rounded-md py-1 text-sm font-medium text-ink-soft hover:text-ink">
        {t('title', { from, used })}
      </summary>
      {open && (
        <>
          <CameFrom flow={flow} node={node.id} onStep={openNode} />
          <UsedBy flow={flow} node={node.id} isTrigger={isTrigger} onStep={openNode} />
        </>
      )}
    </details>
  );
}
