/** What a timeline draws: spans of time, a window onto the run, and round times to measure by. */
import type { StepView } from '#lib/views-runs.ts';

/** Milliseconds since 1970. */
export type TimeSpan = { start: number; end: number };
/** `tried`: an attempt that failed and was made again. */
export type Segment = TimeSpan & {
  kind: 'queued' | 'working' | 'tried' | 'pause' | 'waiting' | 'done' | 'failed' | 'cut';
};

const MIN_SPAN_MS = 1;

/** Attempts and waits of a step, one after the other, until its end or now. */
export function segmentsOf(step: StepView, now: number): Segment[] {
  if (step.startedAt === null && step.phases.length === 0) return [];
  const end = step.endedAt === null ? now : Date.parse(step.endedAt);
  const phases = step.phases.length > 0 ? step.phases : [{ kind: 'running' as const, at: step.startedAt ?? '' }];
  return phases.flatMap(({ kind, at }, index) => {
    const next = phases[index + 1];
    const [start, stop] = [Date.parse(at), next ? Date.parse(next.at) : end];
    if (stop < start) return [];
    if (kind === 'queued') return [{ kind: 'queued' as const, start, end: stop }];
    if (kind === 'waiting') return [{ kind: 'waiting' as const, start, end: stop }];
    if (kind === 'retrying') return [{ kind: 'pause' as const, start, end: stop }];
    return [{ kind: next ? (next.kind === 'retrying' ? 'tried' : 'done') : lastKind(step), start, end: stop }];
  });
}

function lastKind({ status }: StepView): Segment['kind'] {
  if (status === 'failed') return 'failed';
  if (status === 'cancelled') return 'cut';
  return status === 'done' ? 'done' : 'working';
}

/** Where a span lies in the window, in percent; null when it is outside. */
export function placeIn(span: TimeSpan, view: TimeSpan): { left: number; width: number } | null {
  if (span.end < view.start || span.start > view.end) return null;
  const whole = Math.max(view.end - view.start, MIN_SPAN_MS);
  const left = Math.max(0, (span.start - view.start) / whole);
  const right = Math.min(1, (span.end - view.start) / whole);
  return { left: left * 100, width: Math.max(0, right - left) * 100 };
}

// Times are whole milliseconds.
const CLOSEST_MS = 2;

/** The window made narrower (`factor` below 1) or wider around a point of it (0 to 1), never beyond the run. */
export function zoomed(
  view: TimeSpan,
  whole: TimeSpan,
  { factor, at = 0.5 }: { factor: number; at?: number },
): TimeSpan {
  const length = view.end - view.start;
  const most = Math.max(whole.end - whole.start, MIN_SPAN_MS);
  const wanted = Math.min(most, Math.max(Math.min(CLOSEST_MS, most), length * factor));
  return clamped(
    { start: view.start + (length - wanted) * at, end: view.start + (length - wanted) * at + wanted },
    whole,
  );
}

/** The window moved by a share of its length. */
export function moved(view: TimeSpan, whole: TimeSpan, share: number): TimeSpan {
  const by = (view.end - view.start) * share;
  return clamped({ start: view.start + by, end: view.end + by }, whole);
}

function clamped(view: TimeSpan, whole: TimeSpan): TimeSpan {
  const length = view.end - view.start;
  const start = Math.min(Math.max(view.start, whole.start), Math.max(whole.start, whole.end - length));
  return { start, end: start + length };
}

const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000,
];
const DAY_MS = 86_400_000;

/** Round times since the run began that fall into the window, about `most` of them. */
export function ticksOf(view: TimeSpan, start: number, most: number): number[] {
  const length = view.end - view.start;
  const step = STEPS_MS.find((ms) => length / ms <= most) ?? Math.ceil(length / most / DAY_MS) * DAY_MS;
  const ticks: number[] = [];
  for (let at = Math.ceil((view.start - start) / step) * step; at <= view.end - start; at += step) ticks.push(at);
  return ticks;
}
