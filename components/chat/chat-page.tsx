'use client';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, MessageSquare, MessageSquarePlus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { ChatList } from '#components/chat/chat-list.tsx';
import { Conversation } from '#components/chat/conversation.tsx';
import { useChatActions } from '#components/chat/use-chats.ts';
import { GuideLink } from '#components/help/guide-link.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';

/** Chats and the one being read: side by side where there is room, one after the other on a phone. */
export function ChatPage({ id }: { id?: string }) {
  const t = useTranslations('chat.page');
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col px-4 pt-6 sm:px-8 lg:flex-row lg:gap-10">
      <h1 className="sr-only">{t('title')}</h1>
      <aside
        className={cn(
          'w-full min-w-0 pb-6 max-lg:order-last lg:sticky lg:top-0 lg:max-h-dvh lg:w-72 lg:shrink-0 lg:self-start lg:overflow-y-auto lg:pt-3',
          id && 'max-lg:hidden',
        )}
      >
        <header className="mb-4 flex items-center justify-between gap-3 max-lg:hidden">
          <p aria-hidden className="text-2xl font-semibold">
            {t('title')}
          </p>
          {id && (
            <Button size="sm" asChild>
              <Link href="/chat">
                <MessageSquarePlus aria-hidden />
                {t('new')}
              </Link>
            </Button>
          )}
        </header>
        <ChatList currentId={id} />
      </aside>
      <div className={cn('min-w-0 flex-1', !id && 'max-lg:mb-8')}>
        {id ? (
          <>
            <Link
              href="/chat"
              className="mb-3 inline-flex items-center gap-1.5 rounded-sm text-base text-ink-soft hover:text-ink lg:hidden"
            >
              <ArrowLeft className="size-4" aria-hidden />
              {t('all')}
            </Link>
            <Conversation key={id} id={id} />
          </>
        ) : (
          <>
            <p aria-hidden className="mb-4 text-2xl font-semibold lg:hidden">
              {t('title')}
            </p>
            <Assistants />
          </>
        )}
      </div>
    </div>
  );
}

/** The flows that one can write to. */
function Assistants() {
  const t = useTranslations('chat.page');
  const trpc = useTRPC();
  const router = useRouter();
  const flows = useQuery(trpc.chat.flows.queryOptions());
  const { create } = useChatActions();
  const mayRun = useRight('run');
  const begin = (flowId: string) => create.mutate({ flowId }, { onSuccess: ({ id }) => router.push(`/chat/${id}`) });
  if (flows.error && !flows.data)
    return <ErrorState message={messageOf(flows.error)} onRetry={() => void flows.refetch()} />;
  if (!flows.data) return <SkeletonRows />;
  if (flows.data.length === 0) {
    return (
      <EmptyState icon={MessageSquare} title={t('empty')}>
        {t('emptyHelp')}
        <GuideLink to="chat" />
      </EmptyState>
    );
  }
  return (
    <section aria-label={t('choose')} className="lg:pt-4">
      <h2 className="mb-3 text-lg font-semibold">{t('choose')}</h2>
      <ul className="grid gap-3 sm:grid-cols-2">
        {flows.data.map(({ flowId, name, greeting }) => (
          <li key={flowId}>
            <button
              type="button"
              disabled={!mayRun || create.isPending}
              onClick={() => begin(flowId)}
              className="flex h-full w-full cursor-pointer flex-col gap-1 rounded-xl border border-line bg-surface px-4 py-3.5 text-left shadow-xs hover:border-line-strong hover:bg-hover disabled:cursor-default disabled:opacity-60"
            >
              <bdi className="text-base font-semibold wrap-anywhere">{name}</bdi>
              <bdi className="line-clamp-3 text-base text-ink-soft wrap-anywhere">{greeting || t('write')}</bdi>
            </button>
          </li>
        ))}
      </ul>
      {!mayRun && <p className="mt-3 text-base text-ink-soft">{t('noRight')}</p>}
    </section>
  );
}
