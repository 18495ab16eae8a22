'use client';
import { Archive, Ellipsis, Folder, FolderPlus, Inbox, Workflow, type LucideIcon } from 'lucide-react';
import { useState, type DragEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { NO_FOLDER, folderTree, type FlowFilter, type FolderCount } from '#components/flows/filter-flows.ts';
import { bringsFlows, droppedFlows } from '#components/flows/flow-drag.ts';
import type { FolderMenuProps } from '#components/flows/folder-menu.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { onDemand } from '#components/ui/on-demand.tsx';
import type { FlowCard, FolderView } from '#lib/views-flows.ts';

const FolderMenu = onDemand<FolderMenuProps>('menu', () =>
  import('#components/flows/folder-menu.tsx').then((module) => module.FolderMenu),
);

/** What is asked about a folder; `null` is a new one. */
export type FolderQuestion = { folder: FolderView | null; parentId: string | null };

export type FolderListProps = {
  flows: readonly FlowCard[];
  folders: readonly FolderView[];
  filter: FlowFilter;
  onFilter: (change: Partial<FlowFilter>) => void;
  /** Without it folders are only looked at. */
  edit: {
    ask: (question: FolderQuestion) => void;
    remove: (folder: FolderView) => void;
    move: (ids: string[], folderId: string | null) => void;
  } | null;
};

/** Folders beside the list; flows can be dropped on them. */
export function FolderList({ flows, folders, filter, onFilter, edit }: FolderListProps) {
  const t = useTranslations('flows.folders');
  const tree = folderTree(folders, flows);
  const loose = flows.filter(({ folderId }) => folderId === null).length;
  const show = (folder: string | null) => onFilter({ folder, bin: false });
  const at = (folder: string | null) => !filter.bin && filter.folder === folder;
  const drop = (folderId: string | null) => (edit ? (ids: string[]) => edit.move(ids, folderId) : null);
  return (
    <nav aria-label={t('title')} className="flex flex-col gap-0.5 text-base">
      <Place icon={Workflow} active={at(null)} count={flows.length} onClick={() => show(null)}>
        {t('all')}
      </Place>
      {tree.map((folder) => (
        <FolderPlace key={folder.id} {...{ folder, edit }} active={at(folder.id)} onClick={() => show(folder.id)} />
      ))}
      {tree.length > 0 && (
        <Place icon={Inbox} active={at(NO_FOLDER)} count={loose} onDrop={drop(null)} onClick={() => show(NO_FOLDER)}>
          {t('none')}
        </Place>
      )}
      {edit && (
        <>
          <Button
            variant="ghost"
            className="justify-start px-2.5 font-normal"
            onClick={() => edit.ask({ folder: null, parentId: null })}
          >
            <FolderPlus aria-hidden />
            {t('new')}
          </Button>
          <Place icon={Archive} active={filter.bin} onClick={() => onFilter({ bin: true, folder: null })}>
            {t('bin')}
          </Place>
        </>
      )}
    </nav>
  );
}

type PlaceProps = {
  icon: LucideIcon;
  active: boolean;
  count?: number;
  depth?: number;
  onClick: () => void;
  onDrop?: ((ids: string[]) => void) | null;
  children: ReactNode;
};

function Place({ icon: Icon, active, count, depth = 0, onClick, onDrop, children }: PlaceProps) {
  const [over, setOver] = useState(false);
  const target = onDrop && {
    onDragOver: (event: DragEvent) => {
      if (!bringsFlows(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      if (!bringsFlows(event)) return;
      event.preventDefault();
      setOver(false);
      onDrop(droppedFlows(event));
    },
  };
  return (
    <button
      type="button"
      aria-current={active ? 'true' : undefined}
      onClick={onClick}
      {...target}
      className={cn(
        'flex min-h-8 w-full min-w-0 cursor-pointer items-center gap-2.5 rounded-md py-1 pr-2 pl-2.5 text-left text-ink-soft transition-colors duration-150 hover:bg-hover hover:text-ink',
        depth > 0 && 'pl-7',
        active && 'bg-hover font-medium text-ink',
        over && 'bg-accent-soft text-accent-text outline-2 -outline-offset-2 outline-accent',
      )}
    >
      <Icon className="size-4 shrink-0 text-ink-faint" aria-hidden />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {count !== undefined && <span className="text-sm text-ink-faint tabular">{count}</span>}
    </button>
  );
}

type FolderPlaceProps = {
  folder: FolderCount;
  active: boolean;
  edit: FolderListProps['edit'];
  onClick: () => void;
};

function FolderPlace({ folder, active, edit, onClick }: FolderPlaceProps) {
  const t = useTranslations('flows.folders');
  const { count, depth, ...view } = folder;
  return (
    <div className="group/folder relative flex items-center">
      <Place
        icon={Folder}
        active={active}
        count={count}
        depth={depth}
        onClick={onClick}
        onDrop={edit && ((ids) => edit.move(ids, folder.id))}
      >
        <VisibleText text={folder.name} className="whitespace-pre" />
      </Place>
      {edit && (
        <FolderMenu folder={view} depth={depth} edit={edit}>
          <Button variant="ghost" size="iconSm" aria-label={t('menu', { name: folder.name })}>
            <Ellipsis aria-hidden />
          </Button>
        </FolderMenu>
      )}
    </div>
  );
}
