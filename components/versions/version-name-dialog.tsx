'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { NamingFields } from '#components/versions/naming-fields.tsx';
import type { VersionCard } from '#lib/views-versions.ts';

/** Names a version and notes why it was made. What it holds stays. */
export function VersionNameDialog({
  flowId,
  version,
  onClose,
}: {
  flowId: string;
  version: VersionCard;
  onClose: () => void;
}) {
  const t = useTranslations('versions.naming');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [naming, setNaming] = useState({ name: version.name ?? '', note: version.note ?? '' });
  const rename = useMutation(
    trpc.versions.rename.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queries.invalidateQueries({ queryKey: trpc.versions.pathKey() });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate({ flowId, version: String(version.number), ...naming });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('title', { number: version.number })}
        description={t('help')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" type="submit" form="version-name" busy={rename.isPending}>
              {t('save')}
            </Button>
          </>
        }
      >
        <form id="version-name" onSubmit={submit} className="flex flex-col gap-4">
          <NamingFields naming={naming} onChange={setNaming} />
          {rename.error && <Notice tone="danger">{messageOf(rename.error)}</Notice>}
        </form>
      </DialogContent>
    </Dialog>
  );
}
