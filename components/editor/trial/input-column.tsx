'use client';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { toast } from '#components/ui/toast.ts';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { insertAtCursor } from '#components/editor/fields/drops.ts';
import { VariableSource } from '#components/editor/fields/variable-source.tsx';
import { searchFields, sourcesFor, type DataSource } from '#components/editor/model/outputs.ts';
import { useStore } from '#components/editor/store/store.ts';
import { FieldTree } from '#components/editor/trial/field-tree.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Input } from '#components/ui/input.tsx';
import { wholeLabel } from '#lib/label.ts';
import type { FlowNode } from '#lib/flow.ts';

/** What the steps before this one gave, by name, to be put into its settings. */
export function InputColumn({ node, onPicked }: { node: FlowNode; onPicked?: () => void }) {
  const t = useTranslations('trial.input');
  const { editor } = useEditor();
  const flow = useDoc(({ present }) => present.flow);
  const samples = useStore(editor.samples, (value) => value);
  const [query, setQuery] = useState('');
  const sources = useMemo(
    () => sourcesFor(flow, node.id, { catalogue: editor.catalogue, samples }),
    [flow, node.id, editor, samples],
  );
  const pick = (expression: string) => {
    if (insertAtCursor(expression)) onPicked?.();
    else toast(t('noField'));
  };
  return (
    <section aria-label={t('title')} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="border-b border-line px-4 pt-3.5 pb-3">
        <h2 className="text-base font-semibold">{t('title')}</h2>
        <p className="mt-0.5 mb-2.5 text-sm text-ink-faint">{t('help')}</p>
        <Input
          className="h-8"
          placeholder={t('find')}
          aria-label={t('find')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 py-2.5">
        {sources.length === 0 && <p className="p-3 text-sm text-ink-faint">{t('nothing')}</p>}
        {sources.map((source) => (
          <Source key={source.root + source.node} source={source} query={query} onPick={pick} />
        ))}
        <VariableSource query={query} onPick={pick} />
      </div>
    </section>
  );
}

type SourceProps = { source: DataSource; query: string; onPick: (expression: string) => void };

function Source({ source, query, onPick }: SourceProps) {
  const t = useTranslations('trial.input');
  const { editor } = useEditor();
  const stored = useStore(editor.outputs, ({ byNode }) => byNode.get(source.node));
  const pin = useStore(editor.pins, (pins) => pins.get(source.node));
  const stale = useStore(editor.stale, (set) => set.has(source.node));
  const labels = pin?.labels ?? stored?.labels;
  const fields = searchFields(source.fields, query);
  const named = source.name.toLowerCase().includes(query.trim().toLowerCase());
  if (fields.length === 0 && !named) return null;
  const all = { path: [], name: t('all'), type: '', children: [] };
  return (
    <section aria-label={source.name} className="pb-3">
      <h3 className="flex flex-wrap items-center gap-2 px-1.5 py-1 text-sm font-semibold">
        <NodeIcon icon={source.icon} kind={source.kind} className="size-6 rounded-md" />
        <bdi className="min-w-0 flex-1 truncate">{source.name}</bdi>
        {pin && <Badge tone="accent">{t('pinned')}</Badge>}
        {stale && !pin && <Badge tone="wait">{t('stale')}</Badge>}
        {labels && <LabelBadge label={wholeLabel(labels)} />}
      </h3>
      <FieldTree
        fields={[...(query === '' ? [all] : []), ...fields]}
        root={source.root}
        open={query !== ''}
        onPick={onPick}
      />
      {!source.seen && <p className="px-2 pt-0.5 text-xs text-ink-faint">{t('declared')}</p>}
    </section>
  );
}
