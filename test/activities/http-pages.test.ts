import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { http } from '#activities/http.ts';
import { Invalid, Refused } from '#lib/errors.ts';
import { nodes } from '#nodes/index.ts';
import { startEchoServer, type EchoServer } from '../fakes/echo-server.ts';
import { connectionOf, handMadeContext } from './hand-made-context.ts';

let echo: EchoServer;

beforeAll(async () => {
  echo = await startEchoServer();
});
afterAll(() => echo.stop());

function request(given: Record<string, unknown>, hosts = [echo.host]) {
  const input = nodes['http.request'].input.parse({ ...given, url: `${echo.url}${String(given.url)}` });
  const connection = connectionOf({ type: 'http-bearer', config: { hosts }, secrets: { token: 'tok-secret' }, hosts });
  return http['http.request'](input, handMadeContext({ connection }));
}

function queriesOf(path: string): Record<string, string>[] {
  return echo.requests.filter((one) => one.path === path).map(({ query }) => query);
}

describe('pages of a list', () => {
  it('are followed by the Link header, signed in every time', async () => {
    const headers = { 'content-type': 'application/json' };
    echo.answer(
      '/link',
      {
        headers: { ...headers, link: '</link?p=0>; rel="prev", </link?p=2>; title="a, b"; rel="last next"' },
        body: '[1,2]',
      },
      { headers: { ...headers, link: '</link?p=1>; rel=prev' }, body: '[3]' },
    );
    expect(await request({ url: '/link?size=2', pages: 'link' })).toMatchObject({
      body: null,
      items: [1, 2, 3],
      pages: 2,
      more: false,
    });
    expect(queriesOf('/link')).toEqual([{ size: '2' }, { p: '2' }]);
    const keys = echo.requests.filter((one) => one.path === '/link').map((one) => one.headers.authorization);
    expect(keys).toEqual(['Bearer tok-secret', 'Bearer tok-secret']);
  });

  it('are followed by an address in the answer, also through an empty page', async () => {
    echo.answer(
      '/url',
      { body: { data: { items: [{ id: 1 }] }, paging: { next: `${echo.url}/url?after=1` } } },
      { body: { data: { items: [] }, paging: { next: '/url?after=2' } } },
      { body: { data: { items: [{ id: 2 }] }, paging: { next: null } } },
    );
    const output = await request({ url: '/url', pages: 'url', itemsField: 'data.items', nextField: 'paging.next' });
    expect(output).toMatchObject({ items: [{ id: 1 }, { id: 2 }], pages: 3, more: false });
    expect(queriesOf('/url')).toEqual([{}, { after: '1' }, { after: '2' }]);
  });

  it('are asked for with the cursor of the page before', async () => {
    echo.answer(
      '/cursor',
      { body: { rows: ['a'], next: 'x&y=1' } },
      { body: { rows: ['b'], next: 7 } },
      { body: { rows: ['c'], next: '' } },
    );
    const paging = { pages: 'cursor', itemsField: 'rows', pageParam: 'cursor' };
    expect(await request({ url: '/cursor?limit=1', ...paging })).toMatchObject({ items: ['a', 'b', 'c'] });
    expect(queriesOf('/cursor')).toEqual([
      { limit: '1' },
      { limit: '1', cursor: 'x&y=1' },
      { limit: '1', cursor: '7' },
    ]);
  });

  it('are counted up until one is empty', async () => {
    echo.answer('/number', { body: { list: [1] } }, { body: { list: [2] } }, { body: { list: [] } });
    const paging = { pages: 'number', itemsField: 'list', pageParam: 'offset', firstPage: 0, pageStep: 50 };
    expect(await request({ url: '/number', ...paging })).toMatchObject({ items: [1, 2], pages: 3, more: false });
    expect(queriesOf('/number')).toEqual([{ offset: '0' }, { offset: '50' }, { offset: '100' }]);
  });

  it('end at a limit of pages or items, and that is told', async () => {
    const page = { body: { list: [1, 2, 3] } };
    echo.answer('/endless', page);
    const paging = { pages: 'number', itemsField: 'list' };
    const few = await request({ url: '/endless', ...paging, maxPages: 2 });
    expect(few).toMatchObject({ items: [1, 2, 3, 1, 2, 3], pages: 2, more: true });
    const short = await request({ url: '/endless', ...paging, maxItems: 4 });
    expect(short).toMatchObject({ items: [1, 2, 3, 1], pages: 2, more: true });
    expect(echo.count('/endless')).toBe(4);
  });

  it('end when a service names the same page again', async () => {
    echo.answer('/same', { body: { list: [1], next: 'again' } });
    const output = await request({ url: '/same', pages: 'cursor', itemsField: 'list' });
    expect(output).toMatchObject({ items: [1, 1], pages: 2, more: false });
  });

  it('are never looked for at another host, port or protocol', async () => {
    await using other = await startEchoServer();
    const away = [`${other.url}/away`, `//${other.host}/away`, `https://${echo.host}/away`, 'file:///etc/passwd'];
    for (const next of away) {
      echo.answer('/lead', { body: { list: [1], next } });
      const failing = request({ url: '/lead', pages: 'url', itemsField: 'list' });
      await expect(failing).rejects.toThrow(Refused);
    }
    echo.answer('/elsewhere', { status: 302, headers: { location: `${other.url}/list` } });
    other.answer('/list', { body: { list: [1], next: '/away' } });
    const moved = request({ url: '/elsewhere', pages: 'url', itemsField: 'list' }, [echo.host, other.host]);
    await expect(moved).rejects.toThrow('one host only');
    expect([other.count('/away'), echo.count('/away')]).toEqual([0, 0]);
  });

  it('are asked for again after the wait that a service asks for, without beginning anew', async () => {
    const body = { list: [1], next: 'two' };
    const busy = { status: 503, headers: { 'retry-after-ms': '20' } };
    echo.answer('/slow', { body }, busy, { status: 429, headers: busy.headers }, { body: { list: [2] } });
    expect(await request({ url: '/slow', pages: 'cursor', itemsField: 'list' })).toMatchObject({ items: [1, 2] });
    expect(queriesOf('/slow')).toEqual([{}, { page: 'two' }, { page: 'two' }, { page: 'two' }]);
  });

  it('must have a list where the author says', async () => {
    echo.answer('/none', { body: { list: 'text' } });
    await expect(request({ url: '/none', pages: 'link', itemsField: 'list' })).rejects.toBeInstanceOf(Invalid);
    await expect(request({ url: '/none', pages: 'link' })).rejects.toThrow('is no list');
  });

  it('are for GET only', () => {
    const given = { url: 'https://a.example', method: 'POST', pages: 'link' };
    expect(nodes['http.request'].input.safeParse(given).success).toBe(false);
  });
});
