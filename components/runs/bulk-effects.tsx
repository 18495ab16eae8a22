'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { LeftOutRun } from '#lib/views-runs.ts';

const MOST_SHOWN = 5;

export type BulkEffectsProps = {
  runs: LeftOutRun[];
  /** Ids of runs that may do again what they did. */
  ticked: ReadonlySet<string>;
  onTick: (ticked: ReadonlySet<string>) => void;
};

/** Runs that would do something once more, each with what: they are retried only where they are ticked. */
export function BulkEffects({ runs, ticked, onTick }: BulkEffectsProps) {
  const t = useTranslations('runs.bulk');
  const all = useId();
  if (runs.length === 0) return null;
  const toggle = (ids: string[], on: boolean) => {
    const next = new Set(ticked);
    for (const id of ids)
      if (on) next.add(id);
      else next.delete(id);
    onTick(next);
  };
  return (
    <fieldset className="rounded-lg border border-wait/30 bg-wait-soft px-3.5 py-3">
      <legend className="sr-only">{t('again')}</legend>
      <p className="font-medium" aria-hidden>
        {t('again')}
      </p>
      <p className="text-sm text-ink-soft">{t('againHelp')}</p>
      {runs.length > 1 && (
        <div className="mt-2 flex items-start gap-2.5">
          <Checkbox
            id={all}
            className="mt-0.5"
            checked={runs.every(({ id }) => ticked.has(id))}
            onCheckedChange={(on) =>
              toggle(
                runs.map(({ id }) => id),
                on === true,
              )
            }
          />
          <label htmlFor={all} className="cursor-pointer font-medium">
            {t('againAll', { count: runs.length })}
          </label>
        </div>
      )}
      <ul className="mt-2 flex max-h-72 flex-col gap-2 overflow-y-auto">
        {runs.map((run) => (
          <EffectRun key={run.id} run={run} checked={ticked.has(run.id)} onChange={(on) => toggle([run.id], on)} />
        ))}
      </ul>
    </fieldset>
  );
}

type EffectRunProps = { run: LeftOutRun; checked: boolean; onChange: (on: boolean) => void };

function EffectRun({ run, checked, onChange }: EffectRunProps) {
  const t = useTranslations('runs.bulk');
  const id = useId();
  const shown = run.effects.slice(0, MOST_SHOWN);
  return (
    <li className="flex items-start gap-2.5">
      <Checkbox id={id} className="mt-0.5" checked={checked} onCheckedChange={(on) => onChange(on === true)} />
      <label htmlFor={id} className="min-w-0 cursor-pointer text-base wrap-anywhere">
        <VisibleText text={run.flowName} className="font-medium whitespace-normal" />{' '}
        <span className="font-mono text-xs text-ink-soft">{run.id.slice(0, 8)}</span>
        {shown.map((effect) => (
          <span key={effect.key} className="block text-sm text-ink-soft">
            <bdi>{effect.name}</bdi>
            {effect.target && (
              <>
                {' → '}
                <VisibleText text={effect.target} className="whitespace-normal" />
              </>
            )}
            {' · '}
            <TimeAgo at={effect.at} />
          </span>
        ))}
        {run.effectCount > shown.length && (
          <span className="block text-sm text-ink-soft">
            {t('moreEffects', { count: run.effectCount - shown.length })}
          </span>
        )}
      </label>
    </li>
  );
}
