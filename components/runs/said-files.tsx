'use client';
import { FileText, FileX, Image } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { LongText } from '#components/data/long-text.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import type { SaidFile } from '#lib/agent-words.ts';

const ICONS = { picture: Image, text: FileText, other: FileX };

/** The files that came with a message to an agent, and what its model sees of each. */
export function SaidFiles({ files }: { files: SaidFile[] }) {
  const t = useTranslations('runs.agent');
  const units = useUnits();
  return (
    <ul className="flex flex-col gap-2" aria-label={t('files')}>
      {files.map((file, at) => {
        const Icon = ICONS[file.kind];
        return (
          <li key={at} className="rounded-md border border-line bg-ground px-3 py-2">
            <p className="flex flex-wrap items-center gap-x-2 text-sm">
              <Icon aria-hidden className="size-4 shrink-0 text-ink-soft" />
              <VisibleText text={file.name} className="min-w-0 font-medium break-all" />
              <span className="text-ink-soft">{`${units.bytes(file.size)} · ${t(`file.${file.kind}`)}`}</span>
            </p>
            {file.kind === 'text' && <LongText text={file.text} mono className="mt-1" />}
            {file.kind === 'text' && file.cut && <p className="mt-1 text-sm text-ink-soft">{t('file.cut')}</p>}
          </li>
        );
      })}
    </ul>
  );
}
