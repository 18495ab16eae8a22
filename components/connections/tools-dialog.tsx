'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { AskService } from '#components/connections/ask-service.tsx';
import { ToolRow } from '#components/connections/tool-row.tsx';
import { useToolActions } from '#components/connections/use-tools.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { ConnectionView } from '#lib/views.ts';

/** The tools of an MCP server: read one by one, and switched on as they were read. */
export function ToolsDialog({ connection, onClose }: { connection: ConnectionView; onClose: () => void }) {
  const t = useTranslations('connections.toolsDialog');
  const trpc = useTRPC();
  const mayChange = useRight('admin');
  const mayAsk = useRight('edit');
  const tools = useQuery(trpc.mcp.tools.queryOptions({ id: connection.id }));
  const { refresh } = useToolActions();
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t('title', { name: connection.name })} description={t('lead')} className="sm:max-w-2xl">
        <div className="flex flex-col gap-4 pb-3">
          {mayAsk && (
            <AskService label={t('refresh')} asked={refresh} onAsk={() => refresh.mutate({ id: connection.id })} />
          )}
          {tools.isPending && <Skeleton className="h-16" />}
          {tools.error && !tools.data && (
            <ErrorState message={messageOf(tools.error)} onRetry={() => void tools.refetch()} />
          )}
          {tools.data?.length === 0 && <p className="text-base text-ink-soft">{t('none')}</p>}
          {tools.data && tools.data.length > 0 && (
            <ul className="flex flex-col divide-y divide-line rounded-lg border border-line">
              {tools.data.map((tool) => (
                <ToolRow key={tool.name} connectionId={connection.id} tool={tool} mayChange={mayChange} />
              ))}
            </ul>
          )}
        </div>
      </DialogContent>
    </Dialog>
  );
}
