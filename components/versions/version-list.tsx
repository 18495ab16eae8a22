'use client';
import { CircleDot, FlaskConical, Pencil, Rocket } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { ChangeLine } from '#components/versions/change-line.tsx';
import { DRAFT, sidesOf, type Sides, type useVersions } from '#components/versions/use-sides.ts';
import type { FlowDetail } from '#lib/views.ts';
import type { VersionCard } from '#lib/views-versions.ts';

export type VersionListProps = {
  detail: FlowDetail;
  history: ReturnType<typeof useVersions>;
  sides: Sides;
  onSides: (sides: Sides) => void;
  onName: ((version: VersionCard) => void) | null;
};

/** The draft, and below it every version: who, when, what it changed. Choosing one shows it. */
export function VersionList({ detail, history, sides, onSides, onName }: VersionListProps) {
  const t = useTranslations('versions');
  const live = detail.published;
  const isOwn = sides.to !== DRAFT && !/^\d+$/.test(sides.to);
  return (
    <nav aria-label={t('history')}>
      <ol className="flex flex-col gap-0.5 p-1.5">
        {isOwn && (
          <Entry active onChoose={() => undefined}>
            <span className="flex items-center gap-2 font-medium">
              <FlaskConical className="size-4 text-ink-faint" aria-hidden />
              {t('testDraft')}
            </span>
          </Entry>
        )}
        <Entry
          active={sides.to === DRAFT}
          onChoose={() => onSides({ from: live ? String(live.number) : 'none', to: DRAFT })}
        >
          <span className="flex flex-wrap items-center gap-2 font-medium">
            {t('draft')}
            {live && detail.unpublishedChanges && (
              <Badge tone="wait">
                <CircleDot aria-hidden />
                {t('unpublished')}
              </Badge>
            )}
            {!live && <Badge tone="outline">{t('never')}</Badge>}
          </span>
        </Entry>
        {history.versions.map((version) => (
          <Entry
            key={version.id}
            active={sides.to === String(version.number)}
            onChoose={() => onSides(sidesOf(version.number))}
            aside={
              onName && (
                <Button
                  variant="ghost"
                  size="iconSm"
                  aria-label={t('nameOne', { number: version.number })}
                  onClick={() => onName(version)}
                >
                  <Pencil aria-hidden />
                </Button>
              )
            }
          >
            <VersionFacts version={version} />
          </Entry>
        ))}
      </ol>
      {history.hasNextPage && (
        <Button
          variant="ghost"
          className="mx-3 mb-3"
          busy={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t('older')}
        </Button>
      )}
    </nav>
  );
}

function VersionFacts({ version }: { version: VersionCard }) {
  const t = useTranslations('versions');
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">
          {version.name === null ? (
            t('version', { number: version.number })
          ) : (
            <VisibleText text={version.name} className="whitespace-normal" />
          )}
        </span>
        {version.name !== null && <span className="text-sm text-ink-faint tabular">v{version.number}</span>}
        {version.published && (
          <Badge tone="good">
            <Rocket aria-hidden />
            {t('live')}
          </Badge>
        )}
      </span>
      <span className="block text-sm text-ink-faint">
        <TimeAgo at={version.createdAt} /> · {version.by === null ? t('byToken') : <bdi>{version.by}</bdi>}
      </span>
      <span className="block text-sm text-ink-soft wrap-anywhere">
        {version.restoredOf !== null && `${t('again', { number: version.restoredOf })} · `}
        <ChangeLine changes={version.changes} />
      </span>
      {version.inSpite !== null && (
        <span className="mt-1 block border-l-2 border-danger pl-2 text-sm text-ink-soft">
          {t.rich('inSpite', { reason: () => <VisibleText text={version.inSpite ?? ''} /> })}
        </span>
      )}
      {version.note !== null && (
        <span className="mt-1 line-clamp-3 block border-l-2 border-line pl-2 text-sm text-ink-soft">
          <VisibleText text={version.note} />
        </span>
      )}
    </>
  );
}

type EntryProps = { active: boolean; onChoose: () => void; aside?: ReactNode; children: ReactNode };

function Entry({ active, onChoose, aside, children }: EntryProps) {
  return (
    <li className={cn('flex items-start rounded-lg hover:bg-hover', active && 'bg-hover')}>
      <button
        type="button"
        aria-current={active || undefined}
        onClick={onChoose}
        className="min-w-0 flex-1 cursor-pointer rounded-lg px-3 py-2 text-left text-base"
      >
        {children}
      </button>
      {aside && <span className="p-1.5">{aside}</span>}
    </li>
  );
}
