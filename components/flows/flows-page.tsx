'use client';
import { useQuery } from '@tanstack/react-query';
import { FileUp, Plus, Search, Workflow } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { FlowRow } from '#components/flows/flow-row.tsx';
import { useFileDrop } from '#components/flows/use-file-drop.ts';
import { useFlowActions } from '#components/flows/use-flow-actions.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Input } from '#components/ui/input.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import type { FlowCard } from '#lib/views-flows.ts';

const ImportDialog = dynamic(() => import('#components/flows/import-dialog.tsx').then((module) => module.ImportDialog));
const NewFlowDialog = dynamic(() =>
  import('#components/flows/new-flow-dialog.tsx').then((module) => module.NewFlowDialog),
);
const RunDialog = dynamic(() => import('#components/flows/run-dialog.tsx').then((module) => module.RunDialog));

const TEXT = {
  title: 'Flows',
  lead: 'What Hearth does for you, and when.',
  new: 'New flow',
  import: 'Import',
  empty: 'Draw your first flow',
  emptyHelp:
    'A flow is a few steps that something starts: a time, a message, a click. It runs here, survives restarts, and asks you before it does anything that matters.',
  search: 'Find a flow',
  none: 'No flow has that name.',
};

/** The list of flows with all that one does to them. */
export function FlowsPage() {
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
        {TEXT.import}
      </Button>
      <Button variant="primary" onClick={() => setDialog('new')}>
        <Plus aria-hidden />
        {TEXT.new}
      </Button>
    </>
  );
  return (
    <Page title={TEXT.title} lead={TEXT.lead} actions={buttons}>
      {flows.isPending && <SkeletonRows />}
      {flows.error && !flows.data && (
        <ErrorState message={messageOf(flows.error)} onRetry={() => void flows.refetch()} />
      )}
      {flows.data?.length === 0 && (
        <Card>
          <EmptyState icon={Workflow} title={TEXT.empty} actions={buttons}>
            {TEXT.emptyHelp}
          </EmptyState>
        </Card>
      )}
      {flows.data && flows.data.length > 0 && <FlowList flows={flows.data} />}
      {dialog === 'new' && <NewFlowDialog onClose={close} />}
      {dialog === 'import' && <ImportDialog file={file} onClose={close} />}
    </Page>
  );
}

const SEARCH_FROM = 8;

function FlowList({ flows }: { flows: FlowCard[] }) {
  const actions = useFlowActions();
  const [wanted, setWanted] = useState('');
  const shown = flows.filter((flow) => flow.name.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <>
      {flows.length >= SEARCH_FROM && (
        <div className="relative mb-3 max-w-xs">
          <Search className="pointer-events-none absolute top-2.5 left-3 size-4 text-ink-faint" aria-hidden />
          <Input
            type="search"
            value={wanted}
            placeholder={TEXT.search}
            aria-label={TEXT.search}
            className="pl-9"
            onChange={(event) => setWanted(event.target.value)}
          />
        </div>
      )}
      <Card>
        {shown.length === 0 ? (
          <p className="px-5 py-10 text-center text-base text-ink-soft">{TEXT.none}</p>
        ) : (
          <ul className="divide-y divide-line">
            {shown.map((flow) => (
              <FlowRow key={flow.id} flow={flow} actions={actions} />
            ))}
          </ul>
        )}
      </Card>
      {actions.runQuestion && <RunDialog {...actions.runQuestion} name={actions.runQuestion.flow.name} />}
    </>
  );
}
