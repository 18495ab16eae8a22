'use client';
import { CircleCheck, CircleX } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import { Sentence } from '#components/data/sentence.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { ConnectionHealth, ConnectionView } from '#lib/views.ts';

export type ConnectionStateProps = {
  connection: ConnectionView;
  /** What the last check in this page ran into before it reached the service. */
  refused: string | null;
  health: ConnectionHealth | undefined;
};

/** Whether a connection works: its last check, its last use, and what went wrong in it. */
export function ConnectionState({ connection, refused, health }: ConnectionStateProps) {
  const result = refused === null ? connection.testResult : { ok: false, message: refused };
  const Icon = result?.ok ? CircleCheck : CircleX;
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p role="status" className={result ? `flex items-start gap-1.5 ${result.ok ? 'text-good' : 'text-danger'}` : ''}>
        {result && (
          <>
            <Icon className="mt-0.5 size-3.5 shrink-0" aria-hidden />
            <span className="min-w-0">
              <Sentence text={result.message} />
              {connection.testedAt && refused === null && (
                <span className="text-ink-faint">
                  {' · '}
                  <TimeAgo at={connection.testedAt} />
                </span>
              )}
            </span>
          </>
        )}
      </p>
      {health && <LastUse health={health} />}
    </div>
  );
}

function LastUse({ health: { lastUsedAt, problem } }: { health: ConnectionHealth }) {
  const t = useTranslations('connections.connectionRow');
  if (problem) {
    return (
      <p className="flex items-start gap-1.5 text-danger">
        <CircleX className="mt-0.5 size-3.5 shrink-0" aria-hidden />
        <span className="min-w-0">
          {t('lastUseFailed')} <Sentence text={problem.message} />{' '}
          <Link
            href={problem.runId ? `/runs/${problem.runId}` : `/flows/${problem.flowId}`}
            className="underline underline-offset-4"
          >
            {problem.runId ? t('openRun') : t('openFlow')}
          </Link>
          {problem.at && (
            <span className="text-ink-faint">
              {' · '}
              <TimeAgo at={problem.at} />
            </span>
          )}
        </span>
      </p>
    );
  }
  if (!lastUsedAt) return null;
  return <p className="text-ink-faint">{t.rich('lastUsed', { time: () => <TimeAgo at={lastUsedAt} /> })}</p>;
}
