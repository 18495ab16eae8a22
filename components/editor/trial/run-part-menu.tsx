'use client';
import { ChevronDown, Play } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { PARTS } from '#components/editor/trial/parts.ts';
import { useStore } from '#components/editor/store/store.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import type { FlowNode } from '#lib/flow.ts';

/** Runs the step in a test, or a part of the flow around it. */
export function RunPartMenu({ node }: { node: FlowNode }) {
  const t = useTranslations('trial.menu');
  const trial = useTranslations('trial');
  const { editor, ui } = useEditor();
  const mayRun = useRight('run');
  const asked = useUi((state) => state.trial !== null);
  const isOpen = useStore(editor.run, (overlay) => overlay !== null && !overlay.run.endedAt);
  if (!mayRun) return null;
  const run = (what: (typeof PARTS)[number]) => ui.patch({ trial: { what, node: node.id } });
  return (
    <span className="flex">
      <Button variant="primary" size="sm" className="rounded-r-none" busy={asked || isOpen} onClick={() => run('step')}>
        <Play aria-hidden />
        {trial('part.step')}
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant="primary"
            size="sm"
            className="rounded-l-none border-l border-l-on-accent/30 px-1.5"
            aria-label={t('more')}
            disabled={asked || isOpen}
          >
            <ChevronDown aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start">
          {PARTS.map((what) => (
            <DropdownMenuItem key={what} onSelect={() => run(what)}>
              {trial(`part.${what}`)}
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
    </span>
  );
}
