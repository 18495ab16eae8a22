'use client';
import { structuredPatch } from 'diff';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { cn } from '#components/ui/cn.ts';

/** Longer than this is not compared line by line: the list of changes tells it all the same. */
const LONGEST_MS = 2000;

const LOOKS = { '+': 'bg-good-soft text-good', '-': 'bg-danger-soft text-danger', ' ': 'text-ink-soft' } as const;
type Sign = keyof typeof LOOKS;

/** Two texts, with the lines that differ. */
export function TextDiff({ before, after }: { before: string; after: string }) {
  const t = useTranslations('versions');
  const patch = useMemo(
    () => structuredPatch('', '', before, after, '', '', { context: 3, timeout: LONGEST_MS }),
    [before, after],
  );
  if (!patch) return <p className="p-4 text-base text-ink-soft">{t('textTooLong')}</p>;
  if (patch.hunks.length === 0) return <p className="p-4 text-base text-ink-soft">{t('same')}</p>;
  return (
    <div
      role="region"
      aria-label={t('text')}
      tabIndex={0}
      className="h-full overflow-auto bg-surface py-2 font-mono text-xs"
    >
      {patch.hunks.map((hunk) => (
        <section key={`${hunk.oldStart}:${hunk.newStart}`} className="mb-3 w-fit min-w-full">
          <h3 className="border-y border-line bg-sunken px-3 py-1 font-sans text-ink-faint">
            {t('lines', { from: hunk.newStart, to: hunk.newStart + Math.max(hunk.newLines - 1, 0) })}
          </h3>
          {hunk.lines
            .filter((line) => !line.startsWith('\\'))
            .map((line, index) => (
              <Line key={index} sign={(line[0] ?? ' ') as Sign} text={line.slice(1)} />
            ))}
        </section>
      ))}
    </div>
  );
}

function Line({ sign, text }: { sign: Sign; text: string }) {
  const Tag = sign === '+' ? 'ins' : sign === '-' ? 'del' : 'div';
  return (
    <Tag className={cn('flex w-full gap-2 px-3 leading-5 no-underline', LOOKS[sign])}>
      <span className="w-3 shrink-0 select-none">{sign}</span>
      <VisibleText text={text} className="whitespace-pre" />
    </Tag>
  );
}
