'use client';
import { Check, Folder, Inbox } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { folderTree } from '#components/flows/filter-flows.ts';
import { cn } from '#components/ui/cn.ts';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import type { FlowCard, FolderView } from '#lib/views-flows.ts';

type MoveDialogProps = {
  flows: readonly FlowCard[];
  folders: readonly FolderView[];
  onMove: (folderId: string | null) => void;
  onClose: () => void;
};

/** Asks which folder flows go to. */
export function MoveDialog({ flows, folders, onMove, onClose }: MoveDialogProps) {
  const t = useTranslations('flows.folders');
  const here = new Set(flows.map(({ folderId }) => folderId));
  const only = here.size === 1 ? [...here][0] : undefined;
  const choose = (folderId: string | null) => () => {
    onMove(folderId);
    onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t('moveTitle', { count: flows.length })} description={t('moveHelp')}>
        <ul className="flex flex-col gap-0.5 pb-3">
          <Choice icon={<Inbox aria-hidden />} current={only === null} onChoose={choose(null)}>
            {t('none')}
          </Choice>
          {folderTree(folders, []).map(({ id, name, depth }) => (
            <Choice key={id} icon={<Folder aria-hidden />} deep={depth > 0} current={only === id} onChoose={choose(id)}>
              <VisibleText text={name} className="whitespace-pre" />
            </Choice>
          ))}
        </ul>
        {folders.length === 0 && <p className="pb-3 text-base text-ink-soft">{t('noFolders')}</p>}
      </DialogContent>
    </Dialog>
  );
}

type ChoiceProps = { icon: ReactNode; current: boolean; deep?: boolean; onChoose: () => void; children: ReactNode };

function Choice({ icon, current, deep, onChoose, children }: ChoiceProps) {
  return (
    <li>
      <button
        type="button"
        aria-current={current || undefined}
        onClick={onChoose}
        className={cn(
          'flex min-h-9 w-full cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-left text-base hover:bg-hover [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-faint',
          deep && 'pl-8',
        )}
      >
        {icon}
        <span className="min-w-0 flex-1 truncate">{children}</span>
        {current && <Check aria-hidden />}
      </button>
    </li>
  );
}
