'use client';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { FolderQuestion } from '#components/flows/folder-list.tsx';
import { useShelfActions } from '#components/flows/use-shelves.ts';
import { messageOf } from '#components/live/errors.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { FolderView } from '#lib/views-flows.ts';

const TOP = '*';

type FolderDialogProps = FolderQuestion & { folders: readonly FolderView[]; onClose: () => void };

/** Names a folder, and says where it is. */
export function FolderDialog({ folder, parentId, folders, onClose }: FolderDialogProps) {
  const t = useTranslations('flows.folders');
  const actions = useShelfActions();
  const [name, setName] = useState(folder?.name ?? '');
  const [parent, setParent] = useState(parentId ?? TOP);
  const save = folder ? actions.changeFolder : actions.addFolder;
  const hasOwn = folder !== null && folders.some((other) => other.parentId === folder.id);
  const places = folders.filter((other) => other.parentId === null && other.id !== folder?.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const place = { name: name.trim(), parentId: parent === TOP ? null : parent };
    if (folder) actions.changeFolder.mutate({ id: folder.id, ...place }, { onSuccess: onClose });
    else actions.addFolder.mutate(place, { onSuccess: onClose });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t(folder ? 'rename' : 'new')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" type="submit" form="folder" busy={save.isPending} disabled={!name.trim()}>
              {t('save')}
            </Button>
          </>
        }
      >
        <form id="folder" onSubmit={submit} className="flex flex-col gap-4">
          <Field label={t('name')} error={save.error ? messageOf(save.error) : undefined}>
            <Input autoFocus maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          {!hasOwn && places.length > 0 && (
            <Field label={t('inside')}>
              <Select
                value={parent}
                onValueChange={setParent}
                options={[
                  { value: TOP, title: t('top') },
                  ...places.map(({ id, name: title }) => ({ value: id, title })),
                ]}
              />
            </Field>
          )}
        </form>
      </DialogContent>
    </Dialog>
  );
}
