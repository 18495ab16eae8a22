'use client';
import { useTranslations } from 'use-intl';
import { useChatActions } from '#components/chat/use-chats.ts';
import { messageOf } from '#components/live/errors.ts';
import { NameDialog } from '#components/ui/name-dialog.tsx';
import { CHAT_LIMITS } from '#lib/views-chat.ts';

/** Gives a chat a name of the person's own. */
export function RenameChat({ chat, onClose }: { chat: { id: string; title: string }; onClose: () => void }) {
  const t = useTranslations('chat.rename');
  const { rename } = useChatActions();
  return (
    <NameDialog
      texts={{ title: t('title'), label: t('name'), cancel: t('cancel'), submit: t('rename') }}
      initial={chat.title}
      maxLength={CHAT_LIMITS.title}
      busy={rename.isPending}
      problem={rename.error ? messageOf(rename.error) : undefined}
      onSubmit={(title) => rename.mutate({ id: chat.id, title }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
