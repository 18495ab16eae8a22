'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useMemo, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { sourceOf, type DataSource } from '#components/data/view-kinds.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { wholeLabel, type FieldLabels } from '#lib/label.ts';
import type { PathPart } from '#lib/plan.ts';
import { fileKind } from '#lib/value-file.ts';
import type { Json, StoredPlace } from '#lib/value.ts';

// Tree, table and all the rest are fetched with the first value that is looked at.
const DataPanel = dynamic(() => import('#components/data/data-panel.tsx').then((file) => file.DataPanel), {
  ssr: false,
  loading: () => <Waiting />,
});
const FileView = dynamic(() => import('#components/data/file-view.tsx').then((file) => file.FileView), {
  ssr: false,
  loading: () => <Waiting />,
});

export type DataViewProps = {
  /** The name of the whole, and of its region. */
  title: string;
  /** Where the value is: at hand or on the server. Or give the value itself. */
  stored?: StoredPlace | undefined;
  value?: Json | undefined;
  labels?: FieldLabels | undefined;
  /** Called with the path of what was chosen to be used. */
  onPick?: ((path: PathPart[]) => void) | undefined;
  /** How a path is written where it is copied or dropped; by default as seen from the value itself. */
  pathText?: ((path: PathPart[]) => string) | undefined;
  /** What a row carries when it is dragged, by content type. */
  dragData?: ((path: PathPart[]) => Record<string, string>) | undefined;
  /** Stands below the value, e.g. where it came from. */
  children?: ReactNode;
  /** More controls for the row of the title. */
  actions?: ReactNode;
};

/** Values up to this size are fetched whole; of larger ones only what is looked at. */
const WHOLE = 256 * 1024;

/** A value to look at: as a tree, table, JSON, text, page, picture or document, whichever fits, with search and copy. */
export function DataView({ stored, value, ...view }: DataViewProps) {
  const inline = stored?.kind === 'inline' ? stored.value : value;
  if (stored?.kind === 'blob') return <StoredData blob={stored.blob} view={view} />;
  return <DataHere value={inline ?? null} view={view} />;
}

type ViewProps = Omit<DataViewProps, 'stored' | 'value'>;

function DataHere({ value, view }: { value: Json; view: ViewProps }) {
  const source = useMemo(() => sourceOf(value), [value]);
  return <DataPanel source={source} {...view} />;
}

function Frame({ view, size, children }: { view: ViewProps; size: number; children: ReactNode }) {
  const units = useUnits();
  return (
    <section aria-label={view.title} className="min-w-0">
      <header className="mb-1.5 flex flex-wrap items-center gap-2">
        <h3 className="text-sm font-medium text-ink-soft">{view.title}</h3>
        <span className="tabular text-sm text-ink-faint">{units.bytes(size)}</span>
        {view.labels && <LabelBadge label={wholeLabel(view.labels)} />}
      </header>
      <div className="rounded-lg border border-line bg-ground">{children}</div>
      {view.children}
    </section>
  );
}

function Waiting() {
  return (
    <div role="status" aria-label={useTranslations('common.ui')('loading')} className="flex flex-col gap-2 p-3.5">
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-1/2" />
    </div>
  );
}

function StoredData({ blob, view }: { blob: { ref: string; size: number; contentType: string }; view: ViewProps }) {
  const trpc = useTRPC();
  const t = useTranslations('data');
  const { ref, size, contentType } = blob;
  const kind = fileKind(contentType);
  const readable = kind === 'json' || kind === 'text' || kind === 'html';
  const small = size <= WHOLE;
  const whole = useQuery(trpc.values.part.queryOptions({ ref, at: [] }, { enabled: readable && small, staleTime: Infinity }));
  const first = useQuery(trpc.values.look.queryOptions({ ref }, { enabled: readable && !small, staleTime: Infinity }));
  const source = useMemo((): DataSource | null => {
    if (whole.data) return sourceOf(whole.data.value);
    return first.data ? { where: 'server', ref, ...first.data, html: kind === 'html' } : null;
  }, [whole.data, first.data, ref, kind]);
  if (!readable) {
    return (
      <Frame view={view} size={size}>
        <FileView file={{ ref, size, contentType, name: '' }} />
      </Frame>
    );
  }
  if (source) return <DataPanel source={source} size={size} {...view} />;
  const { error, refetch } = small ? whole : first;
  return (
    <Frame view={view} size={size}>
      {error ? (
        <p role="alert" className="flex flex-wrap items-center gap-3 px-3.5 py-2.5 text-base text-danger">
          {messageOf(error)}
          <Button size="sm" onClick={() => void refetch()}>
            {t('view.again')}
          </Button>
        </p>
      ) : (
        <Waiting />
      )}
    </Frame>
  );
}
