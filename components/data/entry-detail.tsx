'use client';
import { CornerDownLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { FileView } from '#components/data/file-view.tsx';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { TextView } from '#components/data/text-view.tsx';
import { textOf } from '#components/data/value-string.ts';
import type { DataSource } from '#components/data/view-kinds.ts';
import { VisibleText } from '#components/data/visible-text.tsx';
import { useTRPCClient } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { labelAt, type FieldLabels } from '#lib/label.ts';
import type { PathPart } from '#lib/plan.ts';
import { valueAt, type Place, type ValueHead } from '#lib/value-page.ts';

/** What can be done with a part of a value. */
export type EntryActions = {
  onPick?: ((path: PathPart[]) => void) | undefined;
  /** How the path is written where it is pasted. */
  pathText: (path: PathPart[]) => string;
  dragData?: ((path: PathPart[]) => Record<string, string>) | undefined;
  failure: (error: Error) => string;
};

export type EntryDetailProps = {
  source: DataSource;
  at: Place;
  path: PathPart[];
  head: ValueHead;
  labels: FieldLabels | null;
  actions: EntryActions;
};

const LONG = 160;

/** The chosen part of a value: where it is, all of its text, what to do with it. */
export function EntryDetail({ source, at, path, head, labels, actions }: EntryDetailProps) {
  const t = useTranslations('data.view');
  const client = useTRPCClient();
  const [previewed, setPreviewed] = useState(false);
  const text = actions.pathText(path);
  const isLong = head.kind === 'text' && (head.length > LONG || String(head.value).includes('\n'));
  const copy = async () => {
    if (source.where === 'here') return textOf(valueAt(source.value, at) ?? null);
    return textOf((await client.values.part.query({ ref: source.ref, at: [...at] })).value);
  };
  return (
    <div className="border-t border-line px-3.5 py-2">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <code className="min-w-0 flex-1 basis-32 font-mono text-xs text-ink-soft">
          <VisibleText text={text} className="line-clamp-2" />
        </code>
        {labels && <LabelBadge label={labelAt(labels, path)} />}
        <CopyButton text={copy} label={t('copyValue')} withWord word={t('value')} />
        <CopyButton text={text} label={t('copyPath')} withWord word={t('path')} />
        {actions.onPick && (
          <Button size="sm" onClick={() => actions.onPick?.(path)}>
            <CornerDownLeft aria-hidden />
            {t('use')}
          </Button>
        )}
        {head.file && !previewed && (
          <Button size="sm" onClick={() => setPreviewed(true)}>
            {t('preview')}
          </Button>
        )}
      </div>
      {head.file && previewed && (
        <div className="mt-2">
          <FileView file={head.file} />
        </div>
      )}
      {isLong && (
        <TextView
          label={t('whole')}
          source={source.where === 'here' ? { text: textOf(valueAt(source.value, at) ?? null) } : { ref: source.ref, at, length: head.length }}
          className="mt-2 max-h-56 border border-line bg-surface"
        />
      )}
    </div>
  );
}
