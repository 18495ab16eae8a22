'use client';
import { ChevronRight, CircleStop, LoaderCircle, PenLine } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { StepCard } from '#components/chat/step-card.tsx';
import { useChatActions, useChatWork } from '#components/chat/use-chats.ts';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useLiveText } from '#components/live/use-live-text.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { ChatPlace, ChatWork } from '#lib/views-chat.ts';

// The inbox is paid for when something is asked.
const ApprovalDetail = dynamic(
  () => import('#components/approvals/approval-detail.tsx').then((file) => file.ApprovalDetail),
  { ssr: false, loading: () => <Skeleton className="h-64 w-full rounded-xl" /> },
);

/** What is being done for a message: steps, what a model writes, and what a person is asked. */
export function OpenWork({ runId }: { runId: string }) {
  const t = useTranslations('chat.work');
  const { data, error, refetch } = useChatWork(runId, { open: true });
  const { stop } = useChatActions();
  const mayRun = useRight('run');
  if (error && !data) return <ErrorState message={messageOf(error)} onRetry={() => void refetch()} />;
  const asked = data?.asked ?? [];
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {data && <Steps work={data} />}
      {data?.writing.map((place) => (
        <Writing key={`${place.runId} ${place.node} ${place.iteration}`} place={place} />
      ))}
      {asked.map((id) => (
        <div key={id} id={`asked-${id}`} ref={bringIntoSight} className="scroll-mt-20">
          <ApprovalDetail id={id} nextId={null} />
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-3 text-base text-ink-soft">
        <span className="inline-flex items-center gap-2">
          <LoaderCircle
            className={cn(
              'size-4',
              asked.length === 0 && 'animate-spin [animation-duration:1.6s]',
              'motion-reduce:animate-none',
            )}
            aria-hidden
          />
          {t(stateOf(data))}
        </span>
        {mayRun && (
          <Button size="sm" busy={stop.isPending} disabled={stop.isSuccess} onClick={() => stop.mutate({ id: runId })}>
            <CircleStop aria-hidden />
            {t(stop.isSuccess ? 'stopping' : 'stop')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** A request is read from its beginning. */
function bringIntoSight(request: HTMLElement | null): void {
  request?.scrollIntoView({ block: 'start' });
}

function stateOf(work: ChatWork | undefined): 'begins' | 'asks' | 'writes' | 'waits' | 'works' {
  if (!work || work.status === 'queued') return 'begins';
  if (work.asked.length > 0) return 'asks';
  if (work.writing.length > 0) return 'writes';
  return work.status === 'waiting' ? 'waits' : 'works';
}

function Steps({ work }: { work: ChatWork }) {
  const t = useTranslations('chat.work');
  if (work.steps.length === 0) return null;
  const hidden = work.stepCount - work.steps.length;
  return (
    <ul aria-label={t('steps')} className="flex flex-col gap-1.5">
      {hidden > 0 && <li className="text-sm text-ink-faint">{t('earlier', { count: hidden })}</li>}
      {work.steps.map((step) => (
        <StepCard key={`${step.runId} ${step.node} ${step.iteration}`} step={step} />
      ))}
    </ul>
  );
}

/** Not the answer yet: what a model writes may be thrown away, and is spoken by no screen reader piece by piece. */
function Writing({ place }: { place: ChatPlace }) {
  const t = useTranslations('live.text');
  const { runId, node, iteration } = place;
  const live = useLiveText(useMemo(() => ({ runId, node, iteration }), [runId, node, iteration]));
  if (!live || live.text.trim() === '') return null;
  return (
    <section
      aria-label={t('title')}
      data-live-text
      className="rounded-xl border border-dashed border-line-strong bg-surface px-4 py-3 text-base"
    >
      <p className="mb-1.5 flex items-center gap-2 text-sm text-ink-faint">
        <PenLine className="size-3.5" aria-hidden />
        {t('provisional')}
      </p>
      {live.cut && '… '}
      <VisibleText text={live.text} />
    </section>
  );
}

/** What was done for a message that is over, looked up when somebody wants to see it. */
export function PastWork({ runId, children }: { runId: string; children?: ReactNode }) {
  const t = useTranslations('chat.work');
  const [open, setOpen] = useState(false);
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {children}
        <Button variant="ghost" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          <ChevronRight className={cn('size-4 transition-transform duration-150', open && 'rotate-90')} aria-hidden />
          {t('what')}
        </Button>
      </div>
      {open && <Looked runId={runId} />}
    </div>
  );
}

function Looked({ runId }: { runId: string }) {
  const t = useTranslations('chat.work');
  const { data, error } = useChatWork(runId, { open: false });
  if (error) return <p className="text-sm text-danger">{messageOf(error)}</p>;
  if (!data) return <Skeleton className="mt-2 h-10" />;
  return (
    <div className="mt-2">
      {data.steps.length > 0 ? <Steps work={data} /> : <p className="text-sm text-ink-soft">{t('none')}</p>}
    </div>
  );
}
