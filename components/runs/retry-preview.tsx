'use client';
import { useId, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { EffectAgain, RetryPreview } from '#lib/views-runs.ts';

/** Names of steps shown before the rest is counted. */
const MOST_NAMES = 6;
const ALL = '*';

export type RetryPreviewProps = {
  preview: RetryPreview;
  /** Keys of effects that may happen again; `*` for all. */
  ticked: ReadonlySet<string>;
  onTick: (ticked: ReadonlySet<string>) => void;
};

/** What a retry reuses, does again, and would do to the world once more: that is to be ticked. */
export function RetryPreviewView({ preview, ticked, onTick }: RetryPreviewProps) {
  const t = useTranslations('runs.again');
  const { reused, again, effects, effectCount } = preview;
  const toggle = (key: string, on: boolean) => {
    const next = new Set(ticked);
    if (on) next.add(key);
    else next.delete(key);
    onTick(next);
  };
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid gap-3 text-base sm:grid-cols-2">
        <Steps title={t('reused')} steps={reused} empty={t('nothing')} />
        <Steps title={t('again')} steps={again} empty="–" />
      </dl>
      {effectCount > 0 && (
        <fieldset className="rounded-lg border border-wait/30 bg-wait-soft px-3.5 py-3">
          <legend className="sr-only">{t('effects')}</legend>
          <p className="font-medium" aria-hidden>
            {t('effects')}
          </p>
          <p className="text-sm text-ink-soft">{t('effectsHelp')}</p>
          <ul className="mt-2 flex flex-col gap-2">
            {effectCount > 1 && (
              <Tick checked={ticked.has(ALL)} onChange={(on) => toggle(ALL, on)}>
                <span className="font-medium">{t('all')}</span> <span className="tabular">({effectCount})</span>
              </Tick>
            )}
            {effects.map((effect) => (
              <Tick
                key={effect.key}
                checked={ticked.has(ALL) || ticked.has(effect.key)}
                disabled={ticked.has(ALL)}
                onChange={(on) => toggle(effect.key, on)}
              >
                <EffectText effect={effect} />
              </Tick>
            ))}
          </ul>
          {effectCount > effects.length && (
            <p className="mt-2 text-sm text-ink-soft">{t('more', { count: effectCount - effects.length })}</p>
          )}
        </fieldset>
      )}
    </div>
  );
}

function Steps({ title, steps, empty }: { title: string; steps: { node: string; name: string }[]; empty: string }) {
  const t = useTranslations('runs.again');
  const left = steps.length - MOST_NAMES;
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-faint">
        {title} {steps.length > 0 && <span className="tabular">({steps.length})</span>}
      </dt>
      <dd className="mt-0.5 text-ink-soft wrap-anywhere">
        {steps.length === 0 ? (
          empty
        ) : (
          <bdi>
            {steps
              .slice(0, MOST_NAMES)
              .map(({ name }) => name)
              .join(', ')}
          </bdi>
        )}
        {left > 0 && ` ${t('more', { count: left })}`}
      </dd>
    </div>
  );
}

function EffectText({ effect }: { effect: EffectAgain }) {
  const t = useTranslations('runs.again');
  return (
    <>
      <bdi className="font-medium">{effect.name}</bdi>
      {effect.target && (
        <>
          {' → '}
          <VisibleText text={effect.target} />
        </>
      )}
      <span className="text-ink-soft">
        {' · '}
        {effect.status === 'unknown' && `${t('unknown')} · `}
        <TimeAgo at={effect.at} />
      </span>
    </>
  );
}

type TickProps = { checked: boolean; disabled?: boolean; onChange: (checked: boolean) => void; children: ReactNode };

function Tick({ checked, disabled, onChange, children }: TickProps) {
  const id = useId();
  return (
    <li className="flex items-start gap-2.5">
      <Checkbox
        id={id}
        className="mt-0.5"
        checked={checked}
        disabled={disabled}
        onCheckedChange={(state) => onChange(state === true)}
      />
      <label htmlFor={id} className="min-w-0 cursor-pointer text-base wrap-anywhere">
        {children}
      </label>
    </li>
  );
}
