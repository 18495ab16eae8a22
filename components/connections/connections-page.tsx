'use client';
import { useQuery } from '@tanstack/react-query';
import { Plug, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { ConnectionRow } from '#components/connections/connection-row.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';

const ConnectionDialog = dynamic(() =>
  import('#components/connections/connection-dialog.tsx').then((module) => module.ConnectionDialog),
);

const TEXT = {
  title: 'Connections',
  lead: 'What Hearth signs in to. Secrets are kept encrypted, opened only by the step that uses them, and sent only to the hosts named here.',
  new: 'New connection',
  empty: 'No connections yet',
  emptyHelp: 'A connection keeps the key or password of a service, so that flows can use it without ever holding it.',
};

/** All connections. */
export function ConnectionsPage() {
  const trpc = useTRPC();
  const connections = useQuery(trpc.connections.list.queryOptions());
  const mayChange = useRight('admin');
  const [making, setMaking] = useState(false);
  const button = mayChange && (
    <Button variant="primary" onClick={() => setMaking(true)}>
      <Plus aria-hidden />
      {TEXT.new}
    </Button>
  );
  return (
    <Page title={TEXT.title} lead={TEXT.lead} actions={connections.data?.length !== 0 && button}>
      {connections.isPending && <SkeletonRows />}
      {connections.error && !connections.data && (
        <ErrorState message={messageOf(connections.error)} onRetry={() => void connections.refetch()} />
      )}
      {connections.data && (
        <Card>
          {connections.data.length === 0 ? (
            <EmptyState icon={Plug} title={TEXT.empty} actions={button}>
              {TEXT.emptyHelp}
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line">
              {connections.data.map((connection) => (
                <ConnectionRow key={connection.id} connection={connection} />
              ))}
            </ul>
          )}
        </Card>
      )}
      {making && <ConnectionDialog connection={null} onClose={() => setMaking(false)} />}
    </Page>
  );
}
