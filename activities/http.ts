import { encodeBody } from '#activities/http-body.ts';
import type { ActivityContext, Implementations } from '#activities/context.ts';
import { exchange, type Asking } from '#activities/http-exchange.ts';
import { collectPages } from '#activities/http-pages.ts';
import { openFile } from '#activities/kept-files.ts';
import { Invalid } from '#lib/errors.ts';
import type { nodes } from '#nodes/index.ts';
import type { OpenConnection } from '#platform/connections.ts';

type Http = Pick<Implementations<typeof nodes>, 'http.request'>;
type Input = Parameters<Http['http.request']>[0];

/** Of no use to a flow, and cookies are credentials. */
const DROPPED_HEADERS = ['set-cookie', 'set-cookie2', 'connection', 'keep-alive', 'transfer-encoding'];

export const http = {
  'http.request': async (input, ctx) => {
    const url = addressOf(input);
    const asking = await askingOf(input, ctx);
    if (input.pages === 'none') {
      const { status, headers, body, file } = await exchange(url, asking, ctx);
      return { status, headers: shown(headers), body, file, items: [], pages: 1, more: false };
    }
    const { last, ...collected } = await collectPages(input, url, (page) => {
      ctx.heartbeat();
      return exchange(page, asking, ctx);
    });
    return { status: last.status, headers: shown(last.headers), body: null, file: null, ...collected };
  },
} satisfies Http;

function addressOf({ url, query }: Input): URL {
  const address = new URL(url);
  if (address.username !== '' || address.password !== '') {
    throw new Invalid(
      'The address holds a user or password. Put them into a connection and leave them out of the address.',
    );
  }
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) address.searchParams.append(name, String(one));
  }
  return address;
}

async function askingOf(input: Input, ctx: ActivityContext): Promise<Asking> {
  const headers = headersOf(input, ctx);
  const encoded = await encodeBody(input.bodyType, input.body, (file) => openFile(ctx, file, 'body'));
  // The border of a form with files is ours: a drawn header would name another.
  if (encoded && (input.bodyType === 'multipart' || !headers.has('content-type'))) {
    headers.set('content-type', encoded.contentType);
  }
  const { method, answer, redirects, expectStatus, anyStatus, idempotency, timeout, pages } = input;
  return {
    ...{ method, answer, redirects, expectStatus, anyStatus, idempotency, timeout, headers },
    body: encoded?.body,
    isPaged: pages !== 'none',
  };
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

function shown(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !DROPPED_HEADERS.includes(name)));
}
