'use client';
import { useQuery } from '@tanstack/react-query';
import { ReactFlowProvider } from '@xyflow/react';
import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useConnectionNames } from '#components/editor/canvas/use-connection-names.ts';
import { RunBar } from '#components/editor/bar/run-bar.tsx';
import { FlowSettingsDialog } from '#components/editor/bar/flow-settings-dialog.tsx';
import { TestDialog } from '#components/editor/bar/test-dialog.tsx';
import { PhoneAdd, TopBar } from '#components/editor/bar/top-bar.tsx';
import { Canvas } from '#components/editor/canvas/canvas.tsx';
import { EditorContext, useEditor, useUi } from '#components/editor/editor-context.tsx';
import { EditorSkeleton } from '#components/editor/editor-skeleton.tsx';
import { beginsAsList } from '#components/editor/list/begins-as-list.ts';
import { Inspector } from '#components/editor/inspector/inspector.tsx';
import { Palette } from '#components/editor/palette/palette.tsx';
import { PaletteSheet } from '#components/editor/palette/palette-sheet.tsx';
import { TrialSlot } from '#components/editor/trial/trial-slot.tsx';
import { ReadOnlyEditor } from '#components/editor/read-only-editor.tsx';
import { selectNodes } from '#components/editor/model/selection.ts';
import { createEditor, type Editor } from '#components/editor/store/editor.ts';
import { readCollapsed, reveal } from '#components/editor/store/group-actions.ts';
import { createUi } from '#components/editor/store/ui.ts';
import { Conflict } from '#components/editor/sync/conflict.tsx';
import { DataFollower } from '#components/editor/sync/data-follower.tsx';
import { ListenFollower } from '#components/editor/sync/listen-follower.tsx';
import { LiveTriggers } from '#components/editor/sync/live-triggers.tsx';
import { RoundLooks } from '#components/editor/sync/run-follower.tsx';
import { SyncContext, useSync } from '#components/editor/sync/sync-context.tsx';
import { useAutosave } from '#components/editor/sync/use-autosave.ts';
import { useProblems } from '#components/editor/sync/use-problems.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';
import { TooltipProvider } from '#components/ui/tooltip.tsx';
import { spokenCatalogue } from '#components/texts/step-texts.ts';
import type { FlowDetail } from '#lib/views.ts';
import { catalogue } from '#nodes/index.ts';

const ShortcutsDialog = dynamic(
  () => import('#components/editor/shortcuts-dialog.tsx').then((module) => module.ShortcutsDialog),
  { ssr: false },
);

const ListView = dynamic(() => import('#components/editor/list/list-view.tsx').then((module) => module.ListView), {
  ssr: false,
  loading: () => <Skeleton className="h-full rounded-none" />,
});

/** The page of one flow: loads it, then hands it to the editor. */
export function FlowEditor({ id }: { id: string }) {
  const t = useTranslations('editor.page');
  const trpc = useTRPC();
  const mayEdit = useRight('edit');
  const flow = useQuery(trpc.flows.get.queryOptions({ id }));
  if (flow.data) return mayEdit ? <LoadedEditor key={id} detail={flow.data} /> : <ReadOnlyEditor detail={flow.data} />;
  if (flow.error)
    return <ErrorState title={t('failed')} message={messageOf(flow.error)} onRetry={() => void flow.refetch()} />;
  return <EditorSkeleton />;
}

/** The run that a link brings along: its data is what fields show. */
function runAsked(): string | null {
  return typeof window === 'undefined' ? null : new URLSearchParams(window.location.search).get('run');
}

/** Chooses the step that a link names, if it is there. */
function atStepAsked(editor: Editor, id: string | null): Editor {
  if (id === null || !editor.flow().nodes.some((node) => node.id === id)) return editor;
  reveal(editor, id);
  editor.select(selectNodes([id]));
  return editor;
}

function LoadedEditor({ detail }: { detail: FlowDetail }) {
  const t = useTranslations('drawing.names');
  const step = useSearchParams().get('step');
  const [page] = useState(() => ({
    flowId: detail.id,
    editor: atStepAsked(
      createEditor({
        flow: detail.draft,
        catalogue: spokenCatalogue(catalogue),
        collapsed: readCollapsed(detail.id),
        t,
      }),
      step,
    ),
    ui: createUi({ list: beginsAsList(), runId: runAsked() }),
  }));
  const autosave = useAutosave(page.editor, detail);
  useProblems(page.editor, detail.id);
  const sync = useMemo(() => ({ autosave, detail }), [autosave, detail]);
  return (
    <EditorContext value={page}>
      <SyncContext value={sync}>
        <ReactFlowProvider>
          <NewerDraft />
          <ConnectionNames />
          <OtherFlows />
          <OwnersLists />
          <ListenFollower />
          <DataFollower />
          <TooltipProvider delayDuration={350} skipDelayDuration={150}>
            <EditorLayout save={() => void autosave.flush()} />
          </TooltipProvider>
        </ReactFlowProvider>
      </SyncContext>
    </EditorContext>
  );
}

function EditorLayout({ save }: { save: () => void }) {
  const palette = useUi((state) => state.palette);
  const list = useUi((state) => state.list);
  const shortcuts = useUi((state) => state.dialog === 'shortcuts');
  return (
    <div className="flex h-full flex-col">
      <TopBar />
      <div className="flex min-h-0 flex-1">
        {palette && !list && <Palette />}
        <div className="relative min-w-0 flex-1">
          <RoundLooks>
            <LiveTriggers>{list ? <ListView save={save} /> : <Canvas save={save} />}</LiveTriggers>
          </RoundLooks>
          <RunBar />
          {!list && <PhoneAdd />}
          <Inspector />
        </div>
      </div>
      <PaletteSheet />
      <TrialSlot />
      <TestDialog />
      {shortcuts && <ShortcutsDialog />}
      <FlowSettingsDialog />
      <Conflict />
    </div>
  );
}

/** Takes over what another tab saved while nothing was changed here; with changes of our own a person must choose. */
function NewerDraft() {
  const t = useTranslations('editor.page');
  const { editor } = useEditor();
  const { autosave, detail } = useSync();
  useEffect(() => {
    if (detail.draftRevision <= autosave.revision()) return;
    if (!autosave.isSafe() || autosave.state.get().status === 'saving') return autosave.conflict();
    autosave.adopt(detail.draft, detail.draftRevision);
    editor.change(detail.draft);
    toast(t('newer'));
  }, [autosave, detail, editor, t]);
  return null;
}

/** Keeps the names of connections for the cards. */
function ConnectionNames() {
  const { editor } = useEditor();
  const names = useConnectionNames();
  useEffect(() => editor.connections.set(names), [editor, names]);
  return null;
}

/** Keeps what is known of the owner's flows, for the cards and for problems of steps that call them. */
function OtherFlows() {
  const { editor } = useEditor();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.flows.callable.queryOptions());
  useEffect(() => {
    if (data) editor.flows.set(new Map(data.map((flow) => [flow.id, flow])));
  }, [data, editor]);
  return null;
}

/** Keeps what the lint goes by: the owner's rules and lists. */
function OwnersLists() {
  const { editor } = useEditor();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.flows.lists.queryOptions());
  useEffect(() => {
    if (data) editor.lists.set(data);
  }, [data, editor]);
  return null;
}
