'use client';
import { FileText } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import { cn } from '#components/ui/cn.ts';
import { bareType } from '#lib/value-file.ts';
import type { ValueHead } from '#lib/value-page.ts';

/** A value on one line or a few: words as they are, numbers and the like set apart from words that look like them. */
export function ValueText({ head, find, lines = 3 }: { head: ValueHead; find?: string; lines?: 1 | 3 }) {
  const t = useTranslations('data.value');
  const units = useUnits();
  const { kind, value, length, file } = head;
  if (file) {
    return (
      <span className="inline-flex min-w-0 items-center gap-1.5">
        <FileText className="size-3.5 shrink-0 text-ink-faint" aria-hidden />
        <VisibleText text={file.name || bareType(file.contentType)} find={find} className="line-clamp-1" />
        <span className="tabular shrink-0 text-xs text-ink-faint">{units.bytes(file.size)}</span>
      </span>
    );
  }
  if (kind === 'null') return <span className="text-ink-faint italic">{t('none')}</span>;
  if (kind === 'list') return <span className="tabular text-ink-faint">{t('list', { count: length })}</span>;
  if (kind === 'object') return <span className="tabular text-ink-faint">{t('object', { count: length })}</span>;
  if (kind === 'text' && length === 0) return <span className="text-ink-faint italic">{t('empty')}</span>;
  const plain = kind === 'text';
  return (
    <VisibleText
      text={String(value)}
      find={find}
      className={cn(lines === 1 ? 'line-clamp-1' : 'line-clamp-3', !plain && 'font-mono text-sm text-info')}
    />
  );
}
