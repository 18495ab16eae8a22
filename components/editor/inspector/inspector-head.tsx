'use client';
import { Copy, Ellipsis, Maximize2, Pin, PinOff, Play, PowerOff, Replace, Trash2, Unlink, X } from 'lucide-react';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { InlineName } from '#components/editor/inline-name.tsx';
import { renameNode } from '#components/editor/model/commands.ts';
import { bridgeSelection, deleteSelection, switchSelection } from '#components/editor/store/actions.ts';
import { duplicateSelection } from '#components/editor/store/clipboard-actions.ts';
import { useStore } from '#components/editor/store/store.ts';
import { openStep } from '#components/editor/store/ui.ts';
import { PARTS } from '#components/editor/trial/parts.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import type { FlowNode } from '#lib/flow.ts';

/** Where the list of steps opens: clear of the settings that ask for it. */
const PICKER = { x: 320, y: 140 };

/** Icon, name to change, and what can be done with the step as a whole. */
export function InspectorHead({ node, inSheet }: { node: FlowNode; inSheet?: boolean | undefined }) {
  const t = useTranslations('inspector.head');
  const trial = useTranslations('trial');
  const { editor, ui } = useEditor();
  const spec = editor.catalogue[node.type];
  const mayRun = useRight('run');
  const inDialog = useUi((state) => state.step);
  const replacing = useRef(false);
  // The list of steps would close again if the menu gave the focus back to its button.
  const afterClose = (event: Event) => {
    if (!replacing.current) return;
    replacing.current = false;
    event.preventDefault();
    ui.patch({ quickAdd: { screen: PICKER, at: null, replace: node.id } });
  };
  const pinned = useStore(editor.pins, (pins) => pins.has(node.id));
  return (
    <header className={cn('flex items-center gap-2.5 px-4 pt-3 pb-1.5', inDialog && 'max-lg:pr-13')}>
      <NodeIcon icon={spec?.icon ?? ''} kind={spec?.kind ?? 'unknown'} />
      <div className="min-w-0 flex-1" data-field="name">
        <InlineName
          label={t('name')}
          className="w-full text-base font-semibold"
          value={node.name}
          onChange={(name) => editor.change(renameNode(editor.flow(), node.id, name))}
        />
        <p className="truncate px-1.5 text-xs text-ink-faint" title={t('inExpressions', { path: `steps.${node.id}` })}>
          {spec?.title ?? node.type} · <code className="font-mono">{node.id}</code>
        </p>
      </div>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="iconSm" aria-label={t('more')}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" onCloseAutoFocus={afterClose}>
          {mayRun &&
            spec?.kind !== 'trigger' &&
            PARTS.map((what) => (
              <DropdownMenuItem key={what} onSelect={() => ui.patch({ trial: { what, node: node.id } })}>
                <Play aria-hidden /> {trial(`part.${what}`)}
              </DropdownMenuItem>
            ))}
          <DropdownMenuItem onSelect={() => ui.patch({ trial: { what: 'pin', node: node.id } })}>
            {pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />} {pinned ? t('unpin') : t('pin')}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => duplicateSelection(editor)}>
            <Copy aria-hidden /> {t('duplicate')}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => switchSelection(editor)}>
            <PowerOff aria-hidden /> {t(node.settings?.disabled ? 'on' : 'off')}
          </DropdownMenuItem>
          {!inDialog && (
            <DropdownMenuItem onSelect={() => (replacing.current = true)}>
              <Replace aria-hidden /> {t('replace')}
            </DropdownMenuItem>
          )}
          <DropdownMenuItem onSelect={() => bridgeSelection(editor)}>
            <Unlink aria-hidden /> {t('bridge')}
          </DropdownMenuItem>
          <DropdownMenuItem danger onSelect={() => void deleteSelection(editor)}>
            <Trash2 aria-hidden /> {t('delete')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {!inDialog && (
        <Button variant="ghost" size="iconSm" aria-label={t('expand')} title={t('expand')} onClick={() => openStep(ui)}>
          <Maximize2 aria-hidden />
        </Button>
      )}
      {!inSheet && (
        <Button variant="ghost" size="iconSm" aria-label={t('close')} onClick={() => ui.patch({ inspector: false })}>
          <X aria-hidden />
        </Button>
      )}
    </header>
  );
}
