'use client';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { Search } from '#components/data/use-search.ts';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { LONGEST_WORDS } from '#lib/value-search.ts';

const TEXT = { search: 'Search in this value', next: 'Next hit', previous: 'Previous hit', close: 'Close search' };

function countText({ typed, at, count, more, busy }: Search): string {
  if (typed === '') return '';
  if (busy && count === 0) return 'Searching …';
  if (count === 0) return 'Not found';
  return `${at + 1} of ${count}${more ? '+' : ''}`;
}

/** Words to find in a value, how often they are there, and the way from one to the next. */
export function SearchBar({ search, onClose }: { search: Search; onClose: () => void }) {
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') search.step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div role="search" className="mb-2 flex flex-wrap items-center gap-1.5" onKeyDown={press}>
      <Input
        type="search"
        autoFocus
        aria-label={TEXT.search}
        placeholder={TEXT.search}
        maxLength={LONGEST_WORDS}
        value={search.typed}
        onChange={({ target }) => search.type(target.value)}
        className="h-8 max-w-64 flex-1 basis-36"
      />
      <span role="status" className="tabular min-w-16 text-sm text-ink-soft">
        {countText(search)}
      </span>
      <Button variant="ghost" size="iconSm" aria-label={TEXT.previous} disabled={search.count === 0} onClick={() => search.step(-1)}>
        <ChevronUp aria-hidden />
      </Button>
      <Button variant="ghost" size="iconSm" aria-label={TEXT.next} disabled={search.count === 0} onClick={() => search.step(1)}>
        <ChevronDown aria-hidden />
      </Button>
      <Button variant="ghost" size="iconSm" aria-label={TEXT.close} onClick={onClose}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
