'use client';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Link } from '#components/ui/link.tsx';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { Compare } from '#components/versions/compare.tsx';
import { useGoBack } from '#components/versions/use-go-back.ts';
import { DRAFT, firstSides, useSide, useSides, useVersions } from '#components/versions/use-sides.ts';
import { VersionList } from '#components/versions/version-list.tsx';
import type { FlowDetail } from '#lib/views.ts';
import type { VersionCard } from '#lib/views-versions.ts';

const VersionNameDialog = dynamic(() =>
  import('#components/versions/version-name-dialog.tsx').then((module) => module.VersionNameDialog),
);
const RollbackDialog = dynamic(() =>
  import('#components/versions/rollback-dialog.tsx').then((module) => module.RollbackDialog),
);

/** All versions of one flow: to look at, to compare, to go back to. */
export function VersionsPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const flow = useQuery(trpc.flows.get.queryOptions({ id }));
  if (flow.data) return <Versions key={id} detail={flow.data} />;
  if (flow.error)
    return <ErrorState heading="h1" message={messageOf(flow.error)} onRetry={() => void flow.refetch()} />;
  return (
    <div className="p-6">
      <SkeletonRows rows={5} />
    </div>
  );
}

function Versions({ detail }: { detail: FlowDetail }) {
  const t = useTranslations('versions');
  const mayEdit = useRight('edit');
  const history = useVersions(detail.id);
  const [first] = useState(() => firstSides(detail));
  const [sides, setSides] = useSides(first);
  const [naming, setNaming] = useState<VersionCard | null>(null);
  const [rolling, setRolling] = useState(false);
  const goBack = useGoBack(detail);
  const shown = useSide(sides.to, detail);
  const isOld = /^\d+$/.test(sides.to);
  const isLive = isOld && Number(sides.to) === detail.published?.number;
  return (
    <div className="flex h-full flex-col max-lg:overflow-y-auto">
      <header className="flex min-h-13 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-2">
        <Button asChild variant="ghost" size="icon">
          <Link href={`/flows/${detail.id}`} aria-label={t('editor')}>
            <ArrowLeft aria-hidden />
          </Link>
        </Button>
        <h1 className="min-w-0 flex-1 text-base font-semibold">
          {t('title')} <VisibleText text={detail.name} className="line-clamp-1 font-normal text-ink-soft" />
        </h1>
        {mayEdit && isOld && (
          <div className="flex flex-wrap gap-2">
            <Button busy={goBack.isPending} onClick={() => goBack.restore(sides.to)}>
              {t('toDraft')}
            </Button>
            {!isLive && shown.flow && (
              <Button variant="primary" onClick={() => setRolling(true)}>
                {t('rollBack')}
              </Button>
            )}
          </div>
        )}
      </header>
      <div className="grid min-h-0 flex-1 grid-cols-1 lg:grid-cols-[19rem_minmax(0,1fr)]">
        <div className="border-line max-lg:max-h-72 max-lg:overflow-y-auto max-lg:border-b lg:overflow-y-auto lg:border-r">
          <VersionList {...{ detail, history, sides }} onSides={setSides} onName={mayEdit ? setNaming : null} />
          {history.error && <ErrorState message={messageOf(history.error)} onRetry={() => void history.refetch()} />}
        </div>
        <Compare
          key={`${sides.from}>${sides.to}@${detail.draftRevision}`}
          {...{ detail, sides }}
          versions={history.versions}
          onSides={setSides}
        />
      </div>
      {naming && <VersionNameDialog flowId={detail.id} version={naming} onClose={() => setNaming(null)} />}
      {rolling && shown.flow && sides.to !== DRAFT && (
        <RollbackDialog
          {...{ detail, goBack }}
          version={sides.to}
          flow={shown.flow}
          onClose={() => setRolling(false)}
        />
      )}
    </div>
  );
}
