'use client';
import { useQuery } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChatMenuProps } from '#components/chat/chat-menu.tsx';
import { useChatActions } from '#components/chat/use-chats.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { SearchBox } from '#components/ui/search-box.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { ChatCard } from '#lib/views-chat.ts';

const ChatMenu = onDemand<ChatMenuProps>('menu', () =>
  import('#components/chat/chat-menu.tsx').then((file) => file.ChatMenu),
);
const RenameChat = dynamic(() => import('#components/chat/rename-chat.tsx').then((file) => file.RenameChat), {
  ssr: false,
});

/** A person's own chats, the last used first. */
export function ChatList({ currentId }: { currentId: string | undefined }) {
  const t = useTranslations('chat.list');
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const chats = useQuery(
    trpc.chat.list.queryOptions(text === '' ? {} : { text }, { placeholderData: (before) => before }),
  );
  const items = chats.data?.items;
  if (chats.error && !items)
    return <ErrorState message={messageOf(chats.error)} onRetry={() => void chats.refetch()} />;
  if (!items) return <SkeletonRows />;
  if (items.length === 0 && text === '') return null;
  return (
    <section aria-label={t('title')} className="flex flex-col gap-2">
      <SearchBox label={t('search')} value={text} onChange={setText} className="w-full" />
      {items.length === 0 && <p className="px-2 py-3 text-base text-ink-soft">{t('notFound')}</p>}
      <ul className="flex flex-col gap-0.5">
        {items.map((chat) => (
          <ChatRow key={chat.id} chat={chat} current={chat.id === currentId} />
        ))}
      </ul>
    </section>
  );
}

function ChatRow({ chat, current }: { chat: ChatCard; current: boolean }) {
  const t = useTranslations('chat.list');
  const router = useRouter();
  const { remove } = useChatActions();
  const [asking, setAsking] = useState<'rename' | 'remove' | null>(null);
  const title = chat.title || t('new');
  const onRemoved = () => {
    setAsking(null);
    if (current) router.push('/chat');
  };
  return (
    <li className={cn('group flex items-center gap-1 rounded-lg hover:bg-hover', current && 'bg-hover')}>
      <Link
        href={`/chat/${chat.id}`}
        aria-current={current ? 'page' : undefined}
        className="min-w-0 flex-1 rounded-lg px-3 py-2"
      >
        <bdi className="block truncate text-base font-medium">{title}</bdi>
        <span className="flex min-w-0 gap-1.5 text-sm text-ink-faint">
          <bdi className="min-w-0 truncate">{chat.flowName}</bdi>
          <span className="shrink-0">
            · <TimeAgo at={chat.lastAt} />
          </span>
        </span>
      </Link>
      <ChatMenu onChoose={setAsking}>
        <Button variant="ghost" size="iconSm" aria-label={t('more', { title })} className="mr-1.5">
          <Ellipsis aria-hidden />
        </Button>
      </ChatMenu>
      {asking === 'rename' && <RenameChat chat={chat} onClose={() => setAsking(null)} />}
      <ConfirmDialog
        open={asking === 'remove'}
        onOpenChange={(open) => !open && setAsking(null)}
        title={t('removeTitle')}
        description={t('removeHelp')}
        confirm={t('remove')}
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: chat.id }, { onSuccess: onRemoved })}
      />
    </li>
  );
}
