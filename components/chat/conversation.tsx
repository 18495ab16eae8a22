'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Composer } from '#components/chat/composer.tsx';
import { FlowEntry, PersonEntry, Rehearsed } from '#components/chat/entry.tsx';
import { turnsOf, type Turn } from '#components/chat/turns.ts';
import { isOver, useChat } from '#components/chat/use-chats.ts';
import { OpenWork, PastWork } from '#components/chat/work-view.tsx';
import { messageOf } from '#components/live/errors.ts';
import { LiveTextGatherer } from '#components/live/use-live-text.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { useTheirWords } from '#components/texts/sentences.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import type { ChatPage } from '#lib/views-chat.ts';

/** How near to the end of the page one counts as reading the last words. */
const NEAR = 160;

/** One chat: what was said, what is being done, and where one writes. */
export function Conversation({ id }: { id: string }) {
  const chat = useChat(id);
  const pages = chat.data?.pages;
  const last = pages?.[0];
  if (chat.error && !last) return <ErrorState message={messageOf(chat.error)} onRetry={() => void chat.refetch()} />;
  if (!pages || !last) return <SkeletonRows />;
  return (
    <Said
      chat={last}
      turns={turnsOf([...pages].reverse())}
      earlier={chat.hasNextPage ? { busy: chat.isFetchingNextPage, load: () => void chat.fetchNextPage() } : null}
    />
  );
}

type SaidProps = { chat: ChatPage; turns: Turn[]; earlier: { busy: boolean; load: () => void } | null };

function Said({ chat, turns, earlier }: SaidProps) {
  const t = useTranslations('chat.conversation');
  const mayRun = useRight('run');
  const open = turns.find(({ run }) => run !== undefined && !isOver(run.status));
  useEnd(turns.length);
  return (
    <div className="flex min-h-[calc(100dvh-10.5rem)] flex-col gap-5 md:min-h-[calc(100dvh-1.5rem)]">
      <LiveTextGatherer />
      {earlier && (
        <Button size="sm" className="self-center" busy={earlier.busy} onClick={earlier.load}>
          {t('earlier')}
        </Button>
      )}
      {/* Each change of a card would be read out; the line below says what matters. */}
      <div role="log" aria-live="off" aria-label={t('title')} className="flex min-w-0 flex-1 flex-col gap-6">
        {turns.length === 0 && <Greeting chat={chat} />}
        {turns.map((turn) => (
          <TurnView key={turn.id} turn={turn} name={chat.flowName} />
        ))}
      </div>
      <Spoken open={open} turns={turns} name={chat.flowName} />
      <Foot chat={chat} open={open !== undefined} mayRun={mayRun} />
    </div>
  );
}

function Greeting({ chat }: { chat: ChatPage }) {
  const t = useTranslations('chat.conversation');
  return (
    <div className="m-auto max-w-md py-10 text-center">
      <p className="text-lg font-semibold">
        <bdi>{chat.flowName}</bdi>
      </p>
      <p className="mt-1.5 whitespace-pre-wrap text-pretty text-ink-soft">
        <bdi>{chat.greeting || t('greeting')}</bdi>
      </p>
    </div>
  );
}

function TurnView({ turn, name }: { turn: Turn; name: string }) {
  const { said, answer, run, runId } = turn;
  const rehearsed = run?.rehearsed === true;
  return (
    <section className="flex min-w-0 flex-col gap-4">
      {said.map((entry) => (
        <PersonEntry key={entry.id} entry={entry} />
      ))}
      {answer && <FlowEntry entry={answer} name={name} rehearsed={rehearsed} />}
      {!answer && rehearsed && <Rehearsed />}
      {!answer && run && !isOver(run.status) && <OpenWork runId={runId} />}
      {!answer && run && isOver(run.status) && run.status !== 'done' && <NoAnswer run={run} />}
    </section>
  );
}

function NoAnswer({ run }: { run: NonNullable<Turn['run']> }) {
  const t = useTranslations('chat.conversation');
  const words = useTheirWords();
  const link = (text: ReactNode) => (
    <Link href={`/runs/${run.id}`} className="font-medium underline underline-offset-4">
      {text}
    </Link>
  );
  return (
    <div className="flex flex-col gap-1.5">
      <Notice tone={run.status === 'failed' ? 'warning' : 'info'}>
        {run.status === 'stopped' ? t.rich('stopped', { a: link }) : t.rich('failed', { a: link })}
        {run.status === 'failed' && run.error && <p className="mt-1 text-ink-soft">{words(run.error)}</p>}
      </Notice>
      <PastWork runId={run.id} />
    </div>
  );
}

const SPOKEN = 400;

/** Spoken by screen readers: few words, and only when something has changed. */
function Spoken({ open, turns, name }: { open: Turn | undefined; turns: Turn[]; name: string }) {
  const t = useTranslations('chat.conversation');
  const trpc = useTRPC();
  const { data } = useQuery(trpc.chat.work.queryOptions({ runId: open?.runId ?? '' }, { enabled: open !== undefined }));
  // What was there when the page was opened is no news.
  const [known] = useState(() => new Set(turns.filter(({ answer }) => answer !== null).map(({ id }) => id)));
  const last = turns.at(-1);
  const answer = last && !known.has(last.id) ? last.answer : null;
  const asks = (data?.asked.length ?? 0) > 0;
  return (
    <p role="status" className="sr-only">
      {open && (asks ? t('saysAsks', { name }) : t('saysWorks', { name }))}
      {!open && answer && t('saysAnswer', { name, text: answer.text.slice(0, SPOKEN) })}
    </p>
  );
}

function Foot({ chat, open, mayRun }: { chat: ChatPage; open: boolean; mayRun: boolean }) {
  const t = useTranslations('chat.conversation');
  if (!chat.open) return <Notice tone="warning">{t('closed')}</Notice>;
  if (!mayRun) return <Notice>{t('noRight')}</Notice>;
  return (
    // While something works, the choices of a request stand at the foot of the window.
    <div className={cn('z-10 -mx-1 bg-ground px-1 pt-1 pb-4 max-md:pb-3', !open && 'sticky bottom-0 max-md:bottom-14')}>
      <Composer chatId={chat.id} flowName={chat.flowName} onSent={toEnd} />
      <p className="mt-1.5 text-sm text-ink-faint max-md:hidden">{t('keys')}</p>
    </div>
  );
}

/** Keeps the end in sight for who is reading there, and leaves others where they are. */
function useEnd(turns: number) {
  const near = useRef(true);
  useLayoutEffect(toEnd, [turns]);
  useEffect(() => {
    const look = () => {
      const page = document.documentElement;
      near.current = page.scrollHeight - window.scrollY - window.innerHeight < NEAR;
    };
    const grown = new ResizeObserver(() => {
      // A request is read from its beginning.
      if (near.current && !document.querySelector('[id^="asked-"]')) toEnd();
    });
    window.addEventListener('scroll', look, { passive: true });
    grown.observe(document.body);
    return () => {
      window.removeEventListener('scroll', look);
      grown.disconnect();
    };
  }, []);
}

function toEnd() {
  window.scrollTo({ top: document.documentElement.scrollHeight });
}
