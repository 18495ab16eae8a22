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
  return distance > 15_000 ? 'in a moment' : 'just now';
}

/** The exact time in the reader's own zone. */
export function exactTime(at: string | number | Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
}

type Clock = { subscribe: (listener: () => void) => () => void; read: () => number };

// One clock for all: every label turns over together, and a page without labels does not wake at all.
function createClock(everyMs: number): Clock {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const turn = () => {
    now = Date.now();
    listeners.forEach((notify) => notify());
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    timer ??= setInterval(turn, everyMs);
    // What has just happened must not seem to lie in the future.
    if (Date.now() - now > 900) queueMicrotask(turn);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  };
  return { subscribe, read: () => now };
}

const slow = createClock(20_000);
const fast = createClock(1000);

/** The time now, to the next 20 s; the component renders again when it moves on. */
export function useNow(): number {
  return useSyncExternalStore(slow.subscribe, slow.read, slow.read);
}

const stand = () => () => undefined;

/** The time now, to the second, while `running`; else it stands still. */
export function useSecond(running: boolean): number {
  return useSyncExternalStore(running ? fast.subscribe : stand, fast.read, fast.read);
}

/** A relative time; the exact one on hover and for machines. */
export function TimeAgo({ at, className }: { at: string | number; className?: string }) {
  const moment = new Date(at);
  const now = useNow();
  return (
    <time dateTime={moment.toISOString()} title={exactTime(moment)} className={className} suppressHydrationWarning>
      {relativeTime(moment.getTime(), now)}
    </time>
  );
}
