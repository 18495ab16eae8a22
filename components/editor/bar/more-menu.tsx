'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  ClipboardCopy,
  Ellipsis,
  Keyboard,
  ListTree,
  Pause,
  Pin,
  Play,
  Redo2,
  SlidersHorizontal,
  Undo2,
  WandSparkles,
} from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import { useEditor } from '#components/editor/editor-context.tsx';
import { tidyUp } from '#components/editor/store/actions.ts';
import { useStore } from '#components/editor/store/store.ts';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import { toast } from '#components/ui/toast.ts';

/** Pausing and what is needed less often. */
export function MoreMenu() {
  const t = useTranslations('editor.bar');
  const { editor, ui, flowId } = useEditor();
  const { detail } = useSync();
  const pause = usePause();
  const pins = useStore(editor.pins, (all) => all.size);
  const copy = async () => {
    await navigator.clipboard.writeText(JSON.stringify(editor.flow(), null, 2));
    toast(t('copied'));
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={t('more')}>
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {detail.published && (
          <DropdownMenuItem onSelect={() => pause(!detail.paused)}>
            {detail.paused ? <Play aria-hidden /> : <Pause aria-hidden />}
            {t(detail.paused ? 'resume' : 'pause')}
          </DropdownMenuItem>
        )}
        <DropdownMenuItem asChild>
          <Link href={`/runs?flow=${flowId}`}>
            <ListTree aria-hidden /> {t('allRuns')}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem className="md:hidden" onSelect={editor.undo}>
          <Undo2 aria-hidden /> {t('undo')}
        </DropdownMenuItem>
        <DropdownMenuItem className="md:hidden" onSelect={editor.redo}>
          <Redo2 aria-hidden /> {t('redo')}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => ui.patch({ dialog: 'flow' })}>
          <SlidersHorizontal aria-hidden /> {t('settings')}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => ui.patch({ dialog: 'pins' })}>
          <Pin aria-hidden /> {t('pins', { count: pins })}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => tidyUp(editor)}>
          <WandSparkles aria-hidden /> {t('tidy')}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void copy()}>
          <ClipboardCopy aria-hidden /> {t('copy')}
        </DropdownMenuItem>
        <DropdownMenuItem className="max-sm:hidden" onSelect={() => ui.patch({ dialog: 'shortcuts' })}>
          <Keyboard aria-hidden /> {t('keyboard')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** Pauses or resumes the published flow. */
function usePause() {
  const { flowId } = useEditor();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const options = {
    onSuccess: () => queries.invalidateQueries({ queryKey: trpc.flows.get.queryKey({ id: flowId }) }),
    onError: (error: unknown) => void toast.error(messageOf(error)),
  };
  const pause = useMutation(trpc.flows.pause.mutationOptions(options));
  const resume = useMutation(trpc.flows.resume.mutationOptions(options));
  return (paused: boolean) => (paused ? pause : resume).mutate({ id: flowId });
}
