'use client';
import { useTranslations } from 'use-intl';
import { useConnectionActions } from '#components/connections/use-connections.ts';
import { messageOf } from '#components/live/errors.ts';
import { NameDialog } from '#components/ui/name-dialog.tsx';

export type RenameDialogProps = { connection: { id: string; name: string }; onClose: () => void };

/** Calls a connection something else; its secrets and what its last check said stay. */
export function RenameDialog({ connection, onClose }: RenameDialogProps) {
  const t = useTranslations('connections.renameDialog');
  const { update } = useConnectionActions();
  const texts = { title: t('title'), description: t('help'), label: t('name') };
  return (
    <NameDialog
      texts={{ ...texts, cancel: t('cancel'), submit: t('rename') }}
      initial={connection.name}
      maxLength={120}
      busy={update.isPending}
      problem={update.error ? messageOf(update.error) : undefined}
      onSubmit={(name) => update.mutate({ id: connection.id, name }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
