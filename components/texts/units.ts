import type { createFormatter } from 'use-intl';
import type { Texts } from '#messages/types.ts';

type Formatter = ReturnType<typeof createFormatter>;

/** Sizes, spans and moments as a person reads them. */
export type Units = {
  /** `340 ms`, `12.4 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. */
  duration: (ms: number) => string;
  /** `812 bytes`, `1.4 MB`. */
  bytes: (size: number) => string;
  /** `5 minutes ago`, `in 2 days`, `just now`. */
  relative: (at: number, now: number) => string;
  /** The exact time in the reader's own zone. */
  exact: (at: string | number | Date) => string;
};

/** The units of a language. In components: `useUnits()`. */
export function unitsOf(format: Formatter, t: Texts<'common.units'>): Units {
  return {
    duration: (ms) => durationText(ms, { format, t }),
    bytes: (size) => bytesText(size, format),
    relative: (at, now) => relativeText({ at, now }, { format, t }),
    exact: (at) => format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'medium' }),
  };
}

type Words = { format: Formatter; t: Texts<'common.units'> };

function durationText(ms: number, { format, t }: Words): string {
  if (ms < 1000) return t('ms', { n: Math.max(0, Math.round(ms)) });
  const seconds = ms / 1000;
  if (seconds < 10) {
    return t('s', { n: format.number(seconds, { minimumFractionDigits: 1, maximumFractionDigits: 1 }) });
  }
  if (seconds < 60) return t('s', { n: Math.round(seconds) });
  const whole = Math.round(seconds);
  if (whole < 3600) return t('minutes', { minutes: Math.floor(whole / 60), seconds: whole % 60 });
  if (whole < 86_400) {
    return t('hours', { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60) });
  }
  return t('days', { days: Math.floor(whole / 86_400), hours: Math.floor((whole % 86_400) / 3600) });
}

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

function bytesText(size: number, format: Formatter): string {
  let value = size;
  let at = 0;
  while (value >= 1000 && at < SIZES.length - 1) {
    value /= 1000;
    at += 1;
  }
  return format.number(value, {
    style: 'unit',
    unit: SIZES[at] ?? 'byte',
    unitDisplay: at === 0 ? 'long' : 'short',
    maximumFractionDigits: at === 0 || value >= 100 ? 0 : 1,
  });
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

function relativeText({ at, now }: { at: number; now: number }, { format, t }: Words): string {
  const distance = Math.abs(at - now);
  const unit = STEPS.find(([, size]) => distance >= size)?.[0];
  if (unit) return format.relativeTime(at, { now, unit });
  return at - now > 15_000 ? t('inAMoment') : t('justNow');
}
