'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { LongText } from '#components/data/long-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { labelAt, wholeLabel, type FieldLabels } from '#lib/label.ts';
import type { BlobRef, Json, Stored } from '#lib/value.ts';

const TEXT = { empty: 'Nothing', load: 'Load the whole value', start: 'It begins with' };

/** A value as text: words as they are, everything else as indented JSON. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** One value of a run with the label of each of its fields. Large values are fetched when asked for. */
export function StoredView({ title, stored }: { title: string; stored: Stored }) {
  if (stored.kind === 'blob') return <BlobView title={title} blob={stored.blob} labels={stored.labels} />;
  return <ValueView title={title} value={stored.value} labels={stored.labels} />;
}

function ValueView({ title, value, labels }: { title: string; value: Json; labels: FieldLabels }) {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const fields: [string, Json][] = isObject ? Object.entries(value) : [];
  return (
    <section aria-label={title} className="min-w-0">
      <header className="mb-1.5 flex items-center gap-2">
        <h3 className="text-sm font-medium text-ink-soft">{title}</h3>
        {!isObject && <LabelBadge label={wholeLabel(labels)} />}
        <CopyButton text={textOf(value)} label={title.toLowerCase()} className="ml-auto" />
      </header>
      <div className="rounded-lg border border-line bg-ground">
        {isObject && fields.length > 0 ? (
          <dl className="divide-y divide-line">
            {fields.map(([name, field]) => (
              <div key={name} className="grid gap-x-4 gap-y-0.5 px-3.5 py-2 sm:grid-cols-[10rem_1fr]">
                <dt className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 self-start font-mono text-sm text-ink-faint">
                  <bdi className="wrap-anywhere">{name}</bdi>
                  <LabelBadge label={labelAt(labels, [name])} className="font-sans" />
                </dt>
                <dd className="min-w-0">
                  <FieldValue value={field} />
                </dd>
              </div>
            ))}
          </dl>
        ) : (
          <div className="px-3.5 py-2.5">
            <FieldValue value={isObject ? null : value} />
          </div>
        )}
      </div>
    </section>
  );
}

function FieldValue({ value }: { value: Json }) {
  if (value === null || value === '') return <span className="text-base text-ink-faint italic">{value === null ? TEXT.empty : 'Empty text'}</span>;
  return <LongText text={textOf(value)} mono={typeof value !== 'string'} />;
}

function BlobView({ title, blob, labels }: { title: string; blob: BlobRef; labels: FieldLabels }) {
  const units = useUnits();
  const [wanted, setWanted] = useState(false);
  const trpc = useTRPC();
  const whole = useQuery(trpc.runs.value.queryOptions({ ref: blob.ref }, { enabled: wanted, staleTime: Infinity }));
  if (whole.data) return <ValueView title={title} value={whole.data.value} labels={labels} />;
  return (
    <section aria-label={title} className="min-w-0">
      <header className="mb-1.5 flex flex-wrap items-center gap-2">
        <h3 className="text-sm font-medium text-ink-soft">{title}</h3>
        <span className="tabular text-sm text-ink-faint">{units.bytes(blob.size)}</span>
        <LabelBadge label={wholeLabel(labels)} />
      </header>
      <div className="rounded-lg border border-line bg-ground px-3.5 py-2.5">
        <p className="mb-1 text-sm text-ink-faint">{TEXT.start}</p>
        <LongText text={blob.preview} mono />
        {whole.error && <p className="mt-2 text-sm text-danger">{messageOf(whole.error)}</p>}
        <Button size="sm" className="mt-3" busy={whole.isFetching} onClick={() => (wanted ? void whole.refetch() : setWanted(true))}>
          {TEXT.load}
        </Button>
      </div>
    </section>
  );
}
