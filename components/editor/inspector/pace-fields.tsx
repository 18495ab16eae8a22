'use client';
import { useTranslations } from 'use-intl';
import { DurationField } from '#components/editor/fields/time-fields.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { FlowNode } from '#lib/flow.ts';
import { PACE_DEFAULTS } from '#lib/pace.ts';
import type { Json } from '#lib/value.ts';

type Pace = NonNullable<NonNullable<FlowNode['settings']>['pace']>;
type Time = 'per' | 'quiet' | 'longest' | 'within';

const EACH = 'each';
export type PaceFieldsProps = {
  pace: Pace | undefined;
  change: (pace: Pace | undefined) => void;
  error: string | undefined;
};

/** How events of a trigger start runs when many come. */
export function PaceFields({ pace, change, error }: PaceFieldsProps) {
  const t = useTranslations('inspector.pace');
  const modes = [
    { value: EACH, title: t('each') },
    { value: 'rate', title: t('rate'), hint: t('rateHint') },
    { value: 'debounce', title: t('debounce'), hint: t('debounceHint') },
    { value: 'batch', title: t('batch'), hint: t('batchHint') },
  ];
  const choose = (mode: string) => change(mode === EACH ? undefined : { mode: mode as Pace['mode'] });
  return (
    <>
      <Field label={t('quickly')} error={error}>
        <Select value={pace?.mode ?? EACH} options={modes} onValueChange={choose} />
      </Field>
      {pace?.mode === 'rate' && <RateFields pace={pace} change={change} />}
      {pace?.mode === 'debounce' && (
        <>
          <TimeField
            pace={pace}
            change={change}
            name="quiet"
            label={t('quiet')}
            fallback={PACE_DEFAULTS.debounce.quiet}
          />
          <TimeField
            pace={pace}
            change={change}
            name="longest"
            label={t('longest')}
            hint={t('longestHint')}
            fallback={PACE_DEFAULTS.debounce.longest}
          />
        </>
      )}
      {pace?.mode === 'batch' && (
        <>
          <CountField
            pace={pace}
            change={change}
            name="count"
            label={t('events')}
            fallback={PACE_DEFAULTS.batch.count}
          />
          <TimeField
            pace={pace}
            change={change}
            name="within"
            label={t('orAfter')}
            hint={t('orAfterHint')}
            fallback={PACE_DEFAULTS.batch.within}
          />
        </>
      )}
      {pace && (
        <Field
          label={t('separately')}
          required={false}
          hint={t('separatelyHint', { example: '{{ trigger.chat.id }}' })}
        >
          <Input
            className="font-mono text-sm sm:text-sm"
            maxLength={200}
            value={pace.key ?? ''}
            onChange={({ target }) => change(withPart(pace, 'key', target.value || undefined))}
          />
        </Field>
      )}
    </>
  );
}

type PartProps = { pace: Pace; change: PaceFieldsProps['change'] };

function RateFields({ pace, change }: PartProps) {
  const t = useTranslations('inspector.pace');
  const { count, per, over, limit } = PACE_DEFAULTS.rate;
  return (
    <>
      <CountField pace={pace} change={change} name="count" label={t('runs')} fallback={count} />
      <TimeField pace={pace} change={change} name="per" label={t('in')} fallback={per} />
      <Field label={t('over')}>
        <Select
          value={pace.over ?? over}
          options={[
            { value: 'wait', title: t('overWait') },
            { value: 'drop', title: t('overDrop') },
          ]}
          onValueChange={(value) => change(withPart(pace, 'over', value === 'drop' ? 'drop' : undefined))}
        />
      </Field>
      {pace.over !== 'drop' && (
        <CountField
          pace={pace}
          change={change}
          name="limit"
          label={t('mayWait')}
          hint={t('mayWaitHint')}
          fallback={limit}
        />
      )}
    </>
  );
}

type CountProps = PartProps & { name: 'count' | 'limit'; label: string; hint?: string; fallback: number };

function CountField({ pace, change, name, label, hint, fallback }: CountProps) {
  const most = name === 'limit' ? 10_000 : 1000;
  return (
    <Field label={label} hint={hint}>
      <Input
        type="number"
        className="tabular"
        min={1}
        max={most}
        placeholder={String(fallback)}
        value={pace[name] ?? ''}
        onChange={({ target }) => {
          const count = Math.min(most, Math.max(1, Math.floor(target.valueAsNumber)));
          change(withPart(pace, name, Number.isNaN(count) ? undefined : count));
        }}
      />
    </Field>
  );
}

type TimeProps = PartProps & { name: Time; label: string; hint?: string; fallback: string };

function TimeField({ pace, change, name, label, hint, fallback }: TimeProps) {
  return (
    <Field label={label} hint={hint}>
      <DurationField
        label={label}
        schema={{ placeholder: fallback }}
        value={pace[name]}
        onChange={(value) => change(withPart(pace, name, timeText(value)))}
      />
    </Field>
  );
}

function timeText(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What is not set is left out: its default holds. */
function withPart(pace: Pace, name: keyof Pace, value: string | number | undefined): Pace {
  const { [name]: _old, ...rest } = pace;
  return (value === undefined ? rest : { ...rest, [name]: value }) as Pace;
}
