'use client';
import { useQuery } from '@tanstack/react-query';
import { FileUp, Plus, Rocket, SquarePen, Workflow, Zap, type LucideIcon } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ShelvedFlows } from '#components/flows/shelved-flows.tsx';
import { useFileDrop } from '#components/flows/use-file-drop.ts';
import { GuideLink } from '#components/help/guide-link.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';

const TourOffer = dynamic(() => import('#components/tour/tour-offer.tsx').then((module) => module.TourOffer));
const ImportDialog = dynamic(() => import('#components/flows/import-dialog.tsx').then((module) => module.ImportDialog));
const NewFlowDialog = dynamic(() =>
  import('#components/flows/new-flow-dialog.tsx').then((module) => module.NewFlowDialog),
);

/** The list of flows with all that one does to them. */
export function FlowsPage() {
  const t = useTranslations('flows.page');
  const trpc = useTRPC();
  const flows = useQuery(trpc.flows.list.queryOptions());
  const mayEdit = useRight('edit');
  const [dialog, setDialog] = useState<'new' | 'import' | null>(null);
  const [file, setFile] = useState<File | null>(null);
  useFileDrop((dropped) => {
    if (!mayEdit) return;
    setFile(dropped);
    setDialog('import');
  });
  const close = () => {
    setDialog(null);
    setFile(null);
  };
  const buttons = mayEdit && (
    <>
      <Button onClick={() => setDialog('import')}>
        <FileUp aria-hidden />
        {t('import')}
      </Button>
      <Button variant="primary" onClick={() => setDialog('new')}>
        <Plus aria-hidden />
        {t('new')}
      </Button>
    </>
  );
  return (
    <Page title={t('title')} lead={t('lead')} actions={buttons} wide>
      {flows.isPending && <SkeletonRows />}
      {flows.error && !flows.data && (
        <ErrorState message={messageOf(flows.error)} onRetry={() => void flows.refetch()} />
      )}
      {flows.data?.length === 0 && <NoFlows buttons={buttons} />}
      {flows.data && flows.data.length > 0 && <ShelvedFlows flows={flows.data} />}
      {dialog === 'new' && <NewFlowDialog onClose={close} />}
      {dialog === 'import' && <ImportDialog file={file} onClose={close} />}
    </Page>
  );
}

const STEPS = [
  ['starts', Zap],
  ['draw', SquarePen],
  ['publish', Rocket],
] as const satisfies readonly (readonly [string, LucideIcon])[];

/** What a flow is, in three steps, for the first one. */
function NoFlows({ buttons }: { buttons: ReactNode }) {
  const t = useTranslations('flows.empty');
  return (
    <Card>
      <EmptyState icon={Workflow} title={t('title')} actions={buttons} className="max-w-xl">
        <p>{t('help')}</p>
        <ol className="mt-5 grid gap-3 text-left sm:grid-cols-3">
          {STEPS.map(([key, Icon]) => (
            <li key={key} className="rounded-lg border border-line bg-sunken/50 p-3 text-sm">
              <Icon className="mb-1.5 size-4 text-accent-text" aria-hidden />
              {t(key)}
            </li>
          ))}
        </ol>
        <GuideLink to="first-hour" />
      </EmptyState>
      <TourOffer />
    </Card>
  );
}
