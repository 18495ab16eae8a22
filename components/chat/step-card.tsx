'use client';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { StatusIcon } from '#components/data/status-badge.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useTheirWords } from '#components/texts/sentences.ts';
import { cn } from '#components/ui/cn.ts';
import { Link } from '#components/ui/link.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { isFinal } from '#lib/step-view.ts';
import type { ChatStep } from '#lib/views-chat.ts';

const StoredView = dynamic(() => import('#components/data/stored-view.tsx').then((file) => file.StoredView), {
  ssr: false,
  loading: () => <Skeleton className="h-16" />,
});

/** One thing that was done for a message; opened it shows what went in and what came out. */
export function StepCard({ step }: { step: ChatStep }) {
  const [open, setOpen] = useState(false);
  const words = useTheirWords();
  const { name, target, status, error } = step;
  return (
    <li className="rounded-lg border border-line bg-surface">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full cursor-pointer items-center gap-2.5 rounded-lg px-3 py-2 text-left text-base hover:bg-hover"
      >
        <StatusIcon status={status} />
        <span className="min-w-0 flex-1 truncate">
          <bdi className="font-medium">{name}</bdi>
          {target !== null && (
            <span className="text-ink-soft">
              {' · '}
              <VisibleText text={target} className="whitespace-nowrap" />
            </span>
          )}
        </span>
        <ChevronRight
          className={cn('size-4 shrink-0 text-ink-faint transition-transform duration-150', open && 'rotate-90')}
          aria-hidden
        />
      </button>
      {error && <p className="border-t border-line px-3 py-2 text-sm text-danger">{words(error.message)}</p>}
      {/* With another status it is looked up anew. */}
      {open && <Inside key={status} step={step} />}
    </li>
  );
}

function Inside({ step: { runId, node, iteration, status } }: { step: ChatStep }) {
  const t = useTranslations('chat.work');
  const trpc = useTRPC();
  const { data, error } = useQuery(
    trpc.runs.step.queryOptions({ id: runId, node, iteration }, { staleTime: isFinal(status) ? Infinity : 0 }),
  );
  return (
    <div className="flex flex-col gap-3 border-t border-line px-3 py-3">
      {error && <p className="text-sm text-danger">{messageOf(error)}</p>}
      {!data && !error && <Skeleton className="h-16" />}
      {data?.input && <StoredView title={t('input')} stored={data.input} />}
      {data?.output && <StoredView title={t('output')} stored={data.output} />}
      <Link href={`/runs/${runId}`} className="self-start text-sm text-accent-text underline-offset-4 hover:underline">
        {t('openRun')}
      </Link>
    </div>
  );
}
