'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useChatActions } from '#components/chat/use-chats.ts';
import { messageOf } from '#components/live/errors.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { CHAT_LIMITS } from '#lib/views-chat.ts';

const FORM = 'rename-chat';

/** Gives a chat a name of the person's own. */
export function RenameChat({ chat, onClose }: { chat: { id: string; title: string }; onClose: () => void }) {
  const t = useTranslations('chat.rename');
  const { rename } = useChatActions();
  const [title, setTitle] = useState(chat.title);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('title')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" type="submit" form={FORM} busy={rename.isPending} disabled={title.trim() === ''}>
              {t('rename')}
            </Button>
          </>
        }
      >
        <form
          id={FORM}
          onSubmit={(event) => {
            event.preventDefault();
            rename.mutate({ id: chat.id, title: title.trim() }, { onSuccess: onClose });
          }}
        >
          <Field label={t('name')} error={rename.error ? messageOf(rename.error) : undefined}>
            <Input value={title} maxLength={CHAT_LIMITS.title} onChange={({ target }) => setTitle(target.value)} />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}
