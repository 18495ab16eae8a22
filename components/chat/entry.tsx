'use client';
import { FlaskConical, Paperclip } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { PastWork } from '#components/chat/work-view.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import { Badge } from '#components/ui/badge.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { whenLoaded } from '#components/ui/when-loaded.tsx';
import type { ChatEntry, ChatFile } from '#lib/views-chat.ts';

// Markdown is much code; the words are there before it.
const AnswerText = whenLoaded<{ text: string }>(
  () => import('#components/chat/answer-text.tsx').then((file) => file.AnswerText),
  () => null,
);

/** What a person wrote. */
export function PersonEntry({ entry }: { entry: ChatEntry }) {
  const t = useTranslations('chat.conversation');
  return (
    <article aria-label={t('you')} className="flex flex-col items-end gap-1.5">
      {entry.text !== '' && (
        <div className="max-w-[min(42rem,88%)] rounded-2xl rounded-br-md bg-accent-soft px-4 py-2.5 text-base text-ink">
          <VisibleText text={entry.text} />
        </div>
      )}
      <Files files={entry.files} />
      <TimeAgo at={entry.createdAt} className="text-sm text-ink-faint" />
    </article>
  );
}

function Files({ files }: { files: ChatFile[] }) {
  const units = useUnits();
  if (files.length === 0) return null;
  return (
    <ul className="flex max-w-full flex-wrap justify-end gap-1.5">
      {files.map(({ ref, name, size }) => (
        <li key={ref} className="min-w-0">
          <a
            href={`/api/files/${ref}?${new URLSearchParams({ name }).toString()}`}
            download
            className="flex items-center gap-1.5 rounded-md border border-line bg-surface px-2.5 py-1.5 text-sm hover:bg-hover"
          >
            <Paperclip className="size-3.5 shrink-0 text-ink-faint" aria-hidden />
            <VisibleText text={name} className="min-w-0" />
            <span className="tabular shrink-0 text-ink-faint">{units.bytes(size)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What the flow answered, and what it did for it. */
export function FlowEntry({ entry, name, rehearsed }: { entry: ChatEntry; name: string; rehearsed: boolean }) {
  const t = useTranslations('chat.conversation');
  return (
    <article aria-label={t('answerOf', { name })} className="flex min-w-0 flex-col gap-1.5">
      {rehearsed && <Rehearsed />}
      <div className="min-w-0 text-base">
        {entry.text === '' ? <p className="text-ink-soft">{t('nothing')}</p> : <AnswerText text={entry.text} />}
      </div>
      <PastWork runId={entry.runId}>
        {entry.text !== '' && <CopyButton text={entry.text} label={t('answer')} className="-ml-1.5" />}
        <TimeAgo at={entry.createdAt} className="text-sm text-ink-faint" />
      </PastWork>
    </article>
  );
}

/** No model said this. */
export function Rehearsed() {
  const t = useTranslations('chat.conversation');
  return (
    <Badge tone="outline" className="self-start">
      <FlaskConical aria-hidden />
      {t('rehearsed')}
    </Badge>
  );
}
