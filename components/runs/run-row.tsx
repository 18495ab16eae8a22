import { FlaskConical, RotateCcw } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import { StatusText } from '#components/data/status-badge.tsx';
import { Sentence } from '#components/data/sentence.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { RunSpan } from '#components/runs/run-span.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { cn } from '#components/ui/cn.ts';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { RunCard } from '#lib/views-runs.ts';

export type RunRowProps = {
  run: RunCard;
  picked: boolean;
  /** The row that the keyboard is at: the others are left out when one tabs through the page. */
  active: boolean;
  /** Null where nothing can be done with picked runs. */
  onPick: ((upTo: boolean) => void) | null;
};

/** One run in the list. */
export function RunRow({ run, picked, active, onPick }: RunRowProps) {
  const t = useTranslations('runs.row');
  return (
    <div
      className={cn(
        'relative flex items-start gap-3.5 px-4 py-3 md:items-center transition-colors duration-150 hover:bg-sunken/60 sm:px-5',
        picked && 'bg-accent-soft hover:bg-accent-soft',
      )}
    >
      {onPick && (
        <Checkbox
          tabIndex={active ? 0 : -1}
          checked={picked}
          aria-label={t('pick', { name: run.flowName, id: run.id.slice(0, 8) })}
          className="relative z-10 my-0.5 after:absolute after:-inset-2 after:content-['']"
          onClick={(event) => onPick(event.shiftKey)}
        />
      )}
      <div className="grid min-w-0 flex-1 items-center gap-x-4 gap-y-1.5 md:grid-cols-[8.5rem_1fr_7rem_8rem]">
        <div className="max-md:order-2">
          <StatusText status={run.status} />
        </div>
        <div className="min-w-0">
          <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
            <Link
              href={`/runs/${run.id}`}
              data-run={run.id}
              tabIndex={active ? 0 : -1}
              className="min-w-0 font-medium after:absolute after:inset-0 after:content-[''] focus-visible:outline-none focus-visible:after:rounded-lg focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
            >
              <VisibleText text={run.flowName} className="line-clamp-1 whitespace-normal" />
            </Link>
            {run.mode === 'test' && (
              <Badge tone="outline">
                <FlaskConical aria-hidden />
                {t('test')}
              </Badge>
            )}
            {run.retryOfId && (
              <Badge tone="outline">
                <RotateCcw aria-hidden />
                {t('retry')}
              </Badge>
            )}
          </div>
          <p className="line-clamp-1 text-sm text-ink-faint wrap-anywhere">
            {run.error ? (
              <Sentence text={run.error} className="whitespace-normal text-danger" />
            ) : (
              <span className="tabular font-mono text-xs">{run.id.slice(0, 8)}</span>
            )}
          </p>
        </div>
        <span className="tabular text-sm text-ink-soft max-md:hidden">
          <RunSpan from={run.startedAt} to={run.endedAt} />
        </span>
        <TimeAgo at={run.createdAt} className="text-sm text-ink-faint max-md:order-3 md:text-right" />
      </div>
    </div>
  );
}
