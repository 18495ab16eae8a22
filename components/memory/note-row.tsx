'use client';
import { Check, Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import type { NoteAct } from '#components/memory/note-list.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { MemoryNoteView } from '#lib/views-memory.ts';

const NAMED = 60;

export type NoteRowProps = { note: MemoryNoteView; find: string; onAct: (act: NoteAct) => void };

/** A note whole, with where it came from. */
export function NoteRow({ note, find, onAct }: NoteRowProps) {
  const t = useTranslations('memory.note');
  const mayApprove = useRight('approve');
  const mayEdit = useRight('edit');
  const isOwn = note.person !== null;
  const waits = note.state === 'quarantined';
  const text = note.text.slice(0, NAMED);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-72">
        {waits && (
          <p className="mb-1 flex flex-wrap items-center gap-2">
            <Badge tone="wait" title={t('waitingHelp')}>
              {t('waiting')}
            </Badge>
            <LabelBadge label={note.label} />
          </p>
        )}
        <p className="text-base">
          <VisibleText text={note.text} {...(find === '' ? {} : { find })} />
        </p>
        <Origin note={note} />
      </div>
      <div className="flex gap-1">
        {waits && mayApprove && (
          <Button size="sm" aria-label={t('acceptNote', { text })} onClick={() => onAct('accept')}>
            <Check aria-hidden />
            {t('accept')}
          </Button>
        )}
        {(isOwn || mayEdit) && (
          <>
            <Button
              size="iconSm"
              variant="ghost"
              aria-label={t('editNote', { text })}
              title={t('edit')}
              onClick={() => onAct('edit')}
            >
              <Pencil aria-hidden />
            </Button>
            <Button size="iconSm" variant="ghost" aria-label={t('delete', { text })} onClick={() => onAct('remove')}>
              <Trash2 aria-hidden />
            </Button>
          </>
        )}
      </div>
    </li>
  );
}

function Origin({ note: { flow, subject, savedAt, expiresAt, runId } }: { note: MemoryNoteView }) {
  const t = useTranslations('memory.note');
  return (
    <p className="mt-1 flex flex-wrap gap-x-2 text-sm text-ink-faint">
      <TimeAgo at={savedAt} />
      <bdi className="wrap-anywhere">{flow ? t('ofFlow', { flow: flow.name }) : t('aboutYou')}</bdi>
      {subject !== '' && <bdi className="wrap-anywhere">{t('about', { subject })}</bdi>}
      {expiresAt !== null && (
        <span>
          {t('until')} <TimeAgo at={expiresAt} />
        </span>
      )}
      {runId !== null && (
        <Link href={`/runs/${runId}`} className="text-accent-text hover:underline">
          {t('run')}
        </Link>
      )}
    </p>
  );
}
