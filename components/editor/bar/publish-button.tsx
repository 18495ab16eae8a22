'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Rocket } from 'lucide-react';
import { useState } from 'react';
import { ForeignList, useForeign } from '#components/editor/bar/foreign-list.tsx';
import { ProblemList } from '#components/editor/bar/problems-menu.tsx';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useStore } from '#components/editor/store/store.ts';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { toast } from '#components/ui/toast.ts';

/** Whether the draft differs from what triggers start. */
function useIsBehind(): boolean {
  const { detail, autosave } = useSync();
  const state = useStore(autosave.state, (value) => value.status);
  return detail.unpublishedChanges || state !== 'saved';
}

/** Makes the draft the version that triggers start; shows first what that means and what stands in its way. */
export function PublishButton() {
  const { editor, flowId } = useEditor();
  const { detail, autosave } = useSync();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const problems = useStore(editor.problems, (value) => value);
  const behind = useIsBehind();
  const foreign = useForeign();
  const errors = problems.filter((problem) => problem.severity === 'error');
  const publish = useMutation(
    trpc.flows.publish.mutationOptions({
      onSuccess: async ({ number }) => {
        setOpen(false);
        toast.success(`Version ${number} is live.`);
        await queries.invalidateQueries({ queryKey: trpc.flows.get.queryKey({ id: flowId }) });
      },
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  const onPublish = async () => {
    if (await autosave.flush()) publish.mutate({ id: flowId });
    else toast.error('The newest changes are not saved yet. Publish once they are.');
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="primary"
          className="relative max-sm:w-8.5 max-sm:px-0"
          aria-label={behind ? 'Publish: unpublished changes' : 'Publish'}
        >
          <Rocket aria-hidden />
          <span className="max-sm:hidden">Publish</span>
          {behind && detail.published && (
            <span
              className="absolute -top-1 -right-1 size-2.5 rounded-full border-2 border-surface bg-wait"
              aria-hidden
            />
          )}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Publish" className="w-96 max-w-[calc(100vw-1rem)] p-0">
        <div className="p-4">
          <p className="flex items-center gap-2 text-base font-medium">
            {detail.published ? `Version ${detail.published.number} is live` : 'Not published yet'}
            {behind && detail.published && <Badge tone="wait">Unpublished changes</Badge>}
          </p>
          <p className="mt-1 text-sm text-ink-soft">
            {detail.published ? (
              <>
                Published <TimeAgo at={detail.published.createdAt} />. Runs that are under way keep their version.
              </>
            ) : (
              'Publishing makes a version that triggers start. You can go on drawing: the version does not change.'
            )}
          </p>
        </div>
        {problems.length > 0 && (
          <div className="border-t border-line">
            <ProblemList problems={problems} onJump={() => setOpen(false)} />
          </div>
        )}
        {foreign.length > 0 && <ForeignList foreign={foreign} />}
        <div className="flex items-center justify-between gap-2 border-t border-line p-3">
          <p className="text-sm text-ink-faint">
            {errors.length > 0 ? 'Put the errors right first.' : behind ? '' : 'Nothing new to publish.'}
          </p>
          <Button
            variant="primary"
            size="sm"
            busy={publish.isPending}
            disabled={errors.length > 0 || foreign.length > 0 || !behind}
            onClick={() => void onPublish()}
          >
            Publish {detail.published ? 'a new version' : ''}
          </Button>
        </div>
      </PopoverContent>
    </Popover>
  );
}
