'use client';
import { useEffect, useState } from 'react';
import { Input } from '#components/ui/input.tsx';
import { cn } from '#components/ui/cn.ts';

const PAUSE_MS = 300;

export type SearchBoxProps = { label: string; value: string; onChange: (value: string) => void; className?: string };

/** Words to look for: asked for once typing pauses. What changes from elsewhere replaces what was typed. */
export function SearchBox({ label, value, onChange, className }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const [sent, setSent] = useState(value);
  const [known, setKnown] = useState(value);
  const wanted = typed.trim();
  if (value !== known) {
    setKnown(value);
    // Its own words coming back must not take away what was typed since.
    if (value !== sent) setTyped(value);
    setSent(value);
  }
  useEffect(() => {
    if (wanted === sent) return;
    const timer = setTimeout(() => {
      setSent(wanted);
      onChange(wanted);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted, sent, onChange]);
  return (
    <Input
      type="search"
      aria-label={label}
      placeholder={label}
      className={cn('w-auto', className)}
      maxLength={200}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
}
