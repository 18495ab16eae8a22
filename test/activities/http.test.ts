import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { http } from '#activities/http.ts';
import { Invalid, Refused, Unreachable } from '#lib/errors.ts';
import { nodes } from '#nodes/index.ts';
import { readBlob } from '#platform/blobs.ts';
import { startEchoServer, type EchoServer, type Recorded } from '../fakes/echo-server.ts';
import { connectionOf, handMadeContext, NOW } from './hand-made-context.ts';

let echo: EchoServer;

beforeAll(async () => {
  echo = await startEchoServer();
});
afterAll(() => echo.stop());

type Context = Parameters<typeof handMadeContext>[0];

async function request(given: Record<string, unknown> & { url: string }, context: Context = {}) {
  const input = nodes['http.request'].input.parse({
    ...given,
    url: given.url.replace(/^\//, `${echo.url}/`),
  });
  return http['http.request'](input, handMadeContext(context));
}

async function failureOf(given: Record<string, unknown> & { url: string }, context: Context = {}): Promise<Error> {
  return request(given, context).then(
    () => new Error('It succeeded.'),
    (error: unknown) => error as Error,
  );
}

function last(): Recorded {
  return echo.requests.at(-1) ?? expect.fail('Nothing arrived.');
}

function bearer(token = 'tok-secret-123456') {
  return connectionOf({ type: 'http-bearer', config: { hosts: [echo.host] }, secrets: { token }, hosts: [echo.host] });
}

describe('http.request sends', () => {
  it('the query beside the one in the address', async () => {
    await request({ url: '/search?a=1', query: { q: 'x & y', page: 2, deep: true } });
    expect(last()).toMatchObject({
      method: 'GET',
      path: '/search',
      query: { a: '1', q: 'x & y', page: '2', deep: 'true' },
    });
  });

  it('JSON, a form or text, with the right content type', async () => {
    await request({ url: '/a', method: 'POST', bodyType: 'json', body: { a: [1, null] } });
    expect(last()).toMatchObject({ body: '{"a":[1,null]}', headers: { 'content-type': 'application/json' } });
    await request({ url: '/a', method: 'PUT', bodyType: 'form', body: { a: 'x y', b: [1, 2] } });
    expect(last()).toMatchObject({
      body: 'a=x+y&b=1&b=2',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    await request({
      url: '/a',
      method: 'PATCH',
      bodyType: 'text',
      body: 'Grüße',
      headers: { 'Content-Type': 'text/markdown' },
    });
    expect(last()).toMatchObject({ body: 'Grüße', headers: { 'content-type': 'text/markdown' } });
  });

  it('the effect key as idempotency key where the author named a header', async () => {
    await request({ url: '/a', method: 'POST', idempotency: 'Idempotency-Key' }, { effectKey: 'key-1' });
    expect(last().headers['idempotency-key']).toBe('key-1');
    await request({ url: '/a', method: 'POST' }, { effectKey: 'key-1' });
    expect(last().headers['idempotency-key']).toBeUndefined();
  });

  it('no form that has no names', async () => {
    expect(await failureOf({ url: '/a', method: 'POST', bodyType: 'form', body: 'text' })).toBeInstanceOf(Invalid);
  });
});

describe('http.request signs in', () => {
  it('with a token, a user and password, or an own header', async () => {
    await request({ url: '/a' }, { connection: bearer() });
    expect(last().headers.authorization).toBe('Bearer tok-secret-123456');
    const basic = { type: 'http-basic', config: { user: 'ada' }, secrets: { password: 'p:w' }, hosts: [echo.host] };
    await request({ url: '/a' }, { connection: connectionOf(basic) });
    expect(last().headers.authorization).toBe(`Basic ${Buffer.from('ada:p:w').toString('base64')}`);
    const header = {
      type: 'http-header',
      config: { header: 'X-Api-Key' },
      secrets: { value: 'k' },
      hosts: [echo.host],
    };
    await request({ url: '/a' }, { connection: connectionOf(header) });
    expect(last().headers['x-api-key']).toBe('k');
  });

  it('over whatever header the author drew', async () => {
    await request({ url: '/a', headers: { Authorization: 'Bearer drawn' } }, { connection: bearer() });
    expect(last().headers.authorization).toBe('Bearer tok-secret-123456');
  });

  it('at the hosts of the connection only, the port included', async () => {
    const before = echo.requests.length;
    for (const hosts of [['api.example.org'], ['127.0.0.1'], ['127.0.0.1:1'], []]) {
      const error = await failureOf({ url: '/a' }, { connection: { ...bearer(), hosts } });
      expect(error).toBeInstanceOf(Refused);
      expect(error.message).toContain(`may not be used with ${echo.host}`);
      expect(error.message).not.toContain('tok-secret');
    }
    expect(echo.requests.length).toBe(before);
  });

  it('again after a redirect within the host, but never at another one', async () => {
    await using other = await startEchoServer();
    const connection = { ...bearer(), hosts: [echo.host, other.host] };
    echo.answer('/moved', { status: 302, headers: { location: '/here' } });
    await request({ url: '/moved' }, { connection });
    expect(last()).toMatchObject({ path: '/here', headers: { authorization: 'Bearer tok-secret-123456' } });
    echo.answer('/away', { status: 307, headers: { location: `${other.url}/there` } });
    await request({ url: '/away' }, { connection });
    expect(other.count('/there')).toBe(1);
    expect(JSON.stringify(other.requests)).not.toContain('tok-secret');
  });

  it('never by an address with a password in it', async () => {
    expect(await failureOf({ url: echo.url.replace('//', '//ada:secret@') })).toBeInstanceOf(Invalid);
  });
});

describe('http.request gives back', () => {
  it('status, headers without cookies, and JSON as data', async () => {
    echo.answer('/json', { status: 201, headers: { 'X-Total': '3', 'set-cookie': 'session=1' }, body: { ok: [1] } });
    const output = await request({ url: '/json' });
    expect(output).toMatchObject({ status: 201, body: { ok: [1] }, headers: { 'x-total': '3' } });
    expect(JSON.stringify(output)).not.toContain('session=1');
  });

  it('text as text, also when it only claims to be JSON; nothing as null; bytes as a file', async () => {
    echo.answer('/text', { headers: { 'content-type': 'text/plain; charset=iso-8859-1' }, body: Buffer.from([0xe4]) });
    expect(await request({ url: '/text' })).toMatchObject({ body: 'ä' });
    echo.answer('/claims', { headers: { 'content-type': 'application/json' }, body: '{oops' });
    expect(await request({ url: '/claims' })).toMatchObject({ body: '{oops' });
    echo.answer('/none', { status: 204 });
    expect(await request({ url: '/none' })).toMatchObject({ status: 204, body: null });
    echo.answer('/bytes', { headers: { 'content-type': 'image/png' }, body: Buffer.from([0xff, 0xd8]) });
    const { body, file } = await request({ url: '/bytes' });
    expect(body).toBeNull();
    expect(file).toMatchObject({ contentType: 'image/png', size: 2, name: 'bytes' });
    expect(await readBlob(file?.ref ?? '')).toEqual(Buffer.from([0xff, 0xd8]));
  });

  it('statuses that the author expects', async () => {
    echo.answer('/gone', { status: 404, body: 'no' });
    expect(await request({ url: '/gone', expectStatus: [200, 404] })).toMatchObject({ status: 404, body: 'no' });
    echo.answer('/fine', { status: 200 });
    expect(await failureOf({ url: '/fine', expectStatus: [201] })).toBeInstanceOf(Refused);
  });

  it('no answer larger than it can hold', async () => {
    echo.answer('/large', { body: Buffer.alloc(11 * 1024 * 1024) });
    const error = await failureOf({ url: '/large' });
    expect(error).toBeInstanceOf(Refused);
    expect(error.message).toContain('larger than');
  });
});

describe('http.request fails', () => {
  it('for good when the service says no, with what it said', async () => {
    echo.answer('/no', { status: 422, body: { error: 'name is missing' } });
    const error = await failureOf({ url: '/no' });
    expect(error).toBeInstanceOf(Refused);
    expect(error.message).toContain('422');
    expect(error.message).toContain('name is missing');
  });

  it.each([408, 425, 429, 500, 502, 503])('in passing at %i', async (status) => {
    echo.answer('/passing', { status });
    expect(await failureOf({ url: '/passing' })).toBeInstanceOf(Unreachable);
  });

  it.each([408, 425, 429])('for good at %i when it has one attempt only: it surely was not done', async (status) => {
    echo.answer('/busy', { status });
    expect(await failureOf({ url: '/busy', method: 'POST' })).toBeInstanceOf(Refused);
    const idempotency = 'Idempotency-Key';
    expect(await failureOf({ url: '/busy', method: 'POST', idempotency })).toBeInstanceOf(Unreachable);
  });

  it('never after the service has done what it was asked, only because it says too much', async () => {
    echo.answer('/verbose', { status: 201, body: Buffer.alloc(11 * 1024 * 1024) });
    const output = await request({ url: '/verbose', method: 'POST' });
    expect(output).toMatchObject({ status: 201, body: { omitted: expect.stringContaining('larger than') as string } });
  });

  it.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': new Date(NOW.getTime() + 90_000).toUTCString() }, 90_000],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after': '999999' }, 3_600_000],
    [{ 'retry-after': 'soon' }, undefined],
  ])('and waits as it is asked to: %o', async (headers, ms) => {
    echo.answer('/slow-down', { status: 429, headers: headers });
    expect(await failureOf({ url: '/slow-down' })).toMatchObject({ retryAfterMs: ms });
  });

  it.each(['before', 'midway'] as const)(
    'in passing when the connection is cut %s the answer, and keeps the cause',
    async (cut) => {
      echo.answer('/cut', { cut, body: 'x'.repeat(1000) });
      const error = await failureOf({ url: '/cut' });
      expect(error).toBeInstanceOf(Unreachable);
      expect(error.cause).toBeInstanceOf(Error);
    },
  );

  it('in passing when nobody listens, and the cause tells that nothing was sent', async () => {
    const gone = await startEchoServer();
    await gone.stop();
    const error = await failureOf({ url: `${gone.url}/x` });
    expect(error).toBeInstanceOf(Unreachable);
    expect((error.cause as Error).cause).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('when the answer takes longer than it may', async () => {
    const release = echo.hold('/slow');
    const error = await failureOf({ url: '/slow', timeout: '50ms' });
    release();
    expect(error).toBeInstanceOf(Unreachable);
    expect(error.message).toContain('within 0.05 s');
  });

  it('with the reason of the step when the step is cancelled', async () => {
    const release = echo.hold('/held');
    const controller = new AbortController();
    const failing = failureOf({ url: '/held' }, { signal: controller.signal });
    await echo.arrived('/held');
    const reason = new Error('cancelled by a person');
    controller.abort(reason);
    expect(await failing).toBe(reason);
    release();
  });

  it('with what the egress refused, unchanged', async () => {
    const refused = new Refused('This address is in your own network.');
    expect(await failureOf({ url: '/a' }, { fetch: () => Promise.reject(refused) })).toBe(refused);
  });
});
