'use client';
import dynamic from 'next/dynamic';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { BulkBar } from '#components/flows/bulk-bar.tsx';
import { filterFlows, pick } from '#components/flows/filter-flows.ts';
import { carryFlows } from '#components/flows/flow-drag.ts';
import { FlowFilters } from '#components/flows/flow-filters.tsx';
import { FlowList } from '#components/flows/flow-list.tsx';
import type { FlowRowActions } from '#components/flows/flow-row.tsx';
import { FolderList, type FolderQuestion } from '#components/flows/folder-list.tsx';
import { useFlowActions } from '#components/flows/use-flow-actions.ts';
import { useFlowFilter } from '#components/flows/use-flow-filter.ts';
import { useShelfActions, useShelves } from '#components/flows/use-shelves.ts';
import { useRight } from '#components/shell/session.tsx';
import { Card } from '#components/ui/card.tsx';
import { toast } from '#components/ui/toast.ts';
import type { FlowCard, FolderView } from '#lib/views-flows.ts';

const BinList = dynamic(() => import('#components/flows/bin-list.tsx').then((module) => module.BinList));
const FolderDialog = dynamic(() => import('#components/flows/folder-dialog.tsx').then((module) => module.FolderDialog));
const MoveDialog = dynamic(() => import('#components/flows/move-dialog.tsx').then((module) => module.MoveDialog));
const RemoveFolderDialog = dynamic(() =>
  import('#components/flows/remove-folder-dialog.tsx').then((module) => module.RemoveFolderDialog),
);
const RunDialog = dynamic(() => import('#components/flows/run-dialog.tsx').then((module) => module.RunDialog));
const TagDialog = dynamic(() => import('#components/flows/tag-dialog.tsx').then((module) => module.TagDialog));

type Question = { what: 'move' | 'tag'; ids: string[] };

/** Folders, filters and the list, with what is selected and asked. */
export function ShelvedFlows({ flows }: { flows: FlowCard[] }) {
  const t = useTranslations('flows.list');
  const mayEdit = useRight('edit');
  const [filter, onFilter] = useFlowFilter();
  const shelves = useShelves();
  const shelf = useMoving();
  const actions = useFlowActions();
  const [question, setQuestion] = useState<Question | null>(null);
  const [folder, setFolder] = useState<FolderQuestion | null>(null);
  const [removing, setRemoving] = useState<FolderView | null>(null);
  const shown = useMemo(
    () => filterFlows(flows, { filter, folders: shelves.folders }),
    [flows, filter, shelves.folders],
  );
  const selection = useSelection(shown);
  const [renaming, setRenaming] = useState<string | null>(null);
  const asked = question ? flows.filter(({ id }) => question.ids.includes(id)) : [];
  const row = useStable({
    run: actions.run,
    act: actions.act,
    rename: actions.rename,
    ...selection.actions,
    ask: (what, of) => setQuestion({ what, ids: of.map(({ id }) => id) }),
    startRename: setRenaming,
    drag: (event, { id }) => carryFlows(event, selection.selected.has(id) ? [...selection.selected] : [id]),
  });
  return (
    <div className="grid gap-6 md:grid-cols-[12.5rem_minmax(0,1fr)]">
      <aside className="max-md:hidden">
        <FolderList
          {...{ flows, filter, onFilter }}
          folders={shelves.folders}
          edit={mayEdit ? { ask: setFolder, remove: setRemoving, move: shelf.move } : null}
        />
      </aside>
      <div className="min-w-0">
        {filter.bin && mayEdit ? (
          <>
            <div className="md:hidden">
              <FlowFilters {...{ filter, onFilter, shelves, mayEdit }} />
            </div>
            <BinList act={actions.act} />
          </>
        ) : (
          <>
            <FlowFilters {...{ filter, onFilter, shelves, mayEdit }} />
            <p role="status" className="sr-only">
              {t('shown', { count: shown.length })}
            </p>
            {shown.length === 0 ? (
              <Card>
                <p className="px-5 py-10 text-center text-base text-ink-soft">{t('none')}</p>
              </Card>
            ) : (
              <FlowList
                flows={shown}
                tags={shelves.tagById}
                selected={selection.selected}
                {...{ renaming, mayEdit }}
                actions={row}
              />
            )}
            {selection.flows.length > 0 && <BulkBar flows={selection.flows} actions={row} />}
          </>
        )}
      </div>
      {actions.runQuestion && <RunDialog {...actions.runQuestion} name={actions.runQuestion.flow.name} />}
      {question?.what === 'move' && (
        <MoveDialog
          flows={asked}
          folders={shelves.folders}
          onMove={(folderId) => shelf.move(question.ids, folderId)}
          onClose={() => setQuestion(null)}
        />
      )}
      {question?.what === 'tag' && <TagDialog flows={asked} tags={shelves.tags} onClose={() => setQuestion(null)} />}
      {removing && (
        <RemoveFolderDialog
          folder={removing}
          count={flows.filter(({ folderId }) => folderId === removing.id).length}
          onRemoved={() => filter.folder === removing.id && onFilter({ folder: null })}
          onClose={() => setRemoving(null)}
        />
      )}
      {folder && <FolderDialog {...folder} folders={shelves.folders} onClose={() => setFolder(null)} />}
    </div>
  );
}

function useMoving() {
  const t = useTranslations('flows.folders');
  const { move } = useShelfActions();
  return {
    move: (ids: string[], folderId: string | null) => {
      if (ids.length === 0) return;
      move.mutate({ ids, folderId }, { onSuccess: ({ moved }) => toast(t('moved', { count: moved })) });
    },
  };
}

/** What is selected of what is shown; what the filter hides is not acted on. */
function useSelection(shown: readonly FlowCard[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const flows = useMemo(() => (ids.size === 0 ? [] : shown.filter(({ id }) => ids.has(id))), [ids, shown]);
  const selected = useMemo(() => new Set(flows.map(({ id }) => id)), [flows]);
  return {
    flows,
    selected,
    actions: {
      toggle: (id: string, range: boolean) => {
        setIds(pick(selected, { id, shown: shown.map((flow) => flow.id), from: range ? last.current : null }));
        last.current = id;
      },
      selectAll: () => setIds(new Set(shown.map(({ id }) => id))),
      selectNone: () => setIds(new Set()),
    },
  };
}

type Acts = FlowRowActions & { selectAll: () => void; selectNone: () => void };

/** The same functions over all renders, which call the newest ones: rows that did not change are left alone. */
function useStable(latest: Acts): Acts {
  const ref = useRef(latest);
  useEffect(() => {
    ref.current = latest;
  });
  return useMemo(
    () => ({
      run: (flow) => ref.current.run(flow),
      act: (flows, what) => ref.current.act(flows, what),
      ask: (what, flows) => ref.current.ask(what, flows),
      startRename: (id) => ref.current.startRename(id),
      rename: (id, name) => ref.current.rename(id, name),
      toggle: (id, range) => ref.current.toggle(id, range),
      drag: (event, flow) => ref.current.drag(event, flow),
      selectAll: () => ref.current.selectAll(),
      selectNone: () => ref.current.selectNone(),
    }),
    [],
  );
}
