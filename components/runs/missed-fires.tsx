'use client';
import { useQuery } from '@tanstack/react-query';
import { CalendarX2 } from 'lucide-react';
import Link from 'next/link';
import { useTRPC } from '#components/live/trpc.tsx';
import { cn } from '#components/ui/cn.ts';
import { exactTime } from '#components/ui/time-ago.tsx';
import type { MissedView } from '#lib/views.ts';

export type MissedFiresProps = {
  flowId?: string | undefined;
  /** Of this trigger only. */
  triggerId?: string;
  /** Says which flow it was. */
  named?: boolean;
  className?: string;
};

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/** `22 Nov 2026, 12:00–14:00`, in the reader's own zone. */
function spanText({ firstAt, lastAt }: MissedView): string {
  const [first, last] = [new Date(firstAt), new Date(lastAt)];
  const from = `${day.format(first)}, ${clock.format(first)}`;
  if (firstAt === lastAt) return from;
  return day.format(first) === day.format(last)
    ? `${from}–${clock.format(last)}`
    : `${from} – ${day.format(last)}, ${clock.format(last)}`;
}

/** Quiet lines about times that schedules missed while Hearth was off; nothing where there are none. */
export function MissedFires({ flowId, triggerId, named, className }: MissedFiresProps) {
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.schedule.missed.queryOptions(flowId === undefined ? {} : { flowId }));
  const missed = data.filter((one) => triggerId === undefined || one.triggerId === triggerId);
  if (missed.length === 0) return null;
  return (
    <ul className={cn('flex flex-col gap-1 text-sm text-ink-soft', className)}>
      {missed.map((one) => (
        <li
          key={one.id}
          className="flex items-start gap-2"
          title={`${exactTime(one.firstAt)} – ${exactTime(one.lastAt)}`}
        >
          <CalendarX2 className="mt-0.5 size-3.5 shrink-0 text-wait" aria-hidden />
          <span className="min-w-0 tabular-nums wrap-anywhere">
            {one.count} {one.count === 1 ? 'fire' : 'fires'}
            {named && (
              <>
                {' of '}
                <Link href={`/flows/${one.flowId}`} className="text-ink underline-offset-4 hover:underline">
                  <bdi>{one.flowName}</bdi>
                </Link>
              </>
            )}{' '}
            missed while Hearth was off, {spanText(one)}
          </span>
        </li>
      ))}
    </ul>
  );
}
