'use client';
import { Boxes, Ellipsis, MessagesSquare, Wrench, Zap } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import type { ConnectionKind } from '#components/connections/connection-kind.ts';
import type { ConnectionMenuProps } from '#components/connections/connection-menu.tsx';
import { ConnectionState } from '#components/connections/connection-state.tsx';
import { ConnectionUses } from '#components/connections/connection-uses.tsx';
import { TypeIcon } from '#components/connections/type-icon.tsx';
import { useConnectionActions } from '#components/connections/use-connections.ts';
import { spokenConnection } from '#components/texts/step-texts.ts';
import { messageOf } from '#components/live/errors.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import type { ConnectionHealth, ConnectionView } from '#lib/views.ts';

const ConnectionMenu = onDemand<ConnectionMenuProps>('menu', () =>
  import('#components/connections/connection-menu.tsx').then((module) => module.ConnectionMenu),
);
const ConnectionDialog = dynamic(() =>
  import('#components/connections/connection-dialog.tsx').then((module) => module.ConnectionDialog),
);
const ChatsDialog = dynamic(() =>
  import('#components/connections/chats-dialog.tsx').then((module) => module.ChatsDialog),
);
const ToolsDialog = dynamic(() =>
  import('#components/connections/tools-dialog.tsx').then((module) => module.ToolsDialog),
);
const ModelsDialog = dynamic(() =>
  import('#components/connections/models-dialog.tsx').then((module) => module.ModelsDialog),
);
const RenameDialog = dynamic(() =>
  import('#components/connections/rename-dialog.tsx').then((module) => module.RenameDialog),
);

type Asking = 'edit' | 'rename' | 'remove' | 'chats' | 'tools' | 'models';

export type ConnectionRowProps = {
  connection: ConnectionView;
  kind: ConnectionKind | undefined;
  health: ConnectionHealth | undefined;
};

/** One connection: what it is, whether it works, where it is used. */
export function ConnectionRow({ connection, kind, health }: ConnectionRowProps) {
  const t = useTranslations('connections.connectionRow');
  const [dialog, setDialog] = useState<Asking | null>(null);
  const { remove, test } = useConnectionActions();
  const type = kind && spokenConnection(connection.type, kind);
  const mayChange = useRight('admin');
  const mayTest = useRight('edit');
  const flows = connection.usedBy.map(({ flowName }) => flowName).join(', ');
  const close = () => setDialog(null);
  return (
    <li className="flex flex-wrap gap-x-3.5 gap-y-3 px-4 py-4 sm:flex-nowrap sm:px-5">
      <span className="mt-0.5 grid size-9 shrink-0 place-items-center rounded-lg border border-line bg-ground text-ink-soft max-sm:hidden">
        <TypeIcon name={type?.icon} className="size-4.5" />
      </span>
      <div className="flex min-w-0 flex-1 basis-56 flex-col gap-1.5">
        <div>
          <p className="flex flex-wrap items-baseline gap-x-2">
            <VisibleText text={connection.name} className="font-medium whitespace-normal wrap-anywhere" />
            <span className="text-sm text-ink-faint">{type?.title ?? connection.type}</span>
          </p>
          {connection.hosts.length > 0 && (
            <p className="font-mono text-xs wrap-anywhere text-ink-faint">{connection.hosts.join(', ')}</p>
          )}
        </div>
        <ConnectionState connection={connection} refused={test.error ? messageOf(test.error) : null} health={health} />
        <ConnectionUses uses={connection.usedBy} />
      </div>
      <div className="flex shrink-0 items-start gap-1">
        {type?.chats && (
          <Button size="sm" onClick={() => setDialog('chats')}>
            <MessagesSquare aria-hidden />
            {t('chats')}
          </Button>
        )}
        {type?.tools && (
          <Button size="sm" onClick={() => setDialog('tools')}>
            <Wrench aria-hidden />
            {t('tools')}
          </Button>
        )}
        {type?.models && (
          <Button size="sm" onClick={() => setDialog('models')}>
            <Boxes aria-hidden />
            {t('models')}
          </Button>
        )}
        {mayTest && type?.testable && (
          <Button size="sm" busy={test.isPending} onClick={() => test.mutate({ id: connection.id })}>
            <Zap aria-hidden />
            {t('test')}
          </Button>
        )}
        {mayChange && (
          <ConnectionMenu onChoose={setDialog}>
            <Button size="iconSm" variant="ghost" aria-label={t('actionsFor', { name: connection.name })}>
              <Ellipsis aria-hidden />
            </Button>
          </ConnectionMenu>
        )}
      </div>
      {dialog === 'chats' && <ChatsDialog connection={connection} onClose={close} />}
      {dialog === 'tools' && <ToolsDialog connection={connection} onClose={close} />}
      {dialog === 'models' && (
        <ModelsDialog connection={connection} pulls={type?.models === 'pulled'} onClose={close} />
      )}
      {dialog === 'edit' && <ConnectionDialog connection={connection} onClose={close} />}
      {dialog === 'rename' && <RenameDialog connection={connection} onClose={close} />}
      <ConfirmDialog
        open={dialog === 'remove'}
        onOpenChange={(open) => !open && close()}
        title={t('delete2', { name: connection.name })}
        description={flows ? t('removeUsed', { flows }) : t('removeHelp')}
        confirm={t('deleteConnection')}
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: connection.id }, { onSettled: close })}
      />
    </li>
  );
}
