'use client';
import { Download, MoreHorizontal, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPCClient } from '#components/live/trpc.tsx';
import { askedFor, useNoteActions, type NoteChoice } from '#components/memory/use-memory.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import { saveFile } from '#components/ui/save-file.ts';
import { toast } from '#components/ui/toast.ts';
import type { MemoryNoteView } from '#lib/views-memory.ts';

const PAGE = 200;

export type MemoryActionsProps = { choice: NoteChoice; flow: { id: string; name: string } | null };

/** What can be done with many notes at once: take them along, or delete all of a flow, or all about oneself. */
export function MemoryActions({ choice, flow }: MemoryActionsProps) {
  const t = useTranslations('memory.page');
  const client = useTRPCClient();
  const { clear } = useNoteActions();
  const mayEdit = useRight('edit');
  const [asking, setAsking] = useState<{ flowId?: string } | null>(null);
  const save = async () => {
    try {
      const notes: MemoryNoteView[] = [];
      for (let cursor: number | null = null; ;) {
        const asked = { ...askedFor(choice), limit: PAGE, ...(cursor === null ? {} : { cursor }) };
        const page: { items: MemoryNoteView[]; next: number | null } = await client.memory.list.query(asked);
        notes.push(...page.items);
        cursor = page.next;
        if (cursor === null) break;
      }
      const text = `${JSON.stringify(notes, null, 2)}\n`;
      saveFile(new Blob([text], { type: 'application/json' }), 'hearth-memory.json');
    } catch (error) {
      toast.error(messageOf(error));
    }
  };
  const onConfirm = () =>
    clear.mutate(asking ?? {}, {
      onSuccess: ({ removed }) => toast.success(t('cleared', { count: removed })),
      onError: (error) => toast.error(messageOf(error)),
      onSettled: () => setAsking(null),
    });
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="icon" aria-label={t('more')} title={t('more')}>
            <MoreHorizontal aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => void save()}>
            <Download aria-hidden />
            {t('export')}
          </DropdownMenuItem>
          {flow && mayEdit && (
            <DropdownMenuItem onSelect={() => setAsking({ flowId: flow.id })}>
              <Trash2 aria-hidden />
              {t('clearFlow', { flow: flow.name })}
            </DropdownMenuItem>
          )}
          <DropdownMenuItem onSelect={() => setAsking({})}>
            <Trash2 aria-hidden />
            {t('clearMine')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={t('clearTitle')}
        description={`${asking?.flowId === undefined ? t('clearMine') : t('clearFlow', { flow: flow?.name ?? '' })}. ${t('clearHelp')}`}
        confirm={t('clear')}
        danger
        busy={clear.isPending}
        onConfirm={onConfirm}
      />
    </>
  );
}
