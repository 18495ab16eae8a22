'use client';
import { useQuery } from '@tanstack/react-query';
import { Plug, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ConnectionKinds } from '#components/connections/connection-kind.ts';
import { ConnectionRow } from '#components/connections/connection-row.tsx';
import { GuideLink } from '#components/help/guide-link.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useStepTexts } from '#components/texts/step-texts.ts';
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

/** All connections. */
export function ConnectionsPage({ kinds }: { kinds: ConnectionKinds }) {
  const t = useTranslations('connections.connectionsPage');
  const trpc = useTRPC();
  const connections = useQuery(trpc.connections.list.queryOptions());
  // Not waited for: it looks through the last runs.
  const health = useQuery(trpc.connections.health.queryOptions());
  const worded = useStepTexts();
  const mayChange = useRight('admin');
  // Editor and gallery send people here for a certain kind.
  const wanted = useSearchParams().get('new');
  const [making, setMaking] = useState(wanted !== null && mayChange);
  const button = mayChange && (
    <Button variant="primary" onClick={() => setMaking(true)}>
      <Plus aria-hidden />
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('title')} lead={t('lead')} actions={connections.data?.length !== 0 && button}>
      {(connections.isPending || (connections.data && !worded)) && <SkeletonRows />}
      {connections.error && !connections.data && (
        <ErrorState message={messageOf(connections.error)} onRetry={() => void connections.refetch()} />
      )}
      {connections.data && worded && (
        <Card>
          {connections.data.length === 0 ? (
            <EmptyState icon={Plug} title={t('empty')} actions={button}>
              {t('emptyHelp')}
              <GuideLink to="connections" />
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line">
              {connections.data.map((connection) => (
                <ConnectionRow
                  key={connection.id}
                  connection={connection}
                  kind={kinds[connection.type]}
                  health={health.data?.find(({ id }) => id === connection.id)}
                />
              ))}
            </ul>
          )}
        </Card>
      )}
      {making && <ConnectionDialog connection={null} kind={wanted} onClose={() => setMaking(false)} />}
    </Page>
  );
}
