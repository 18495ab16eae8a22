'use client';
import { Copy, Ellipsis, Pause, Pencil, Play, SquarePen, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { RenameDialog } from '#components/flows/rename-dialog.tsx';
import type { FlowActions } from '#components/flows/use-flow-actions.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import type { FlowCard } from '#lib/views-flows.ts';

/** Everything one can do to a flow. */
export function FlowMenu({ flow, actions }: { flow: FlowCard; actions: FlowActions }) {
  const [renaming, setRenaming] = useState(false);
  const mayEdit = useRight('edit');
  const mayRun = useRight('run');
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon" aria-label={`Actions for ${flow.name}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem asChild>
            <Link href={`/flows/${flow.id}`}>
              <SquarePen aria-hidden />
              Open
            </Link>
          </DropdownMenuItem>
          {mayRun && (
            <DropdownMenuItem onSelect={() => actions.run(flow)}>
              <Play aria-hidden />
              {flow.publishedNumber === null ? 'Run the draft as a test' : 'Run now'}
            </DropdownMenuItem>
          )}
          {mayEdit && (
            <>
              {flow.publishedNumber !== null && (
                <DropdownMenuItem onSelect={() => actions.pauseOrResume(flow)}>
                  {flow.paused ? <Play aria-hidden /> : <Pause aria-hidden />}
                  {flow.paused ? 'Resume' : 'Pause'}
                </DropdownMenuItem>
              )}
              <DropdownMenuSeparator />
              <DropdownMenuItem onSelect={() => setRenaming(true)}>
                <Pencil aria-hidden />
                Rename
              </DropdownMenuItem>
              <DropdownMenuItem onSelect={() => actions.duplicate(flow)}>
                <Copy aria-hidden />
                Duplicate
              </DropdownMenuItem>
              <DropdownMenuSeparator />
              <DropdownMenuItem danger onSelect={() => actions.remove(flow)}>
                <Trash2 aria-hidden />
                Delete
              </DropdownMenuItem>
            </>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {renaming && <RenameDialog flow={flow} rename={actions.rename} onClose={() => setRenaming(false)} />}
    </>
  );
}
