'use client';
import { Variable } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { GuideLink } from '#components/help/guide-link.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { MoreButton } from '#components/variables/more-button.tsx';
import { useVariables } from '#components/variables/use-variables.ts';
import { VariableDialog } from '#components/variables/variable-dialog.tsx';
import type { VariableCard } from '#lib/views-data.ts';

/** The variables that hold the words; opening one edits it. */
export function VariableList({ search }: { search: string }) {
  const t = useTranslations('variables.variableList');
  const list = useVariables(search);
  const mayEdit = useRight('edit');
  const [open, setOpen] = useState<VariableCard | null>(null);
  if (list.isPending) return <SkeletonRows />;
  if (!list.items) return <ErrorState message={messageOf(list.error)} onRetry={() => void list.refetch()} />;
  return (
    <>
      <Card>
        {list.items.length > 0 ? (
          <ul className="divide-y divide-line">
            {list.items.map((card) => (
              <Row key={card.name} card={card} onOpen={mayEdit ? () => setOpen(card) : null} />
            ))}
          </ul>
        ) : search ? (
          <p className="px-5 py-10 text-center text-base text-ink-soft">{t('none')}</p>
        ) : (
          <EmptyState icon={Variable} title={t('empty')}>
            {t('emptyHelp')}
            <GuideLink to="variables" />
          </EmptyState>
        )}
      </Card>
      <MoreButton list={list} />
      {open && <VariableDialog card={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function Row({ card, onOpen }: { card: VariableCard; onOpen: (() => void) | null }) {
  const t = useTranslations('variables.variableList');
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="font-medium wrap-anywhere">{card.name}</bdi>
          <LabelBadge label={card.label} />
        </p>
        <p className="mt-0.5 line-clamp-2 text-sm text-ink-soft tabular-nums">
          <VisibleText text={card.preview} className={card.kind === 'data' ? 'font-mono text-xs' : ''} />
        </p>
      </div>
      <span className="text-sm whitespace-nowrap text-ink-faint">
        <TimeAgo at={card.updatedAt} />
      </span>
      {onOpen && (
        <Button size="sm" aria-label={t('edit', { name: card.name })} onClick={onOpen}>
          {t('edit2')}
        </Button>
      )}
    </li>
  );
}
