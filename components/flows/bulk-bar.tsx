'use client';
import { Copy, FolderInput, Pause, Play, Tag, Trash2, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { FlowRowActions } from '#components/flows/flow-row.tsx';
import { Button } from '#components/ui/button.tsx';
import type { FlowCard } from '#lib/views-flows.ts';

type BulkBarProps = {
  flows: readonly FlowCard[];
  actions: Pick<FlowRowActions, 'act' | 'ask'> & { selectNone: () => void };
};

/** What can be done with all selected flows; stays in sight while the list scrolls. */
export function BulkBar({ flows, actions }: BulkBarProps) {
  const t = useTranslations('flows.bulk');
  const act = (what: Parameters<typeof actions.act>[1]) => () => {
    actions.act(flows, what);
    actions.selectNone();
  };
  const published = flows.filter(({ publishedNumber }) => publishedNumber !== null);
  return (
    <div
      role="toolbar"
      aria-label={t('label')}
      className="sticky bottom-16 z-20 mx-auto mt-4 flex w-fit max-w-full flex-wrap items-center gap-1 rounded-xl border border-line-strong bg-raised p-1.5 shadow-lg md:bottom-4"
    >
      <span role="status" className="px-2 text-base font-medium tabular">
        {t('selected', { count: flows.length })}
      </span>
      <Button variant="ghost" size="sm" onClick={() => actions.ask('move', flows)}>
        <FolderInput aria-hidden />
        {t('move')}
      </Button>
      <Button variant="ghost" size="sm" onClick={() => actions.ask('tag', flows)}>
        <Tag aria-hidden />
        {t('tag')}
      </Button>
      {published.some(({ paused }) => !paused) && (
        <Button variant="ghost" size="sm" onClick={act('pause')}>
          <Pause aria-hidden />
          {t('pause')}
        </Button>
      )}
      {published.some(({ paused }) => paused) && (
        <Button variant="ghost" size="sm" onClick={act('resume')}>
          <Play aria-hidden />
          {t('resume')}
        </Button>
      )}
      <Button variant="ghost" size="sm" onClick={act('duplicate')}>
        <Copy aria-hidden />
        {t('duplicate')}
      </Button>
      <Button
        variant="ghost"
        size="sm"
        className="text-danger hover:bg-danger-soft hover:text-danger"
        onClick={act('remove')}
      >
        <Trash2 aria-hidden />
        {t('remove')}
      </Button>
      <Button variant="ghost" size="iconSm" aria-label={t('none')} onClick={actions.selectNone}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
