'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';

/** From this length on a text is folded until someone opens it. */
export const FOLD_AT = { characters: 700, lines: 12 };

/** Whether a text is long enough to be folded. */
export function isLong(text: string): boolean {
  return text.length > FOLD_AT.characters || text.split('\n', FOLD_AT.lines + 1).length > FOLD_AT.lines;
}

export type LongTextProps = { text: string; mono?: boolean; className?: string; onOpen?: () => void };

/** A text in full; a long one folded, with a plain statement of how much more there is. */
export function LongText({ text, mono, className, onOpen }: LongTextProps) {
  const t = useTranslations('data.text');
  const long = isLong(text);
  const [open, setOpen] = useState(false);
  const folded = long && !open;
  const toggle = () => {
    if (folded) onOpen?.();
    setOpen(folded);
  };
  return (
    <div className={cn('min-w-0', className)}>
      <div className={cn(folded && 'max-h-40 overflow-hidden mask-b-from-60%')}>
        <VisibleText text={folded ? text.slice(0, 4000) : text} className={cn('text-base', mono && 'font-mono text-sm')} />
      </div>
      {long && (
        <Button size="sm" className="mt-2" onClick={toggle} aria-expanded={open}>
          {folded ? t('all', { count: text.length }) : t('less')}
        </Button>
      )}
    </div>
  );
}
