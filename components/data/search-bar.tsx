'use client';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { Search } from '#components/data/use-search.ts';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import type { Texts } from '#messages/types.ts';
import { LONGEST_WORDS } from '#lib/value-search.ts';

function countText({ typed, at, count, more, busy }: Search, t: Texts<'data.search'>): string {
  if (typed === '') return '';
  if (count === 0) return t(busy ? 'busy' : 'none');
  return t(more ? 'more' : 'count', { at: at + 1, count });
}

/** Words to find in a value, how often they are there, and the way from one to the next. */
export function SearchBar({ search, onClose }: { search: Search; onClose: () => void }) {
  const t = useTranslations('data.search');
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
        aria-label={t('label')}
        placeholder={t('label')}
        maxLength={LONGEST_WORDS}
        value={search.typed}
        onChange={({ target }) => search.type(target.value)}
        className="h-8 max-w-64 flex-1 basis-36"
      />
      <span role="status" className="tabular min-w-16 text-sm text-ink-soft">
        {countText(search, t)}
      </span>
      <Button variant="ghost" size="iconSm" aria-label={t('previous')} disabled={search.count === 0} onClick={() => search.step(-1)}>
        <ChevronUp aria-hidden />
      </Button>
      <Button variant="ghost" size="iconSm" aria-label={t('next')} disabled={search.count === 0} onClick={() => search.step(1)}>
        <ChevronDown aria-hidden />
      </Button>
      <Button variant="ghost" size="iconSm" aria-label={t('close')} onClick={onClose}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
