'use client';
import { CircleCheck, CircleX, Ellipsis, MessagesSquare, Pencil, Trash2, Zap } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Sentence } from '#components/data/sentence.tsx';
import { ChatsDialog } from '#components/connections/chats-dialog.tsx';
import { TypeIcon } from '#components/connections/type-icon.tsx';
import { useConnectionActions } from '#components/connections/use-connections.ts';
import { spokenConnection } from '#components/texts/step-texts.ts';
import { messageOf } from '#components/live/errors.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { ConnectionView } from '#lib/views.ts';
import { connectionType } from '#nodes/connections.ts';

const ConnectionDialog = dynamic(() =>
  import('#components/connections/connection-dialog.tsx').then((module) => module.ConnectionDialog),
);

function TestResult({ connection, problem }: { connection: ConnectionView; problem: string | null }) {
  const result = problem ? { ok: false, message: problem } : connection.testResult;
  if (!result) return null;
  const Icon = result.ok ? CircleCheck : CircleX;
  return (
    <p role="status" className={`mt-2 flex items-start gap-1.5 text-sm ${result.ok ? 'text-good' : 'text-danger'}`}>
      <Icon className="mt-0.5 size-3.5 shrink-0" aria-hidden />
      <span className="min-w-0">
        <Sentence text={result.message} />
        {connection.testedAt && !problem && (
          <span className="text-ink-faint">
            {' '}
            · <TimeAgo at={connection.testedAt} />
          </span>
        )}
      </span>
    </p>
  );
}

function UsedBy({ flows }: { flows: ConnectionView['usedBy'] }) {
  const t = useTranslations('connections.connectionRow');
  if (flows.length === 0) return <>{t('notUsedByAny')}</>;
  return (
    <>
      {t('usedBy')}{' '}
      {flows.map(({ flowId, flowName }, index) => (
        <span key={flowId}>
          {index > 0 && ', '}
          <Link href={`/flows/${flowId}`} className="text-ink-soft underline-offset-4 hover:text-ink hover:underline">
            <bdi className="wrap-anywhere">{flowName}</bdi>
          </Link>
        </span>
      ))}
    </>
  );
}

/** One connection: what it is, whether it works, where it is used. */
export function ConnectionRow({ connection }: { connection: ConnectionView }) {
  const t = useTranslations('connections.connectionRow');
  const [dialog, setDialog] = useState<'edit' | 'remove' | 'chats' | null>(null);
  const { remove, test } = useConnectionActions();
  const declared = connectionType(connection.type);
  const type = declared && spokenConnection(connection.type, declared);
  const mayChange = useRight('admin');
  const mayTest = useRight('edit');
  const flows = connection.usedBy.map(({ flowName }) => flowName).join(', ');
  return (
    <li className="flex gap-3.5 px-4 py-4 sm:px-5">
      <span className="mt-0.5 grid size-9 shrink-0 place-items-center rounded-lg border border-line bg-ground text-ink-soft max-sm:hidden">
        <TypeIcon name={type?.icon} className="size-4.5" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <bdi className="font-medium wrap-anywhere">{connection.name}</bdi>
          <span className="text-sm text-ink-faint">{type?.title ?? connection.type}</span>
        </p>
        <p className="mt-0.5 text-sm text-ink-faint">
          {connection.hosts.length > 0 && (
            <span className="font-mono wrap-anywhere">{connection.hosts.join(', ')} · </span>
          )}
          <UsedBy flows={connection.usedBy} />
        </p>
        <TestResult connection={connection} problem={test.error ? messageOf(test.error) : null} />
      </div>
      <div className="flex shrink-0 items-start gap-1">
        {type?.chats && (
          <Button size="sm" onClick={() => setDialog('chats')}>
            <MessagesSquare aria-hidden />
            {t('chats')}
          </Button>
        )}
        {mayTest && type?.testable && (
          <Button size="sm" busy={test.isPending} onClick={() => test.mutate({ id: connection.id })}>
            <Zap aria-hidden />
            {t('test')}
          </Button>
        )}
        {mayChange && (
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button size="iconSm" variant="ghost" aria-label={t('actionsFor', { name: connection.name })}>
                <Ellipsis aria-hidden />
              </Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end">
              <DropdownMenuItem onSelect={() => setDialog('edit')}>
                <Pencil aria-hidden />
                {t('edit')}
              </DropdownMenuItem>
              <DropdownMenuItem danger onSelect={() => setDialog('remove')}>
                <Trash2 aria-hidden />
                {t('delete')}
              </DropdownMenuItem>
            </DropdownMenuContent>
          </DropdownMenu>
        )}
      </div>
      {dialog === 'chats' && <ChatsDialog connection={connection} onClose={() => setDialog(null)} />}
      {dialog === 'edit' && <ConnectionDialog connection={connection} onClose={() => setDialog(null)} />}
      <ConfirmDialog
        open={dialog === 'remove'}
        onOpenChange={(open) => !open && setDialog(null)}
        title={t('delete2', { name: connection.name })}
        description={flows ? t('removeUsed', { flows }) : t('removeHelp')}
        confirm={t('deleteConnection')}
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: connection.id }, { onSettled: () => setDialog(null) })}
      />
    </li>
  );
}
