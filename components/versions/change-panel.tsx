'use client';
import { ChevronDown, ChevronUp, MoveRight } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import type { DiffMark, ListedChange } from '#components/versions/merged-flow.ts';
import type { FieldChange } from '#lib/flow-diff.ts';
import type { Json } from '#lib/value.ts';

const TONES: Record<DiffMark, BadgeTone> = { added: 'good', removed: 'danger', changed: 'wait', moved: 'info' };
const SHOWN = 2000;

export type ChangePanelProps = {
  changes: readonly ListedChange[];
  /** Key of the one looked at. */
  current: string | null;
  onGo: (change: ListedChange) => void;
};

/** All changes, to walk through: arrow keys go on, the canvas follows. */
export function ChangePanel({ changes, current, onGo }: ChangePanelProps) {
  const t = useTranslations('versions');
  const list = useRef<HTMLOListElement>(null);
  const at = changes.findIndex(({ key }) => key === current);
  const go = (index: number) => {
    const change = changes[Math.max(0, Math.min(changes.length - 1, index))];
    if (!change) return;
    onGo(change);
    list.current?.querySelector<HTMLElement>(`[data-change="${CSS.escape(change.key)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: changes.length - 1 };
    const index = to[event.key];
    if (index === undefined) return;
    event.preventDefault();
    go(index);
  };
  if (changes.length === 0) return <p className="p-4 text-base text-ink-soft">{t('same')}</p>;
  return (
    <div className="flex min-h-0 flex-col">
      <div className="flex items-center gap-1 border-b border-line px-4 py-2">
        <h2 className="flex-1 text-base font-semibold" role="status">
          {at < 0 ? t('changes', { count: changes.length }) : t('changeOf', { at: at + 1, count: changes.length })}
        </h2>
        <Button variant="ghost" size="icon" aria-label={t('previous')} disabled={at === 0} onClick={() => go(at - 1)}>
          <ChevronUp aria-hidden />
        </Button>
        <Button
          variant="ghost"
          size="icon"
          aria-label={t('next')}
          disabled={at === changes.length - 1}
          onClick={() => go(at + 1)}
        >
          <ChevronDown aria-hidden />
        </Button>
      </div>
      <ol ref={list} aria-label={t('list')} className="min-h-0 flex-1 overflow-y-auto p-1.5" onKeyDown={onKeyDown}>
        {changes.map((change) => (
          <li key={change.key}>
            <button
              type="button"
              data-change={change.key}
              aria-current={change.key === current || undefined}
              aria-expanded={change.fields.length > 0 ? change.key === current : undefined}
              onClick={() => onGo(change)}
              className={cn(
                'flex w-full cursor-pointer items-start gap-2 rounded-md px-2.5 py-2 text-left hover:bg-hover',
                change.key === current && 'bg-hover',
              )}
            >
              <Badge tone={TONES[change.mark]}>{t(`marks.${change.mark}`)}</Badge>
              <span className="min-w-0 flex-1 text-base">
                <span className="sr-only">{t(`what.${change.what}`)} </span>
                <VisibleText text={change.name} className="line-clamp-2 whitespace-normal" />
                {change.to !== null && (
                  <span className="flex items-center gap-1 text-ink-soft">
                    <MoveRight className="size-3.5 shrink-0" aria-label={t('leadsTo')} />
                    <VisibleText text={change.to} className="truncate whitespace-pre" />
                  </span>
                )}
                <span className="block text-sm text-ink-faint" aria-hidden>
                  {t(`what.${change.what}`)}
                </span>
              </span>
            </button>
            {change.key === current && change.fields.length > 0 && <Fields fields={change.fields} />}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Each value that differs, before and after. */
function Fields({ fields }: { fields: readonly FieldChange[] }) {
  const t = useTranslations('versions');
  return (
    <dl className="mb-2 ml-2.5 flex flex-col gap-3 border-l-2 border-line py-1 pl-3">
      {fields.map(({ path, before, after }) => (
        <div key={path} className="min-w-0">
          <dt className="font-mono text-xs text-ink-faint wrap-anywhere">
            <VisibleText text={path} />
          </dt>
          <dd className="mt-1 flex flex-col gap-1">
            <Value tone="removed" title={t('before')} value={before} />
            <Value tone="added" title={t('after')} value={after} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ tone, title, value }: { tone: 'added' | 'removed'; title: string; value: Json | undefined }) {
  const t = useTranslations('versions');
  const text = value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <div
      className={cn(
        'rounded-md border px-2 py-1 text-sm',
        tone === 'added' ? 'border-good/25 bg-good-soft/60' : 'border-danger/25 bg-danger-soft/60',
      )}
    >
      <span className="sr-only">{title}: </span>
      {text === null ? (
        <em className="text-ink-faint">{t('nothing')}</em>
      ) : (
        <VisibleText text={text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text} className="font-mono text-xs" />
      )}
    </div>
  );
}
