'use client';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { OrExpression } from '#components/editor/fields/choice-fields.tsx';
import { useForm, type FieldProps } from '#components/editor/fields/field-context.tsx';
import { TextField } from '#components/editor/fields/text-field.tsx';
import { plainText } from '#components/editor/model/plain.ts';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';

const UNITS = ['s', 'm', 'h', 'd', 'ms'] as const;

/** A number and a unit; written as `30s`, `5m`, `2h`, `3d`. */
export function DurationField(props: FieldProps) {
  const t = useTranslations('fields.time');
  const { schema, value, onChange, label } = props;
  const shown = typeof value === 'string' ? value : typeof schema.default === 'string' ? schema.default : '';
  const [, count = '', unit = ''] = /^(\d*)(ms|s|m|h|d)$/.exec(shown) ?? [];
  const known = unit || (/\d+([smhd])$/.exec(schema.placeholder ?? '')?.[1] ?? 'm');
  const write = (nextCount: string, nextUnit: string) =>
    onChange(nextCount === '' ? undefined : `${Math.max(0, Math.floor(Number(nextCount)))}${nextUnit}`);
  return (
    <OrExpression {...props}>
      <div className="flex gap-1.5">
        <Input
          id={props.id}
          aria-label={props.id ? undefined : label}
          aria-invalid={props['aria-invalid']}
          type="number"
          min={0}
          step={1}
          className="tabular"
          placeholder={/^\d+/.exec(schema.placeholder ?? '')?.[0]}
          value={count}
          onChange={(event) => write(event.target.value, known)}
        />
        <Select
          aria-label={t('unitOf', { label })}
          value={known}
          options={UNITS.map((value) => ({ value, title: t(value) }))}
          onValueChange={(next) => write(count, next)}
        />
      </div>
    </OrExpression>
  );
}

const CRON_PRESETS = [
  { value: '0 * * * *', name: 'hourly' },
  { value: '0 8 * * *', name: 'daily' },
  { value: '0 8 * * 1-5', name: 'weekdays' },
  { value: '0 9 * * 1', name: 'mondays' },
  { value: '0 9 1 * *', name: 'monthly' },
  { value: '*/15 * * * *', name: 'quarters' },
] as const;

/** Cron fields, common ones to choose, and when it would really fire. */
export function CronField(props: FieldProps) {
  const t = useTranslations('fields.time');
  const { value, onChange, label } = props;
  const { params } = useForm();
  const preset = CRON_PRESETS.find((one) => one.value === value)?.value;
  return (
    <div className="flex flex-col gap-1.5">
      <Select
        aria-label={t('common', { label: label.toLowerCase() })}
        value={preset}
        placeholder={t('chooseTimes')}
        options={CRON_PRESETS.map(({ value: cron, name }) => ({ value: cron, title: t(name) }))}
        onValueChange={onChange}
      />
      <TextField {...props} mono />
      {typeof value === 'string' && (
        <NextFires schedule={{ cron: value, timezone: plainText(params.timezone) || 'UTC' }} />
      )}
    </div>
  );
}

/** The interval of a schedule, and when it would really fire. */
export function IntervalFires({ every }: { every: string }) {
  const { params } = useForm();
  return <NextFires schedule={{ every, timezone: plainText(params.timezone) || 'UTC' }} />;
}

const FIRE = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;

function NextFires({ schedule }: { schedule: { cron?: string; every?: string; timezone: string } }) {
  const t = useTranslations('fields.time');
  const format = useFormatter();
  const trpc = useTRPC();
  const input = useDeferredValue(schedule);
  const preview = useQuery(
    trpc.schedule.preview.queryOptions(input, { retry: false, staleTime: 30_000, placeholderData: (last) => last }),
  );
  if (preview.error) return <p className="text-sm text-ink-faint">{messageOf(preview.error)}</p>;
  if (!preview.data) return null;
  return (
    <div className="rounded-lg border border-line bg-ground px-3 py-2 text-sm text-ink-soft">
      <p className="mb-1 text-xs font-medium text-ink-faint">{t('next', { zone: schedule.timezone })}</p>
      <ol className="tabular">
        {preview.data.fires.map((fire) => (
          <li key={fire}>
            <time dateTime={fire}>
              {format.dateTime(new Date(fire), { ...FIRE, timeZone: zoneOr(schedule.timezone) })}
            </time>
          </li>
        ))}
      </ol>
    </div>
  );
}

function zoneOr(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

/** A time zone by name; the browser knows them all. */
export function TimezoneField(props: FieldProps) {
  const list = useId();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const { value, schema } = props;
  return (
    <>
      <TextField {...props} value={value ?? schema.default} list={list} />
      <datalist id={list}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

/** A moment: picked in the reader's own zone, kept as ISO text in UTC. */
export function DateTimeField(props: FieldProps) {
  const { value, onChange, label } = props;
  const moment = typeof value === 'string' ? new Date(value) : null;
  const valid = moment !== null && !Number.isNaN(moment.getTime());
  const local = valid
    ? new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
    : '';
  return (
    <OrExpression {...props}>
      <Input
        id={props.id}
        aria-label={props.id ? undefined : label}
        aria-invalid={props['aria-invalid']}
        type="datetime-local"
        value={local}
        onChange={(event) =>
          onChange(event.target.value === '' ? undefined : new Date(event.target.value).toISOString())
        }
      />
    </OrExpression>
  );
}
