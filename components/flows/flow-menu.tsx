'use client';
import { CircleStop, Copy, FolderInput, History, Pause, Pencil, Play, SquarePen, Tag, Trash2 } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import type { FlowRowActions } from '#components/flows/flow-row.tsx';
import { useRight } from '#components/shell/session.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import type { FlowCard } from '#lib/views-flows.ts';

export type FlowMenuProps = {
  flow: FlowCard;
  actions: FlowRowActions;
  defaultOpen?: boolean;
  /** The button that opens it. */
  children: ReactElement;
};

/** Everything one can do to a flow. */
export function FlowMenu({ flow, actions, defaultOpen, children }: FlowMenuProps) {
  const t = useTranslations('flows.menu');
  const mayEdit = useRight('edit');
  const mayRun = useRight('run');
  return (
    <DropdownMenu defaultOpen={defaultOpen}>
      <DropdownMenuTrigger asChild>{children}</DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem asChild>
          <Link href={`/flows/${flow.id}`}>
            <SquarePen aria-hidden />
            {t('open')}
          </Link>
        </DropdownMenuItem>
        {mayRun && (
          <DropdownMenuItem onSelect={() => actions.run(flow)}>
            <Play aria-hidden />
            {t(flow.publishedNumber === null ? 'test' : 'run')}
          </DropdownMenuItem>
        )}
        {flow.publishedNumber !== null && (
          <DropdownMenuItem asChild>
            <Link href={`/flows/${flow.id}/versions`}>
              <History aria-hidden />
              {t('versions')}
            </Link>
          </DropdownMenuItem>
        )}
        {mayRun && flow.publishedNumber !== null && (
          <DropdownMenuItem danger asChild>
            <Link href={`/settings?stop=flow:${flow.id}#stop`}>
              <CircleStop aria-hidden />
              {t('stop')}
            </Link>
          </DropdownMenuItem>
        )}
        {mayEdit && <EditItems flow={flow} actions={actions} />}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function EditItems({ flow, actions }: { flow: FlowCard; actions: FlowRowActions }) {
  const t = useTranslations('flows.menu');
  return (
    <>
      {flow.publishedNumber !== null && (
        <DropdownMenuItem onSelect={() => actions.act([flow], flow.paused ? 'resume' : 'pause')}>
          {flow.paused ? <Play aria-hidden /> : <Pause aria-hidden />}
          {t(flow.paused ? 'resume' : 'pause')}
        </DropdownMenuItem>
      )}
      <DropdownMenuSeparator />
      <DropdownMenuItem onSelect={() => actions.startRename(flow.id)}>
        <Pencil aria-hidden />
        {t('rename')}
      </DropdownMenuItem>
      <DropdownMenuItem onSelect={() => actions.act([flow], 'duplicate')}>
        <Copy aria-hidden />
        {t('duplicate')}
      </DropdownMenuItem>
      <DropdownMenuItem onSelect={() => actions.ask('move', [flow])}>
        <FolderInput aria-hidden />
        {t('move')}
      </DropdownMenuItem>
      <DropdownMenuItem onSelect={() => actions.ask('tag', [flow])}>
        <Tag aria-hidden />
        {t('tag')}
      </DropdownMenuItem>
      <DropdownMenuSeparator />
      <DropdownMenuItem danger onSelect={() => actions.act([flow], 'remove')}>
        <Trash2 aria-hidden />
        {t('remove')}
      </DropdownMenuItem>
    </>
  );
}
