/** Which model is asked: the chosen one, or the next that its author named. One that failed is left alone for a while. */
import { BadKey, NoCredit, NoPictures, TooLong, UnknownModel } from '#activities/connections/model-errors.ts';
import { Unreachable } from '#lib/errors.ts';
import { NotFound } from '#platform/errors.ts';

/** A model of a service; `connection`: its id. */
export type Link = { connection: string; model: string };

const USUAL_REST_MS = 30_000;
const LONGEST_REST_MS = 10 * 60_000;
/** A key or an account is mended by a person, who wants to see soon that it worked. */
const UNTIL_MENDED_MS = 60_000;
const MOST_RESTING = 200;
/** Between attempts at which every model failed. */
const USUAL_WAIT_MS = 5_000;

/** Until when a model is left alone, for all steps of this worker. Times in ms since 1970. */
const resting = new Map<string, number>();

type Asking<L extends Link, T> = {
  ask: (link: L) => Promise<T>;
  now: () => number;
  /** Something of an answer was shown: another model would begin anew in the middle of it. */
  hasBegun: () => boolean;
};

/**
 * Asks the first that is not resting, and the next where it cannot answer; when all rest, the chosen one. Throws what
 * the model refused, `Unreachable` where one may answer later, else what the first said.
 */
export async function askInOrder<L extends Link, T>(links: readonly [L, ...L[]], asking: Asking<L, T>): Promise<T> {
  const ready = links.filter((link) => (resting.get(keyOf(link)) ?? 0) <= asking.now());
  const failures: Error[] = [];
  const order = ready.length > 0 ? ready : [links[0]];
  for (const [at, link] of order.entries()) {
    try {
      return await asking.ask(link);
    } catch (error) {
      const restMs = restOf(error);
      if (restMs === undefined) throw error;
      failures.push(error as Error);
      rest(link, asking.now() + restMs);
      if (asking.hasBegun()) throw begunAnew(error as Error, { others: at + 1 < order.length });
    }
  }
  throw together(failures);
}

/** How long to leave a model alone that failed so; undefined where another would say the same. */
function restOf(error: unknown): number | undefined {
  if (error instanceof Unreachable) return Math.min(LONGEST_REST_MS, error.retryAfterMs ?? USUAL_REST_MS);
  if (error instanceof TooLong || error instanceof NoPictures) return 0;
  const kinds = [BadKey, NoCredit, UnknownModel, NotFound];
  return kinds.some((kind) => error instanceof kind) ? UNTIL_MENDED_MS : undefined;
}

function rest(link: Link, until: number): void {
  resting.delete(keyOf(link));
  resting.set(keyOf(link), until);
  for (const oldest of resting.keys()) {
    if (resting.size <= MOST_RESTING) break;
    resting.delete(oldest);
  }
}

function keyOf({ connection, model }: Link): string {
  return JSON.stringify([connection, model]);
}

/** The next attempt need not wait for the one that broke off: it asks somebody else. */
function begunAnew(error: Error, { others }: { others: boolean }): Error {
  return others && error instanceof Unreachable ? new Unreachable(error.message, { cause: error }) : error;
}

function together(failures: readonly Error[]): Error {
  const [first, ...more] = failures;
  if (!first) return new Unreachable('No model could be asked.');
  if (more.length === 0) return first;
  const passing = failures.filter((error) => error instanceof Unreachable);
  if (passing.length === 0) return first;
  const waits = passing.map(({ retryAfterMs }) => retryAfterMs ?? 0);
  return new Unreachable(failures.map(({ message }) => message).join(' '), {
    cause: first,
    retryAfterMs: Math.min(...waits) || USUAL_WAIT_MS,
  });
}
