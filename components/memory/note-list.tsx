'use client';
import { Brain } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { GuideLink } from '#components/help/guide-link.tsx';
import { messageOf } from '#components/live/errors.ts';
import { AcceptDialog, EditDialog, RemoveDialog } from '#components/memory/note-dialogs.tsx';
import { NoteRow } from '#components/memory/note-row.tsx';
import { useNotes, type NoteChoice } from '#components/memory/use-memory.ts';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { MoreButton } from '#components/variables/more-button.tsx';
import type { MemoryNoteView } from '#lib/views-memory.ts';

export type NoteAct = 'accept' | 'edit' | 'remove';

/** The notes of a choice, with what can be done with each. */
export function NoteList({ choice }: { choice: NoteChoice }) {
  const t = useTranslations('memory.list');
  const list = useNotes(choice);
  const [open, setOpen] = useState<{ act: NoteAct; note: MemoryNoteView } | null>(null);
  const close = () => setOpen(null);
  if (list.isPending) return <SkeletonRows />;
  if (!list.items) return <ErrorState message={messageOf(list.error)} onRetry={() => void list.refetch()} />;
  const isWhole = choice.search === '' && choice.flowId === null && choice.which === 'all';
  return (
    <>
      <Card>
        {list.items.length > 0 ? (
          <ul className="divide-y divide-line" aria-label={t('label')}>
            {list.items.map((note) => (
              <NoteRow key={note.id} note={note} find={choice.search} onAct={(act) => setOpen({ act, note })} />
            ))}
          </ul>
        ) : isWhole ? (
          <EmptyState icon={Brain} title={t('empty')}>
            {t('emptyHelp')}
            <GuideLink to="memory" />
          </EmptyState>
        ) : (
          <p className="px-5 py-10 text-center text-base text-ink-soft">
            {choice.which === 'waiting' && choice.search === '' ? t('noneWaiting') : t('none')}
          </p>
        )}
      </Card>
      <MoreButton list={list} />
      {open?.act === 'accept' && <AcceptDialog note={open.note} onClose={close} />}
      {open?.act === 'edit' && <EditDialog note={open.note} onClose={close} />}
      {open?.act === 'remove' && <RemoveDialog note={open.note} onClose={close} />}
    </>
  );
}
