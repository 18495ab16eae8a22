import { bodyOf, encodeBody } from '#activities/http-body.ts';
import type { ActivityContext, Implementations } from '#activities/context.ts';
import { retryAfterMs } from '#activities/retry-after.ts';
import { Invalid, Refused, Unreachable } from '#lib/errors.ts';
import { durationMs } from '#lib/flow.ts';
import { repeatOf } from '#nodes/http.ts';
import type { nodes } from '#nodes/index.ts';
import type { OpenConnection } from '#platform/connections.ts';

type Http = Pick<Implementations<typeof nodes>, 'http.request'>;
type Input = Parameters<Http['http.request']>[0];

const MAX_ANSWER_BYTES = 10 * 1024 * 1024;
const READS = ['GET', 'HEAD'];
/** Answers that say: not done, come back later. */
const TURNED_AWAY = [408, 425, 429];
const EXCERPT = 300;
/** Of no use to a flow, and cookies are credentials. */
const DROPPED_HEADERS = ['set-cookie', 'set-cookie2', 'connection', 'keep-alive', 'transfer-encoding'];

export const http = {
  'http.request': async (input, ctx) => {
    const url = addressOf(input);
    const headers = headersOf(input, ctx);
    const encoded = encodeBody(input.bodyType, input.body);
    if (encoded && !headers.has('content-type')) headers.set('content-type', encoded.contentType);
    const response = await send(
      url,
      { method: input.method, headers, body: encoded?.text },
      { ctx, timeout: input.timeout },
    );
    const body = await bodyOf(response).catch((error: unknown) => {
      // What the service has done is done, even if its answer is too large to keep.
      if (error instanceof Refused && response.ok && !READS.includes(input.method)) return { omitted: error.message };
      throw lost(error, url, { ctx, timeout: input.timeout });
    });
    const expected = input.expectStatus ?? [];
    if (expected.length > 0 ? !expected.includes(response.status) : !response.ok)
      throw complaint(response, body, { url, ctx, input });
    return { status: response.status, headers: shown(response.headers), body };
  },
} satisfies Http;

function addressOf({ url, query }: Input): URL {
  const address = new URL(url);
  if (address.username !== '' || address.password !== '') {
    throw new Invalid(
      'The address holds a user or password. Put them into a connection and leave them out of the address.',
    );
  }
  for (const [name, value] of Object.entries(query)) address.searchParams.append(name, String(value));
  return address;
}

function headersOf(input: Input, ctx: ActivityContext): Headers {
  const headers = new Headers(input.headers);
  if (!headers.has('accept')) headers.set('accept', 'application/json, text/*;q=0.8, */*;q=0.5');
  if (!headers.has('user-agent')) headers.set('user-agent', 'Hearth');
  if (input.idempotency) headers.set(input.idempotency, ctx.effectKey);
  if (ctx.connection) signIn(headers, ctx.connection);
  return headers;
}

/** The egress sends it to the hosts of the connection only, and drops it when it is redirected to another origin. */
function signIn(headers: Headers, connection: OpenConnection): void {
  const { config, secrets } = connection;
  switch (connection.type) {
    case 'http-bearer':
      return headers.set('authorization', `Bearer ${String(secrets.token)}`);
    case 'http-basic': {
      const pair = `${String(config.user)}:${String(secrets.password)}`;
      return headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
    }
    case 'http-header':
      return headers.set(String(config.header), String(secrets.value));
    default:
      throw new Invalid(`A connection of type "${connection.type}" cannot sign in HTTP requests.`);
  }
}

type Sending = { ctx: ActivityContext; timeout: string };

async function send(url: URL, init: RequestInit, sending: Sending): Promise<Response> {
  const { ctx, timeout } = sending;
  try {
    return await ctx.fetch(url, {
      ...init,
      signal: ctx.signal,
      timeoutMs: durationMs(timeout),
      maxBytes: MAX_ANSWER_BYTES,
    });
  } catch (error) {
    throw lost(error, url, sending);
  }
}

function lost(error: unknown, url: URL, { ctx }: Sending): unknown {
  if (ctx.signal.aborted) return ctx.signal.reason;
  if (error instanceof Refused || error instanceof Unreachable || error instanceof Invalid) return error;
  return new Unreachable(`Cannot reach ${url.host}. Is the address right, and is the service up?`, { cause: error });
}

type Asked = { url: URL; ctx: ActivityContext; input: Input };

function complaint(response: Response, body: unknown, { url, ctx, input }: Asked): Error {
  const { status, statusText } = response;
  const text = typeof body === 'string' ? body : body === null ? '' : JSON.stringify(body);
  const excerpt = text === '' ? '' : `: ${text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text}`;
  const message = `${url.host} answered ${status}${statusText === '' ? '' : ` ${statusText}`}${excerpt}`;
  const turnedAway = TURNED_AWAY.includes(status);
  // It surely was not done, so nobody needs to be asked whether it was; a request like this has one attempt only.
  if (turnedAway && repeatOf(input) === 'never') return new Refused(`${message}. It was not done; try again later.`);
  if (!turnedAway && status < 500) return new Refused(message);
  const wait = retryAfterMs(response.headers, ctx.now().getTime());
  return new Unreachable(message, wait === undefined ? {} : { retryAfterMs: wait });
}

function shown(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !DROPPED_HEADERS.includes(name)));
}
