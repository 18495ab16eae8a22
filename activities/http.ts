import { bodyOf, encodeBody } from '#activities/http-body.ts';
import type { ActivityContext, Implementations } from '#activities/context.ts';
import { retryAfterMs } from '#activities/retry-after.ts';
import { Invalid, Refused, Unreachable } from '#lib/errors.ts';
import { durationMs } from '#lib/flow.ts';
import type { nodes } from '#nodes/index.ts';
import type { OpenConnection } from '#platform/connections.ts';

type Http = Pick<Implementations<typeof nodes>, 'http.request'>;
type Input = Parameters<Http['http.request']>[0];

const MAX_ANSWER_BYTES = 10 * 1024 * 1024;
const EXCERPT = 300;
/** Of no use to a flow, and cookies are credentials. */
const DROPPED_HEADERS = ['set-cookie', 'set-cookie2', 'connection', 'keep-alive', 'transfer-encoding'];

export const http = {
  'http.request': async (input, ctx) => {
    const url = addressOf(input);
    const headers = headersOf(input, url, ctx);
    const encoded = encodeBody(input.bodyType, input.body);
    if (encoded && !headers.has('content-type')) headers.set('content-type', encoded.contentType);
    const response = await send(
      url,
      { method: input.method, headers, body: encoded?.text },
      { ctx, timeout: input.timeout },
    );
    const body = await bodyOf(response, MAX_ANSWER_BYTES).catch((error: unknown) => {
      throw lost(error, url, { ctx, timeout: input.timeout });
    });
    const expected = input.expectStatus ?? [];
    if (expected.length > 0 ? !expected.includes(response.status) : !response.ok)
      throw complaint(response, body, { url, ctx });
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

function headersOf(input: Input, url: URL, ctx: ActivityContext): Headers {
  const headers = new Headers(input.headers);
  if (!headers.has('accept')) headers.set('accept', 'application/json, text/*;q=0.8, */*;q=0.5');
  if (!headers.has('user-agent')) headers.set('user-agent', 'Hearth');
  if (input.idempotency) headers.set(input.idempotency, ctx.effectKey);
  if (ctx.connection) signIn(headers, url, ctx.connection);
  return headers;
}

/** The secret goes to the hosts its owner named and nowhere else. */
function signIn(headers: Headers, url: URL, connection: OpenConnection): void {
  if (!connection.hosts.some((host) => sameHost(host, url))) {
    throw new Refused(
      `The connection "${connection.name}" may not be used with ${url.host}. Add the host to the connection if that is right.`,
    );
  }
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

function sameHost(host: string, url: URL): boolean {
  const named = `${url.protocol}//${host}`;
  return URL.canParse(named) && new URL(named).host === url.host;
}

type Sending = { ctx: ActivityContext; timeout: string };

async function send(url: URL, init: RequestInit, sending: Sending): Promise<Response> {
  const timeoutMs = durationMs(sending.timeout);
  const signal = AbortSignal.any([sending.ctx.signal, AbortSignal.timeout(timeoutMs)]);
  // A service could echo a header of its choice to a place of its choice: redirects are followed only without a secret.
  const redirect = sending.ctx.connection ? 'manual' : 'follow';
  try {
    return await sending.ctx.fetch(url, { ...init, redirect, signal, timeoutMs, maxBytes: MAX_ANSWER_BYTES });
  } catch (error) {
    throw lost(error, url, sending);
  }
}

function lost(error: unknown, url: URL, { ctx, timeout }: Sending): unknown {
  if (ctx.signal.aborted) return ctx.signal.reason;
  if (error instanceof Refused || error instanceof Unreachable || error instanceof Invalid) return error;
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new Unreachable(`${url.host} did not answer within ${timeout}.`, { cause: error });
  }
  return new Unreachable(`Cannot reach ${url.host}. Is the address right, and is the service up?`, { cause: error });
}

function complaint(response: Response, body: unknown, { url, ctx }: { url: URL; ctx: ActivityContext }): Error {
  const { status } = response;
  const text = typeof body === 'string' ? body : body === null ? '' : JSON.stringify(body);
  const excerpt = text === '' ? '' : `: ${text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text}`;
  const message = `${url.host} answered ${status}${response.statusText === '' ? '' : ` ${response.statusText}`}${excerpt}`;
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const wait = retryAfterMs(response.headers, ctx.now().getTime());
    return new Unreachable(message, wait === undefined ? {} : { retryAfterMs: wait });
  }
  if (status >= 300 && status < 400 && response.headers.has('location')) {
    return new Refused(`${message}. It points elsewhere; use the final address in this step.`);
  }
  return new Refused(message);
}

function shown(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !DROPPED_HEADERS.includes(name)));
}
