import { Link } from '#components/ui/link.tsx';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { CompareLink } from '#components/runs/compare-link.tsx';
import { Cost, costOfRun } from '#components/runs/run-cost.tsx';
import { RunSpan } from '#components/runs/run-span.tsx';
import { triggerTitle } from '#components/runs/trigger-title.ts';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { RunLink, RunView } from '#lib/views-runs.ts';

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-faint">{title}</dt>
      <dd className="mt-0.5 min-w-0 text-base text-ink wrap-anywhere">{children}</dd>
    </div>
  );
}

function LinkFact({ title, link }: { title: string; link: RunLink }) {
  return (
    <Fact title={title}>
      <Link href={`/runs/${link.runId}`} className="text-accent-text underline-offset-4 hover:underline">
        <bdi>{link.flowName}</bdi>
      </Link>
    </Fact>
  );
}

function CostFact({ run }: { run: RunView }) {
  const t = useTranslations('live.page');
  const cost = costOfRun(run);
  if (cost === null) return null;
  return (
    <Fact title={t('cost')}>
      <span className="tabular" data-run-cost>
        <Cost cost={cost} />
      </span>
    </Fact>
  );
}

/** When, how long, by what, with which version. */
export function RunFacts({ run }: { run: RunView }) {
  const t = useTranslations('runs');
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:flex sm:flex-wrap sm:gap-x-10">
      <Fact title={t('facts.started')}>
        <TimeAgo at={run.startedAt ?? run.createdAt} />
      </Fact>
      <Fact title={t('facts.duration')}>
        {run.startedAt ? <RunSpan from={run.startedAt} to={run.endedAt} className="tabular" /> : '–'}
      </Fact>
      <Fact title={t('facts.by')}>
        <bdi>{triggerTitle(run, t)}</bdi>
      </Fact>
      <Fact title={t('facts.version')}>
        <span className="tabular">{run.version.number > 0 ? `v${run.version.number}` : t('facts.draft')}</span>{' '}
        <CompareLink run={run} />
      </Fact>
      <CostFact run={run} />
      {run.rehearsal && (
        <Fact title={t('facts.model')}>
          <span className="text-wait">{t('facts.rehearsal')}</span>
        </Fact>
      )}
      {run.parent && <LinkFact title={t('facts.parent')} link={run.parent} />}
      {run.failed && <LinkFact title={t('facts.about')} link={run.failed} />}
      {run.retryOfId && (
        <Fact title={t('facts.retryOf')}>
          <Link href={`/runs/${run.retryOfId}`} className="text-accent-text underline-offset-4 hover:underline">
            {t('facts.earlier')}
          </Link>
        </Fact>
      )}
      <Fact title={t('facts.id')}>
        <span className="inline-flex max-w-full items-center gap-1">
          <code className="truncate font-mono text-sm">{run.id.slice(0, 8)}</code>
          <CopyButton text={run.id} label={t('facts.copyId')} className="-my-1" />
        </span>
      </Fact>
    </dl>
  );
}
