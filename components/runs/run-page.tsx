'use client';
import dynamic from 'next/dynamic';
import { ArrowLeft, FlaskConical, SquarePen } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { StatusBadge } from '#components/data/status-badge.tsx';
import { StoredView } from '#components/data/stored-view.tsx';
import { codeOf, messageOf } from '#components/live/errors.ts';
import { useLiveRun } from '#components/live/use-live-run.ts';
import { LiveTextGatherer } from '#components/live/use-live-text.ts';
import { RunActions } from '#components/runs/run-actions.tsx';
import { loadRunCanvas, RunCanvasSlot } from '#components/runs/run-canvas-slot.tsx';
import { RunFacts } from '#components/runs/run-facts.tsx';
import { ErrorNote } from '#components/runs/step-notes.tsx';
import { RunSteps } from '#components/runs/run-steps.tsx';
import { Page } from '#components/shell/page.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardBody } from '#components/ui/card.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton, SkeletonRows } from '#components/ui/skeleton.tsx';
import type { RunView } from '#lib/views-runs.ts';

// Only the runs of agents have one.
const AgentConversation = dynamic(() => import('#components/runs/agent-conversation.tsx'), { ssr: false });

/** One run, whole, as it happens. */
export function RunPage({ id }: { id: string }) {
  const t = useTranslations('runs.page');
  const run = useLiveRun(id);
  useEffect(() => void loadRunCanvas().catch(() => undefined), []);
  if (run.data) return <RunContent run={run.data} />;
  if (run.error) {
    const missing = codeOf(run.error) === 'NOT_FOUND';
    return (
      <ErrorState
        heading="h1"
        title={missing ? t('missing') : undefined}
        message={messageOf(run.error)}
        onRetry={missing ? undefined : () => void run.refetch()}
        actions={
          <Button asChild>
            <Link href="/runs">{t('back')}</Link>
          </Button>
        }
      />
    );
  }
  return (
    <Page title={<Skeleton className="h-8 w-64" />}>
      <SkeletonRows rows={5} className="h-13" />
    </Page>
  );
}

function RunContent({ run }: { run: RunView }) {
  const t = useTranslations('runs.page');
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <Page
      before={
        <Link
          href="/runs"
          className="inline-flex items-center gap-1.5 rounded-sm text-base text-ink-soft hover:text-ink"
        >
          <ArrowLeft className="size-4" aria-hidden />
          {t('back')}
        </Link>
      }
      title={<bdi>{run.flowName}</bdi>}
      lead={
        <span className="mt-1 inline-flex flex-wrap items-center gap-2" aria-live="polite">
          <StatusBadge status={run.status} />
          {run.mode === 'test' && (
            <Badge tone="outline">
              <FlaskConical aria-hidden />
              {t('test')}
            </Badge>
          )}
        </span>
      }
      actions={
        <>
          <Button variant="ghost" asChild>
            <Link href={`/flows/${run.flowId}`}>
              <SquarePen aria-hidden />
              {t('openFlow')}
            </Link>
          </Button>
          <Button variant="ghost" asChild>
            <Link href={`/flows/${run.flowId}?run=${run.id}`}>
              <FlaskConical aria-hidden />
              {t('useData')}
            </Link>
          </Button>
          <RunActions run={run} />
        </>
      }
    >
      <LiveTextGatherer />
      <div className="flex flex-col gap-6">
        <RunFacts run={run} />
        {run.failure && <ErrorNote error={run.failure} />}
        {run.flow.nodes.some(({ type }) => type === 'llm.turn') && <AgentConversation run={run} />}
        <RunCanvasSlot run={run} onStep={setChosen} />
        <RunSteps run={run} chosen={chosen} onChoose={setChosen} />
        <section aria-labelledby="values-title">
          <h2 id="values-title" className="mb-2.5 text-lg font-semibold">
            {t('values')}
          </h2>
          <Card>
            <CardBody className="flex flex-col gap-5 pt-4">
              <StoredView
                title={t('input')}
                stored={run.input}
                drawn={{ flow: run.flow, node: run.trigger, side: 'trigger' }}
              />
              {run.output && <StoredView title={t('output')} stored={run.output} />}
            </CardBody>
          </Card>
        </section>
      </div>
    </Page>
  );
}
