'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  ClipboardCopy,
  Ellipsis,
  Keyboard,
  ListTree,
  Pause,
  Play,
  Redo2,
  SlidersHorizontal,
  Undo2,
  WandSparkles,
} from 'lucide-react';
import Link from 'next/link';
import { useEditor } from '#components/editor/editor-context.tsx';
import { tidyUp } from '#components/editor/store/actions.ts';
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
  const { editor, ui, flowId } = useEditor();
  const { detail } = useSync();
  const pause = usePause();
  const copy = async () => {
    await navigator.clipboard.writeText(JSON.stringify(editor.flow(), null, 2));
    toast('The flow is on the clipboard. Paste it into a canvas or save it as a file.');
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="More for this flow">
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {detail.published && (
          <DropdownMenuItem onSelect={() => pause(!detail.paused)}>
            {detail.paused ? <Play aria-hidden /> : <Pause aria-hidden />}
            {detail.paused ? 'Resume: let triggers start it' : 'Pause: triggers start nothing'}
          </DropdownMenuItem>
        )}
        <DropdownMenuItem asChild>
          <Link href={`/runs?flow=${flowId}`}>
            <ListTree aria-hidden /> All runs of this flow
          </Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem className="md:hidden" onSelect={editor.undo}>
          <Undo2 aria-hidden /> Undo
        </DropdownMenuItem>
        <DropdownMenuItem className="md:hidden" onSelect={editor.redo}>
          <Redo2 aria-hidden /> Redo
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => ui.patch({ dialog: 'flow' })}>
          <SlidersHorizontal aria-hidden /> Settings of the flow
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => tidyUp(editor)}>
          <WandSparkles aria-hidden /> Tidy up the layout
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void copy()}>
          <ClipboardCopy aria-hidden /> Copy the flow as text
        </DropdownMenuItem>
        <DropdownMenuItem className="max-sm:hidden" onSelect={() => ui.patch({ dialog: 'shortcuts' })}>
          <Keyboard aria-hidden /> Keyboard
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
