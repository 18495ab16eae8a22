'use client';
import { useSyncExternalStore } from 'react';
import { useUnits } from '#components/texts/use-units.ts';

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
  const units = useUnits();
  return (
    <time dateTime={moment.toISOString()} title={units.exact(moment)} className={className} suppressHydrationWarning>
      {units.relative(moment.getTime(), now)}
    </time>
  );
}
