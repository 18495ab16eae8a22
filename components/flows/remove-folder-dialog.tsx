'use client';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { useShelfActions } from '#components/flows/use-shelves.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import type { FolderView } from '#lib/views-flows.ts';

export type RemoveFolderDialogProps = { folder: FolderView; count: number; onRemoved: () => void; onClose: () => void };

/** Asks before a folder goes; what is in it stays. */
export function RemoveFolderDialog({ folder, count, onRemoved, onClose }: RemoveFolderDialogProps) {
  const t = useTranslations('flows.folders');
  const { removeFolder } = useShelfActions();
  const remove = () =>
    removeFolder.mutate(
      { id: folder.id },
      {
        onSuccess: () => {
          toast(t('removed'));
          onRemoved();
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t.rich('removeTitle', { name: () => <VisibleText text={folder.name} /> })}
      description={t('removeHelp', { count })}
      confirm={t('removeConfirm')}
      danger
      busy={removeFolder.isPending}
      onConfirm={remove}
    />
  );
}
