'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTableActions } from '#components/tables/use-tables.ts';
import { NameDialog } from '#components/ui/name-dialog.tsx';

/** Makes an empty table and opens it. */
export function NewTableDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('tables.newTableDialog');
  const router = useRouter();
  const { create } = useTableActions();
  const texts = { title: t('newTable'), description: t('flowsFindItBy'), label: t('name') };
  return (
    <NameDialog
      texts={{ ...texts, cancel: t('cancel'), submit: t('makeTable') }}
      maxLength={60}
      busy={create.isPending}
      problem={create.error ? messageOf(create.error) : undefined}
      onSubmit={(name) => create.mutate({ name }, { onSuccess: ({ id }) => router.push(`/tables/${id}`) })}
      onClose={onClose}
    />
  );
}
