import { Context } from '@temporalio/activity';
import { TimedOut } from './map-errors.ts';
import { StoppedMeanwhile, watchStops } from './stop-watch.ts';

const HEARTBEAT_EVERY_MS = 2500;
/** A timer of Node holds 2^31 ms at most. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The run was cancelled, or the server gave this attempt up. */
export class LetGo extends Error {
  override name = 'LetGo';
  readonly workerGone: boolean;
  constructor(workerGone: boolean) {
    super(workerGone ? 'The worker is shutting down.' : 'The step was stopped.');
    this.workerGone = workerGone;
  }
}

/** What an implementation is given to notice its end, and to show that it lives. */
export type UnderWay = { signal: AbortSignal; heartbeat: (detail?: unknown) => void };

/** Runs `work` until it ends, its time is up or the run lets go of it; tells the server meanwhile that it lives. */
export async function withinLimits<T>(
  { timeoutMs, scopes }: { timeoutMs: number; scopes: readonly string[] },
  work: (limits: UnderWay) => Promise<T>,
): Promise<T> {
  const context = Context.current();
  const stop = new AbortController();
  const remote = !context.info.isLocal;
  let detail: unknown;
  const beat = remote ? setInterval(() => context.heartbeat(detail), HEARTBEAT_EVERY_MS) : undefined;
  const timer = setTimeout(() => stop.abort(timeUp(timeoutMs)), Math.min(timeoutMs, LONGEST_TIMER_MS));
  const unwatch = watchStops(scopes, () => stop.abort(new StoppedMeanwhile()));
  const onCancel = () => stop.abort(new LetGo(isShutdown(context.cancellationSignal.reason)));
  context.cancellationSignal.addEventListener('abort', onCancel, { once: true });
  if (context.cancellationSignal.aborted) onCancel();
  const ended = new Promise<never>((_, reject) => {
    if (stop.signal.aborted) reject(stop.signal.reason as Error);
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error), { once: true });
  });
  const heartbeat = (latest?: unknown) => {
    detail = latest;
    if (remote) context.heartbeat(latest);
  };
  try {
    // An implementation that does not listen to the signal must not hold the step for ever.
    return await Promise.race([work({ signal: stop.signal, heartbeat }), ended]);
  } catch (error) {
    // Whatever breaks after the abort breaks because of it.
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    clearInterval(beat);
    clearTimeout(timer);
    unwatch();
    ended.catch(() => {});
    context.cancellationSignal.removeEventListener('abort', onCancel);
  }
}

function isShutdown(reason: unknown): boolean {
  return reason instanceof Error && reason.message === 'WORKER_SHUTDOWN';
}

function timeUp(timeoutMs: number): TimedOut {
  const text = timeoutMs >= 1000 ? `${Math.round(timeoutMs / 1000)} s` : `${timeoutMs} ms`;
  return new TimedOut(`The step took longer than the ${text} it may.`);
}
