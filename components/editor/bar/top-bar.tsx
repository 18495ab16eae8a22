'use client';
import { ArrowLeft, PanelLeftOpen, Play, Plus, Redo2, Undo2 } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { MoreMenu } from '#components/editor/bar/more-menu.tsx';
import { ProblemsMenu } from '#components/editor/bar/problems-menu.tsx';
import { PublishButton } from '#components/editor/bar/publish-button.tsx';
import { RunsMenu } from '#components/editor/bar/runs-menu.tsx';
import { SaveMark } from '#components/editor/bar/save-mark.tsx';
import { VersionMark } from '#components/editor/bar/version-mark.tsx';
import { ViewToggle } from '#components/editor/bar/view-toggle.tsx';
import { useDoc, useEditor, useUi } from '#components/editor/editor-context.tsx';
import { InlineName } from '#components/editor/inline-name.tsx';
import { renameFlow } from '#components/editor/model/commands.ts';
import { canRedo, canUndo } from '#components/editor/model/history.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';

/** Name, state and what can be done with the whole flow. */
export function TopBar() {
  const t = useTranslations('editor');
  const { editor, ui } = useEditor();
  const name = useDoc(({ present }) => present.flow.name);
  const palette = useUi((state) => state.palette);
  const mayRun = useRight('run');
  return (
    <header className="drawn-apart flex min-h-13 items-center gap-1 border-b border-line bg-surface px-2 sm:px-3">
      <Button asChild variant="ghost" size="icon">
        <Link href="/flows" aria-label={t('page.allFlows')}>
          <ArrowLeft aria-hidden />
        </Link>
      </Button>
      {!palette && (
        <span className="max-md:hidden">
          <BarButton label={t('bar.palette')} onClick={() => ui.patch({ palette: true })}>
            <PanelLeftOpen aria-hidden />
          </BarButton>
        </span>
      )}
      <h1 className="flex min-w-0 flex-1 items-center gap-1 sm:flex-initial">
        <InlineName
          label={t('bar.name')}
          className="field-sizing-content w-full max-w-72 min-w-16 text-base font-semibold sm:w-auto"
          value={name}
          onChange={(next) => editor.change(renameFlow(editor.flow(), next))}
        />
      </h1>
      <SaveMark />
      <VersionMark />
      <div className="ml-auto flex items-center gap-1">
        <ViewToggle />
        <History />
        <ProblemsMenu />
        <span className="max-sm:hidden">
          <RunsMenu />
        </span>
        {mayRun && (
          <Button
            aria-label={t('bar.test')}
            onClick={() => ui.patch({ dialog: 'test' })}
            className="max-sm:w-8.5 max-sm:px-0"
          >
            <Play aria-hidden />
            <span className="max-sm:hidden">{t('bar.test')}</span>
          </Button>
        )}
        <PublishButton />
        <MoreMenu />
      </div>
    </header>
  );
}

function BarButton(props: { label: string; onClick: () => void; disabled?: boolean; children: ReactNode }) {
  return (
    <Tooltip content={props.label} side="bottom">
      <Button variant="ghost" size="icon" aria-label={props.label} disabled={props.disabled} onClick={props.onClick}>
        {props.children}
      </Button>
    </Tooltip>
  );
}

function History() {
  const t = useTranslations('editor.bar');
  const { editor } = useEditor();
  const undoable = useDoc(canUndo);
  const redoable = useDoc(canRedo);
  return (
    <span className="flex max-md:hidden">
      <BarButton label={t('undo')} disabled={!undoable} onClick={editor.undo}>
        <Undo2 aria-hidden />
      </BarButton>
      <BarButton label={t('redo')} disabled={!redoable} onClick={editor.redo}>
        <Redo2 aria-hidden />
      </BarButton>
    </span>
  );
}

/** Opens the list of steps where there is no room for it beside the canvas. */
export function PhoneAdd() {
  const t = useTranslations('editor.bar');
  const { ui } = useEditor();
  return (
    <Button
      variant="primary"
      size="icon"
      aria-label={t('add')}
      className="absolute right-4 bottom-4 z-10 size-12 rounded-full shadow-lg md:hidden"
      onClick={() => ui.patch({ dialog: 'palette' })}
    >
      <Plus className="size-5" aria-hidden />
    </Button>
  );
}
