'use client';
import { FolderPlus, Pencil, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import type { FolderListProps } from '#components/flows/folder-list.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import type { FolderView } from '#lib/views-flows.ts';

export type FolderMenuProps = {
  folder: FolderView;
  /** Folders are at most two deep. */
  depth: number;
  edit: NonNullable<FolderListProps['edit']>;
  defaultOpen?: boolean;
  /** The button that opens it. */
  children: ReactElement;
};

/** What can be done to a folder. */
export function FolderMenu({ folder, depth, edit, defaultOpen, children }: FolderMenuProps) {
  const t = useTranslations('flows.folders');
  return (
    <DropdownMenu defaultOpen={defaultOpen}>
      <DropdownMenuTrigger asChild>{children}</DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => edit.ask({ folder, parentId: folder.parentId })}>
          <Pencil aria-hidden />
          {t('rename')}
        </DropdownMenuItem>
        {depth === 0 && (
          <DropdownMenuItem onSelect={() => edit.ask({ folder: null, parentId: folder.id })}>
            <FolderPlus aria-hidden />
            {t('newInside')}
          </DropdownMenuItem>
        )}
        <DropdownMenuItem danger onSelect={() => edit.remove(folder)}>
          <Trash2 aria-hidden />
          {t('remove')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
