'use client';
import { Search as SearchIcon } from 'lucide-react';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { FileView, fileAddress } from '#components/data/file-view.tsx';
import { HtmlFrame } from '#components/data/html-frame.tsx';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { referenceText } from '#components/data/path-text.ts';
import { SearchBar } from '#components/data/search-bar.tsx';
import { TableView } from '#components/data/table-view.tsx';
import { TextView } from '#components/data/text-view.tsx';
import { TreeView } from '#components/data/tree-view.tsx';
import { useSearch, type Search } from '#components/data/use-search.ts';
import { textOf } from '#components/data/value-string.ts';
import { ValueText } from '#components/data/value-text.tsx';
import { viewsOf, type DataSource, type ViewKind } from '#components/data/view-kinds.ts';
import { ViewSwitch } from '#components/data/view-switch.tsx';
import type { DataViewProps } from '#components/data/data-view.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useUnits } from '#components/texts/use-units.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { wholeLabel } from '#lib/label.ts';

export type DataPanelProps = Omit<DataViewProps, 'stored' | 'value'> & { source: DataSource; size?: number };

/** Whether there is something to search in. */
function isSearchable({ head }: DataSource, view: ViewKind): boolean {
  return view !== 'html' && view !== 'file' && head.length > 0;
}

/** A value in one of the views that fit it, with a switch between them, search and copy. */
export function DataPanel({ source, size, title, labels, actions, children, ...rest }: DataPanelProps) {
  const t = useTranslations('data.view');
  const units = useUnits();
  const views = viewsOf(source);
  const [wanted, setWanted] = useState<ViewKind | null>(null);
  const view = wanted && views.includes(wanted) ? wanted : (views[0] ?? 'text');
  const [searching, setSearching] = useState(false);
  const search = useSearch(source, view);
  const close = () => {
    search.type('');
    setSearching(false);
  };
  const press = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f' || !isSearchable(source, view)) return;
    event.preventDefault();
    setSearching(true);
  };
  const whole = labels && (source.head.kind !== 'object' || source.where === 'server') ? wholeLabel(labels) : null;
  return (
    <section aria-label={title} className="min-w-0" onKeyDown={press}>
      <header className="mb-1.5 flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1">
        <h3 className="text-sm font-medium text-ink-soft">{title}</h3>
        {size !== undefined && <span className="tabular text-sm text-ink-faint">{units.bytes(size)}</span>}
        <LabelBadge label={whole} />
        <span className="ml-auto flex flex-wrap items-center gap-1">
          {actions}
          {views.length > 1 && <ViewSwitch views={views} view={view} onView={setWanted} />}
          {isSearchable(source, view) && (
            <Button variant="ghost" size="iconSm" aria-label={t('search')} aria-expanded={searching} onClick={() => (searching ? close() : setSearching(true))}>
              <SearchIcon aria-hidden />
            </Button>
          )}
          {source.where === 'here' ? (
            <CopyButton text={textOf(source.value)} label={title.toLowerCase()} />
          ) : (
            <Button size="sm" variant="ghost" asChild>
              <a href={fileAddress({ ref: source.ref, name: '', size: 0, contentType: '' })} download>
                {t('save')}
              </a>
            </Button>
          )}
        </span>
      </header>
      {searching && isSearchable(source, view) && <SearchBar search={search} onClose={close} />}
      <div className="rounded-lg border border-line bg-ground">
        <Body title={title} source={source} view={view} search={search} labels={labels} {...rest} />
      </div>
      {children}
    </section>
  );
}

type BodyProps = Omit<DataPanelProps, 'actions' | 'children' | 'size'> & { view: ViewKind; search: Search };

function Body({ title, source, view, search, labels, onPick, pathText = referenceText, dragData }: BodyProps): ReactNode {
  const { target } = search;
  const shared = {
    label: title,
    source,
    labels: labels ?? null,
    target,
    actions: { onPick, pathText, dragData, failure: messageOf },
  };
  const { head } = source;
  switch (view) {
    case 'tree':
      return <TreeView {...shared} />;
    case 'table':
      return <TableView {...shared} />;
    case 'file':
      return head.file && <FileView file={head.file} />;
    case 'html':
      return source.where === 'here' ? <HtmlFrame html={textOf(source.value)} /> : <FileView file={{ ref: source.ref, size: head.length, name: '', contentType: 'text/html' }} />;
    case 'json':
    case 'text':
      if (head.kind !== 'text' && head.length === 0) return <div className="px-3.5 py-2.5 text-base"><ValueText head={head} /></div>;
      if (head.length === 0) return <div className="px-3.5 py-2.5 text-base"><ValueText head={head} /></div>;
      return (
        <TextView
          label={title}
          source={source.where === 'here' ? { text: textOf(source.value) } : { ref: source.ref, at: [], length: head.length }}
          mono={view === 'json'}
          find={target.words}
          current={target.offset}
        />
      );
    default:
      return view satisfies never;
  }
}
