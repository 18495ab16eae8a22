'use client';
import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { PairForm } from '#components/connections/pair-form.tsx';
import { useChatActions } from '#components/connections/use-chats.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { ChatsView, ConnectionView } from '#lib/views.ts';
/** A code may be redeemed on the phone at any moment. */
const LOOK_AGAIN_MS = 2000;

/** The chats of a connection: who is paired, and the way to pair one more. */
export function ChatsDialog({ connection, onClose }: { connection: ConnectionView; onClose: () => void }) {
  const t = useTranslations('connections.chatsDialog');
  const trpc = useTRPC();
  const mayChange = useRight('admin');
  const chats = useQuery(
    trpc.chats.list.queryOptions(
      { id: connection.id },
      { refetchInterval: ({ state }) => (state.data?.pairing ? LOOK_AGAIN_MS : false) },
    ),
  );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t('chatsOf', { name: connection.name })} description={t('lead')} className="sm:max-w-lg">
        {chats.isPending && <Skeleton className="h-16" />}
        {chats.error && !chats.data && (
          <ErrorState message={messageOf(chats.error)} onRetry={() => void chats.refetch()} />
        )}
        {chats.data && (
          <div className="flex flex-col gap-5 pb-3">
            {chats.data.chats.length === 0 ? (
              <p className="text-base text-ink-soft">{t('none')}</p>
            ) : (
              <ul className="flex flex-col divide-y divide-line rounded-lg border border-line">
                {chats.data.chats.map((chat) => (
                  <ChatRow key={chat.id} chat={chat} mayChange={mayChange} />
                ))}
              </ul>
            )}
            {mayChange && <PairForm connectionId={connection.id} view={chats.data} />}
          </div>
        )}
      </DialogContent>
    </Dialog>
  );
}

function ChatRow({ chat, mayChange }: { chat: ChatsView['chats'][number]; mayChange: boolean }) {
  const t = useTranslations('connections.chatsDialog');
  const { trust, remove } = useChatActions();
  return (
    <li className="flex flex-col gap-2 px-3.5 py-3">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <bdi className="font-medium wrap-anywhere">{chat.name}</bdi>
            <Badge>{chat.role === 'owner' ? t('owner') : t('guest')}</Badge>
            {!chat.isPrivate && <Badge>{t('inAGroup')}</Badge>}
          </p>
          <p className="flex items-center gap-1 text-sm text-ink-faint">
            <span className="font-mono tabular-nums">{chat.chatId}</span>
            <CopyButton text={chat.chatId} label={t('numberOfTheChat', { name: chat.name })} />
          </p>
        </div>
        {mayChange && (
          <Button
            size="iconSm"
            variant="ghost"
            aria-label={t('unpair', { name: chat.name })}
            busy={remove.isPending}
            onClick={() => remove.mutate({ id: chat.id })}
          >
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      {chat.role === 'owner' && chat.isPrivate && (
        <label className="flex cursor-pointer items-start gap-3 text-sm">
          <Switch
            checked={chat.trusted}
            disabled={!mayChange || trust.isPending}
            onCheckedChange={(trusted) => trust.mutate({ id: chat.id, trusted })}
          />
          <span>
            <span className="font-medium">{t('trust')}</span>
            <span className="block text-ink-soft">{t('trustHelp')}</span>
          </span>
        </label>
      )}
    </li>
  );
}
