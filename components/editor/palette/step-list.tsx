'use client';
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Search } from 'lucide-react';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import { firstSentence, searchPalette, type PaletteEntry } from '#components/editor/model/catalogue.ts';
import { NODE_MIME } from '#components/editor/palette/drag.ts';
import { cn } from '#components/ui/cn.ts';
import { Input } from '#components/ui/input.tsx';

export type StepListProps = {
  entries: readonly PaletteEntry[];
  onPick: (type: string) => void;
  autoFocus?: boolean;
  draggable?: boolean;
  /** Beside the search box. */
  aside?: ReactNode;
};

/** Step types to choose from: type to find, arrows and Enter or a click to take one, or drag it off. */
export function StepList({ entries, onPick, autoFocus, draggable, aside }: StepListProps) {
  const t = useTranslations('drawing.palette');
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const found = useMemo(() => searchPalette(entries, query), [entries, query]);
  const active = Math.min(at, found.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const entry = found[active];
    if (step !== 0) {
      event.preventDefault();
      const next = (active + step + found.length) % found.length;
      setAt(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && entry) {
      event.preventDefault();
      onPick(entry.type);
    }
  };
  return (
    <>
      <div className="flex items-center gap-1 p-2.5 pb-2">
        <div className="relative flex-1">
          <Search className="absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint" aria-hidden />
          <Input
            role="combobox"
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={query !== '' || autoFocus ? `${listId}-${active}` : undefined}
            aria-label={t('find')}
            placeholder={t('placeholder')}
            autoFocus={autoFocus}
            className="h-8.5 pl-8.5"
            value={query}
            onKeyDown={onKeyDown}
            onChange={(event) => {
              setQuery(event.target.value);
              setAt(0);
            }}
          />
        </div>
        {aside}
      </div>
      <ul id={listId} role="listbox" aria-label={t('steps')} className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-2">
        {found.length === 0 && <li className="px-2 py-6 text-center text-sm text-ink-faint">{t('none', { query })}</li>}
        {found.map((entry, index) => (
          <Row
            key={entry.type}
            entry={entry}
            heading={query === '' && found[index - 1]?.group !== entry.group}
            id={`${listId}-${index}`}
            active={index === active && (query !== '' || autoFocus === true)}
            draggable={draggable}
            onPick={onPick}
          />
        ))}
      </ul>
    </>
  );
}

type RowProps = {
  entry: PaletteEntry;
  id: string;
  heading: boolean;
  active: boolean;
  draggable: boolean | undefined;
  onPick: (type: string) => void;
};

function Row({ entry, id, heading, active, draggable, onPick }: RowProps) {
  const t = useTranslations('drawing');
  return (
    <>
      {heading && (
        <li role="presentation" className="px-2 pt-3 pb-1 text-xs font-medium text-ink-faint first:pt-1">
          {t(`groups.${entry.group}`)}
        </li>
      )}
      <li
        id={id}
        role="option"
        aria-selected={active}
        title={entry.help}
        draggable={draggable}
        onDragStart={(event) => {
          event.dataTransfer.setData(NODE_MIME, entry.type);
          event.dataTransfer.effectAllowed = 'copy';
        }}
        onClick={() => onPick(entry.type)}
        className={cn(
          'flex cursor-pointer items-center gap-2.5 rounded-lg px-2 py-1.5 hover:bg-hover',
          draggable && 'active:cursor-grabbing',
          active && 'bg-hover',
        )}
      >
        <NodeIcon icon={entry.icon} kind={entry.isTrigger ? 'trigger' : 'action'} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-base font-medium">{entry.title}</span>
          <span className="block truncate text-xs text-ink-faint">{firstSentence(entry.help)}</span>
        </span>
      </li>
    </>
  );
}
