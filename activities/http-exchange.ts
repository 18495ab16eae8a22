import type { ActivityContext } from '#activities/context.ts';
import { NotJson, readAnswer, type Answer, type AnswerKind } from '#activities/http-answer.ts';
import { pause } from '#activities/pause.ts';
import { retryAfterMs } from '#activities/retry-after.ts';
import { Invalid, Refused, Unreachable } from '#lib/errors.ts';
import { durationMs } from '#lib/flow.ts';
import { repeatOf } from '#nodes/http.ts';
import { BLOB_LIMIT } from '#platform/blobs.ts';

export type Asking = {
  method: string;
  headers: Headers;
  body: string | Uint8Array<ArrayBuffer> | undefined;
  answer: AnswerKind;
  redirects: 'follow' | 'refuse' | 'return';
  expectStatus?: number[] | undefined;
  anyStatus: boolean;
  idempotency?: string | undefined;
  timeout: string;
  isPaged: boolean;
};

/** `url`: where the answer came from, after redirects. */
export type Answered = Answer & { url: URL; status: number; headers: Headers };

const READS = ['GET', 'HEAD'];
/** Answers that say: not done, come back later. */
const TURNED_AWAY = [408, 425, 429];
const SLOW_DOWN = [429, 503];
const EXCERPT = 300;
/** Longer than this a step does not wait by itself for a service to be ready again. */
const MOST_WAITING_MS = 90_000;
const REDIRECT = { follow: 'follow', refuse: 'error', return: 'manual' } as const;

/** One request and its answer; throws for a status that the author does not expect. */
export async function exchange(url: URL, asking: Asking, ctx: ActivityContext): Promise<Answered> {
  const response = await askPatiently(url, asking, ctx);
  const isGood = asking.anyStatus || isExpected(response, asking);
  const how = { as: isGood ? asking.answer : ('auto' as const), runId: ctx.runId, host: url.host };
  const answer = await readAnswer(response, how).catch((error: unknown) => {
    // What the service has done is done, even if its answer cannot be kept.
    if (error instanceof Refused && response.ok && !READS.includes(asking.method)) {
      return { body: { omitted: error.message }, file: null, size: 0 };
    }
    if (error instanceof NotJson) throw error;
    throw lost(error, url, ctx);
  });
  if (!isGood) throw complaint(response, answer.body, { url, ctx, asking });
  const from = response.url === '' ? url : new URL(response.url);
  return { ...answer, url: from, status: response.status, headers: response.headers };
}

function isExpected({ status, ok }: Response, { expectStatus = [], redirects }: Asking): boolean {
  if (expectStatus.length > 0) return expectStatus.includes(status);
  return ok || (redirects === 'return' && status >= 300 && status < 400);
}

/** Waits where it is asked to and nobody else can: what was surely not done may be asked again, and so may a page. */
async function askPatiently(url: URL, asking: Asking, ctx: ActivityContext): Promise<Response> {
  const waitsFor = asking.isPaged ? SLOW_DOWN : repeatOf(asking) === 'never' ? TURNED_AWAY : [];
  for (let left = MOST_WAITING_MS; ;) {
    const response = await send(url, asking, ctx);
    const { status, headers } = response;
    const wait = retryAfterMs(headers, ctx.now().getTime());
    const accepted = asking.anyStatus || isExpected(response, asking);
    if (accepted || !waitsFor.includes(status) || wait === undefined || wait > left) return response;
    await response.body?.cancel();
    left -= Math.max(1000, wait);
    await pause(wait, ctx.signal);
  }
}

async function send(url: URL, asking: Asking, ctx: ActivityContext): Promise<Response> {
  try {
    return await ctx.fetch(url, {
      method: asking.method,
      headers: asking.headers,
      body: asking.body ?? null,
      redirect: REDIRECT[asking.redirects],
      signal: ctx.signal,
      timeoutMs: durationMs(asking.timeout),
      maxBytes: BLOB_LIMIT,
    });
  } catch (error) {
    throw lost(error, url, ctx);
  }
}

function lost(error: unknown, url: URL, ctx: ActivityContext): unknown {
  if (ctx.signal.aborted) return ctx.signal.reason;
  if (error instanceof Refused || error instanceof Unreachable || error instanceof Invalid) return error;
  return new Unreachable(`Cannot reach ${url.host}. Is the address right, and is the service up?`, { cause: error });
}

type Asked = { url: URL; ctx: ActivityContext; asking: Asking };

function complaint(response: Response, body: unknown, { url, ctx, asking }: Asked): Error {
  const { status, statusText } = response;
  const text = typeof body === 'string' ? body : body === null ? '' : JSON.stringify(body);
  const excerpt = text === '' ? '' : `: ${text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text}`;
  const message = `${url.host} answered ${status}${statusText === '' ? '' : ` ${statusText}`}${excerpt}`;
  const turnedAway = TURNED_AWAY.includes(status);
  // It surely was not done, so nobody needs to be asked whether it was; a request like this has one attempt only.
  if (turnedAway && repeatOf(asking) === 'never') return new Refused(`${message}. It was not done; try again later.`);
  if (!turnedAway && status < 500) return new Refused(message);
  const wait = retryAfterMs(response.headers, ctx.now().getTime());
  return new Unreachable(message, wait === undefined ? {} : { retryAfterMs: wait });
}
