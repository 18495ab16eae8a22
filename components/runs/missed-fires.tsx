'use client';
import { useQuery } from '@tanstack/react-query';
import { CalendarX2 } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useFormatter, useTranslations } from 'use-intl';
import { useTRPC } from '#components/live/trpc.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import { cn } from '#components/ui/cn.ts';
import type { MissedView } from '#lib/views.ts';

/** `22 Nov 2026, 12:00–14:00`, in the reader's own zone. */
const SPAN = { dateStyle: 'medium', timeStyle: 'short' } as const;

export type MissedFiresProps = {
  flowId?: string | undefined;
  /** Of this trigger only. */
  triggerId?: string;
  /** Says which flow it was. */
  named?: boolean;
  className?: string;
};

/** Quiet lines about times that schedules missed while Hearth was off; nothing where there are none. */
export function MissedFires({ flowId, triggerId, named, className }: MissedFiresProps) {
  const units = useUnits();
  const format = useFormatter();
  const t = useTranslations('runs.missed');
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.schedule.missed.queryOptions(flowId === undefined ? {} : { flowId }));
  const missed = data.filter((one) => triggerId === undefined || one.triggerId === triggerId);
  if (missed.length === 0) return null;
  const spanOf = (one: MissedView) => format.dateTimeRange(new Date(one.firstAt), new Date(one.lastAt), SPAN);
  return (
    <ul className={cn('flex flex-col gap-1 text-sm text-ink-soft', className)}>
      {missed.map((one) => (
        <li
          key={one.id}
          className="flex items-start gap-2"
          title={`${units.exact(one.firstAt)} – ${units.exact(one.lastAt)}`}
        >
          <CalendarX2 className="mt-0.5 size-3.5 shrink-0 text-wait" aria-hidden />
          <span className="min-w-0 tabular-nums wrap-anywhere">
            {named
              ? t.rich('named', {
                  count: one.count,
                  span: spanOf(one),
                  flow: () => (
                    <Link href={`/flows/${one.flowId}`} className="text-ink underline-offset-4 hover:underline">
                      <bdi>{one.flowName}</bdi>
                    </Link>
                  ),
                })
              : t('fires', { count: one.count, span: spanOf(one) })}
          </span>
        </li>
      ))}
    </ul>
  );
}
