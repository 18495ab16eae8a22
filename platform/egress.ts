/** The one HTTP client. Every connection goes to an address that was checked, and to no other. */
import { fetch as undiciFetch, type RequestInit as UndiciInit, type Response as UndiciResponse } from 'undici';
import { Invalid, Refused, Unreachable } from '#lib/errors.ts';
import { hostKey } from '#lib/host-key.ts';
import { checkedAddresses, type Lookup } from '#platform/egress-address.ts';
import { pinnedAgent } from '#platform/egress-agents.ts';
import { limitedBody } from '#platform/egress-body.ts';
import { isListedHost } from '#platform/lists.ts';

export type EgressOptions = {
  /** Hosts of a connection that may be in the own network. */
  allowHosts?: readonly string[];
  /** Where the request's secret may go; it is sent nowhere else. */
  connectionHosts?: readonly string[];
  /** Largest answer, after decompression. */
  maxBytes?: number;
  /** For the whole exchange, redirects and body included. */
  timeoutMs?: number;
  /** For tests: stands in for DNS. */
  lookup?: Lookup;
};

export type EgressInit = Omit<RequestInit, 'dispatcher'> & EgressOptions;

const MAX_BYTES = 50 * 1024 * 1024;
const TIMEOUT_MS = 60_000;
const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const NO_BODY = new Set([101, 204, 205, 304]);
// To another origin go only headers that cannot be credentials.
const HARMLESS_HEADERS = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

type Hop = { url: URL; method: string; headers: Headers; body: RequestInit['body'] };

/** `fetch` with the checks. Throws Refused (not allowed, too large), Unreachable (no answer) or Invalid (no such address). */
export async function egressFetch(input: string | URL, init: EgressInit = {}): Promise<Response> {
  const first = firstHop(input, init);
  if (init.connectionHosts && !hasHost(init.connectionHosts, first.url)) {
    throw new Refused(`The connection may not be used with ${first.url.host}. Add the host to it if that is right.`);
  }
  const timeout = AbortSignal.timeout(init.timeoutMs ?? TIMEOUT_MS);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  let hop = first;
  for (let count = 0; ; count += 1) {
    const exchange = { hop, init, signal, timeout };
    const response = await send(exchange);
    const next = init.redirect === 'manual' ? null : nextHop(hop, response);
    if (!next) return answer(response, exchange);
    await response.body?.cancel();
    if (init.redirect === 'error') throw new Refused(`${hop.url.host} redirects to ${next.url.host}.`);
    if (count >= MOST_REDIRECTS) throw new Refused(`${first.url.host} redirects more than ${MOST_REDIRECTS} times.`);
    hop = next;
  }
}

/** A `fetch` for SDKs. */
export function egressFor(options: EgressOptions): typeof fetch {
  return async (input, init) => {
    if (!(input instanceof Request)) return egressFetch(input, { ...init, ...options });
    const body = input.body === null ? null : await input.arrayBuffer();
    const { method, headers, signal } = input;
    return egressFetch(input.url, { method, headers, signal, body, ...init, ...options });
  };
}

type Exchange = { hop: Hop; init: EgressInit; signal: AbortSignal; timeout: AbortSignal };

async function send({ hop, init, signal, timeout }: Exchange): Promise<UndiciResponse> {
  const { url, method, headers, body } = hop;
  const isListed = hasHost(init.allowHosts ?? [], url) || (await isListedHost(url.host));
  const addresses = await checkedAddresses(url, { lookup: init.lookup, isListed });
  const request = {
    method,
    headers: [...headers],
    body,
    redirect: 'manual',
    signal,
    dispatcher: pinnedAgent({ origin: url.origin, addresses, repeatable: method === 'GET' || method === 'HEAD' }),
  };
  try {
    return await undiciFetch(url, { ...request, ...(isStream(body) ? { duplex: 'half' } : {}) } as UndiciInit);
  } catch (error) {
    throw failure(error, { url, init, timeout });
  }
}

function answer(response: UndiciResponse, { hop, init, timeout }: Exchange): Response {
  const stream = response.body as unknown as ReadableStream<Uint8Array> | null;
  const maxBytes = init.maxBytes ?? MAX_BYTES;
  const explain = (error: unknown) => failure(error, { url: hop.url, init, timeout });
  const body =
    stream === null || NO_BODY.has(response.status)
      ? null
      : limitedBody(stream, { maxBytes, host: hop.url.host, explain });
  const { status, statusText } = response;
  const result = new Response(body, { status, statusText, headers: [...response.headers] });
  Object.defineProperty(result, 'url', { value: hop.url.href });
  return result;
}

function firstHop(input: string | URL, init: EgressInit): Hop {
  const headers = new Headers(init.headers);
  headers.delete('host');
  return {
    url: checkedUrl(String(input)),
    method: (init.method ?? 'GET').toUpperCase(),
    headers,
    body: init.body ?? null,
  };
}

function checkedUrl(text: string, base?: URL): URL {
  if (!URL.canParse(text, base?.href)) throw new Invalid(`"${text.slice(0, 200)}" is not a web address.`);
  const url = new URL(text, base?.href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Refused('Only addresses with http:// and https:// can be called.');
  if (url.username !== '' || url.password !== '') {
    throw new Invalid('The address holds a user or a password. Put them into a connection.');
  }
  return url;
}

function nextHop(hop: Hop, response: UndiciResponse): Hop | null {
  const location = response.headers.get('location');
  if (location === null || !REDIRECTS.has(response.status)) return null;
  const url = checkedUrl(location, hop.url);
  const headers = new Headers(hop.headers);
  if (url.origin !== hop.url.origin) {
    for (const name of [...headers.keys()]) if (!HARMLESS_HEADERS.has(name)) headers.delete(name);
  }
  const { status } = response;
  const toGet =
    (status === 303 && hop.method !== 'HEAD') || ((status === 301 || status === 302) && hop.method === 'POST');
  if (!toGet) {
    if (isStream(hop.body)) throw new Refused(`${hop.url.host} redirects, and what was sent cannot be sent again.`);
    return { ...hop, url, headers };
  }
  headers.delete('content-type');
  headers.delete('content-length');
  return { url, method: 'GET', headers, body: null };
}

function hasHost(hosts: readonly string[], url: URL): boolean {
  return hosts.some((host) => hostKey(host) === hostKey(url.host));
}

function isStream(body: RequestInit['body']): boolean {
  return body instanceof ReadableStream;
}

/** Our own errors and the caller's abort pass; everything else means that no (whole) answer came. */
function failure(error: unknown, at: { url: URL; init: EgressInit; timeout: AbortSignal }): unknown {
  const { url, init, timeout } = at;
  if (error instanceof Refused || error instanceof Invalid || error instanceof Unreachable) return error;
  if (init.signal?.aborted) return init.signal.reason;
  if (timeout.aborted) {
    return new Unreachable(`${url.host} did not answer within ${(init.timeoutMs ?? TIMEOUT_MS) / 1000} s.`, {
      cause: error,
    });
  }
  const { cause } = error as { cause?: { code?: string; message?: string } };
  const why = cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : String(error));
  return new Unreachable(`Cannot reach ${url.host} (${why}). Is it running?`, { cause: error });
}
