'use client';
import { useMutation } from '@tanstack/react-query';
import { ExternalLink, X } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import { StatusBadge } from '#components/data/status-badge.tsx';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { useStore } from '#components/editor/store/store.ts';
import { RunFollower } from '#components/editor/sync/run-follower.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { RunSpan } from '#components/runs/run-span.tsx';
import { useTheirWords } from '#components/texts/sentences.ts';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.ts';

/** Names the run that lies over the drawing, above the canvas. */
export function RunBar() {
  const words = useTheirWords();
  const t = useTranslations('editor.run');
  const { editor, ui } = useEditor();
  const runId = useUi((state) => state.runId);
  const overlay = useStore(editor.run, (value) => value);
  const trpc = useTRPC();
  const cancel = useMutation(trpc.runs.cancel.mutationOptions({ onError: (error) => toast.error(messageOf(error)) }));
  if (!runId) return null;
  const run = overlay?.run.id === runId ? overlay.run : null;
  return (
    <>
      <RunFollower key={runId} runId={runId} />
      <div
        role="status"
        className="absolute top-3 left-3 z-10 flex max-w-[calc(100%-1.5rem)] items-center gap-2 rounded-full border border-line bg-raised py-1 pr-1 pl-3 text-sm shadow-md"
      >
        <span className="shrink-0 font-medium">{t(run?.mode === 'production' ? 'real' : 'test')}</span>
        {run ? <StatusBadge status={run.status} /> : <span className="text-ink-faint">{t('starting')}</span>}
        {run && <RunSpan from={run.startedAt} to={run.endedAt} className="tabular text-ink-faint max-sm:hidden" />}
        {run?.failure && (
          <span className="min-w-0 truncate text-danger max-sm:hidden" title={words(run.failure.message)}>
            {words(run.failure.message)}
          </span>
        )}
        {run && !run.endedAt && (
          <Button
            variant="danger"
            size="sm"
            className="rounded-full"
            busy={cancel.isPending}
            onClick={() => cancel.mutate({ id: runId })}
          >
            {t('stop')}
          </Button>
        )}
        <Button asChild variant="ghost" size="iconSm" className="rounded-full">
          <Link href={`/runs/${runId}`} aria-label={t('whole')}>
            <ExternalLink aria-hidden />
          </Link>
        </Button>
        <Button
          variant="ghost"
          size="iconSm"
          className="rounded-full"
          aria-label={t('alone')}
          onClick={() => ui.patch({ runId: null, follow: false })}
        >
          <X aria-hidden />
        </Button>
      </div>
    </>
  );
}
