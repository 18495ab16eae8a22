'use client';
import { useState } from 'react';
import { cn } from '#components/ui/cn.ts';

export type InlineNameProps = { value: string; onChange: (name: string) => void; label: string; className?: string };

/** A name that is changed where it stands: Enter or leaving keeps it, Escape does not. */
export function InlineName({ value, onChange, label, className }: InlineNameProps) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <input
      aria-label={label}
      title={value}
      maxLength={120}
      className={cn(
        'min-w-0 truncate rounded-md border border-transparent bg-transparent px-1.5 py-0.5 text-ink transition-[border-color,background-color] duration-150 hover:border-line-strong focus:border-accent focus:bg-surface focus-visible:-outline-offset-1',
        className,
      )}
      value={draft ?? value}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => {
        if (draft !== null) onChange(draft);
        setDraft(null);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        const element = event.currentTarget;
        if (event.key === 'Enter') return element.blur();
        // The field must lose what was typed before it loses the focus.
        setDraft(null);
        requestAnimationFrame(() => element.blur());
      }}
    />
  );
}
