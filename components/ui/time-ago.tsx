'use client';
import { useSyncExternalStore } from 'react';

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `5 minutes ago`, `in 2 days`, `just now`. */
export function relativeTime(at: number, now: number): string {
  const distance = at - now;
  for (const [unit, size] of STEPS) {
    if (Math.abs(distance) >= size) return relative.format(Math.round(distance / size), unit);
  }
  return distance > 5000 ? 'in a moment' : 'just now';
}

/** The exact time in the reader's own zone. */
export function exactTime(at: string | number | Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
}

// One clock for all: every label turns over together and an idle page wakes once in 20 s.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    listeners.forEach((notify) => notify());
  }, 20_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time now, to the next 20 s; the component renders again when it moves on. */
export function useNow(): number {
  return useSyncExternalStore(
    subscribe,
    () => now,
    () => now,
  );
}

/** A relative time; the exact one on hover and for machines. */
export function TimeAgo({ at, className }: { at: string | number; className?: string }) {
  const moment = new Date(at);
  const ticking = Math.max(useNow(), 0);
  return (
    <time dateTime={moment.toISOString()} title={exactTime(moment)} className={className} suppressHydrationWarning>
      {relativeTime(moment.getTime(), ticking)}
    </time>
  );
}
