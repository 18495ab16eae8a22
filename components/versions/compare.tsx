'use client';
import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx';
import { ChangePanel } from '#components/versions/change-panel.tsx';
import { listChanges, mergeFlows, type ListedChange } from '#components/versions/merged-flow.ts';
import { DRAFT, NOTHING, useSide, type Sides } from '#components/versions/use-sides.ts';
import { diffFlows } from '#lib/flow-diff.ts';
import type { Flow } from '#lib/flow.ts';
import type { FlowDetail } from '#lib/views.ts';
import type { VersionCard } from '#lib/views-versions.ts';

const DiffCanvas = dynamic(() => import('#components/versions/diff-canvas.tsx').then((module) => module.DiffCanvas), {
  ssr: false,
  loading: () => <Skeleton className="h-full rounded-none" />,
});
const FlowTextDiff = dynamic(
  () => import('#components/versions/flow-text-diff.tsx').then((module) => module.FlowTextDiff),
  {
    ssr: false,
    loading: () => <Skeleton className="h-full rounded-none" />,
  },
);

export type CompareProps = {
  detail: FlowDetail;
  sides: Sides;
  versions: readonly VersionCard[];
  onSides: (sides: Partial<Sides>) => void;
};

/** One drawing, marked with what differs from another, or as it is. */
export function Compare({ detail, sides, versions, onSides }: CompareProps) {
  const after = useSide(sides.to, detail);
  const before = useSide(sides.from, detail);
  const error = after.error ?? before.error;
  if (error) return <ErrorState message={messageOf(error)} />;
  const waits = !after.flow || (sides.from !== NOTHING && !before.flow);
  return (
    <section className="flex min-h-0 min-w-0 flex-col">
      <SideSelects {...{ sides, versions, onSides }} />
      {waits || !after.flow ? (
        <Skeleton className="min-h-96 flex-1 rounded-none" />
      ) : (
        <Drawings before={before.flow ?? after.flow} after={after.flow} compared={sides.from !== NOTHING} />
      )}
    </section>
  );
}

function SideSelects({ sides, versions, onSides }: Pick<CompareProps, 'sides' | 'versions' | 'onSides'>) {
  const t = useTranslations('versions');
  const known = [
    { value: DRAFT, title: t('draft') },
    ...versions.map(({ number, name }) => ({
      value: String(number),
      title: name === null ? t('version', { number }) : `v${number} ${name}`,
    })),
  ];
  const withOwn = (side: string) => {
    if (side === NOTHING || known.some(({ value }) => value === side)) return known;
    const title = /^\d+$/.test(side) ? t('version', { number: Number(side) }) : t('testDraft');
    return [{ value: side, title }, ...known];
  };
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2 text-base text-ink-soft">
      <Select
        aria-label={t('shown')}
        className="w-auto max-w-52 min-w-32"
        value={sides.to}
        options={withOwn(sides.to)}
        onValueChange={(to) => onSides({ to })}
      />
      <span>{t('comparedWith')}</span>
      <Select
        aria-label={t('comparedTo')}
        className="w-auto max-w-52 min-w-32"
        value={sides.from}
        options={[{ value: NOTHING, title: t('withNothing') }, ...withOwn(sides.from)]}
        onValueChange={(from) => onSides({ from })}
      />
    </div>
  );
}

function Drawings({ before, after, compared }: { before: Flow; after: Flow; compared: boolean }) {
  const t = useTranslations('versions');
  const { merged, changes } = useMemo(() => {
    const diff = diffFlows(before, after);
    return { merged: mergeFlows(after, diff), changes: listChanges({ before, after, diff }) };
  }, [before, after]);
  const [current, setCurrent] = useState<ListedChange | null>(null);
  const focus = useMemo(() => current?.at ?? [], [current]);
  const canvas = (
    <div className="h-[55dvh] min-h-80 min-w-0 lg:h-full">
      <DiffCanvas
        {...{ merged, focus }}
        onNode={(id) => setCurrent(changes.find(({ at, what }) => what !== 'wire' && at.includes(id)) ?? null)}
      />
    </div>
  );
  if (!compared) return canvas;
  return (
    <Tabs defaultValue="drawing" className="flex min-h-0 flex-1 flex-col">
      <TabsList className="bg-surface px-4">
        <TabsTrigger value="drawing">{t('drawing')}</TabsTrigger>
        <TabsTrigger value="text">{t('text')}</TabsTrigger>
      </TabsList>
      <TabsContent value="drawing" className="grid min-h-0 flex-1 grid-cols-1 lg:grid-cols-[minmax(0,1fr)_20rem]">
        {canvas}
        <aside
          aria-label={t('list')}
          className="flex min-h-0 flex-col border-line bg-surface max-lg:border-t lg:border-l"
        >
          <ChangePanel changes={changes} current={current?.key ?? null} onGo={setCurrent} />
        </aside>
      </TabsContent>
      <TabsContent value="text" className="min-h-80 flex-1 lg:min-h-0">
        <FlowTextDiff before={before} after={after} />
      </TabsContent>
    </Tabs>
  );
}
