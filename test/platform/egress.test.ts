import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { egressFetch, egressFor } from '#platform/egress.ts';
import type { Address } from '#platform/egress-address.ts';
import { db } from '#prisma/client.ts';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await db().contact.deleteMany();
});

type Site = {
  host: string;
  url: string;
  port: number;
  seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
};

async function site(answer: RequestListener): Promise<Site> {
  const seen: Site['seen'] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(parts).toString() });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  const { port } = server.address() as AddressInfo;
  return { host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}/`, port, seen };
}

const says =
  (text: string): RequestListener =>
  (_request, response) =>
    response.end(text);
const redirects =
  (location: string, status = 302): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { location }).end();
  };
const allow = (...sites: { host: string }[]) => ({ allowHosts: sites.map(({ host }) => host) });
const at = (address: string) => () => Promise.resolve([{ address, family: 4 } satisfies Address]);

describe('a host in the own network', () => {
  it('is reached once the owner lists that host and port', async () => {
    const home = await site(says('hello'));
    await expect(egressFetch(home.url)).rejects.toThrow(/List the host/);
    expect(home.seen).toHaveLength(0);
    await db().contact.create({ data: { id: 'h', name: 'Home', kind: 'host', address: home.host } });
    expect(await (await egressFetch(home.url)).text()).toBe('hello');
    await db().contact.deleteMany();
    await expect(egressFetch(home.url)).rejects.toThrow(/List the host/);
  });

  it('is not reached because another port or name of it is listed', async () => {
    const home = await site(says('hello'));
    for (const address of ['127.0.0.1', `127.0.0.1:${home.port + 1}`, `localhost:${home.port}`]) {
      await expect(egressFetch(home.url, { allowHosts: [address] })).rejects.toMatchObject({ name: 'Refused' });
    }
    expect(home.seen).toHaveLength(0);
  });
});

describe('a name that changes its mind', () => {
  it('is asked once: the connection goes to the address that was checked', async () => {
    const home = await site(says('reached'));
    let asked = 0;
    const lookup = () => Promise.resolve([{ address: asked++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
    const url = `http://device.example:${home.port}/`;
    const response = await egressFetch(url, { lookup, allowHosts: [`device.example:${home.port}`] });
    expect(await response.text()).toBe('reached');
    expect(asked).toBe(1);
    expect(home.seen[0]?.headers.host).toBe(`device.example:${home.port}`);
  });

  it('is checked anew for every request and every redirect', async () => {
    const home = await site(redirects('/again'));
    const answers = ['127.0.0.1', '169.254.169.254'];
    const lookup = () => Promise.resolve([{ address: answers.shift() ?? '', family: 4 }]);
    const host = `device.example:${home.port}`;
    await expect(egressFetch(`http://${host}/`, { lookup, allowHosts: [host] })).rejects.toThrow(/reserved address/);
    expect(home.seen).toHaveLength(1);
  });
});

describe('a redirect', () => {
  it.each(['http://169.254.169.254/', 'http://127.0.0.1:1/', 'http://[::1]/', 'http://2130706433/', '//10.0.0.1/'])(
    'to %s is refused',
    async (location) => {
      const home = await site(redirects(location));
      await expect(egressFetch(home.url, allow(home))).rejects.toMatchObject({ name: 'Refused' });
    },
  );

  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'http://u:p@example.org/'])(
    'to %s is refused',
    async (location) => {
      const home = await site(redirects(location));
      await expect(egressFetch(home.url, allow(home))).rejects.toThrow(/Only addresses|user or a password/);
    },
  );

  it('to another origin takes no credentials along', async () => {
    const other = await site(says('other'));
    const home = await site(redirects(other.url, 307));
    const headers = {
      authorization: 'Bearer s',
      cookie: 's',
      'x-api-key': 's',
      'proxy-authorization': 's',
      accept: 'text/plain',
    };
    const init = { method: 'POST', body: 'data', headers, ...allow(home, other) };
    expect(await (await egressFetch(home.url, init)).text()).toBe('other');
    expect(home.seen[0]?.headers).toMatchObject({ authorization: 'Bearer s', 'x-api-key': 's' });
    expect(JSON.stringify(other.seen[0])).not.toMatch(/Bearer|"s"/);
    expect(other.seen[0]).toMatchObject({ method: 'POST', body: 'data', headers: { accept: 'text/plain' } });
  });

  it('within an origin keeps them', async () => {
    const home = await site((request, response) =>
      request.url === '/' ? redirects('/there')(request, response) : response.end('there'),
    );
    const response = await egressFetch(home.url, { headers: { authorization: 'Bearer s' }, ...allow(home) });
    expect(await response.text()).toBe('there');
    expect(response.url).toBe(`${home.url}there`);
    expect(home.seen[1]?.headers.authorization).toBe('Bearer s');
  });

  it.each([
    [301, 'GET'],
    [302, 'GET'],
    [303, 'GET'],
    [307, 'POST'],
    [308, 'POST'],
  ])('with %i turns a POST into %s', async (status, method) => {
    const home = await site((request, response) =>
      request.url === '/' ? redirects('/there', status)(request, response) : response.end(),
    );
    await egressFetch(home.url, { method: 'POST', body: 'data', ...allow(home) });
    expect(home.seen[1]).toMatchObject({ method, body: method === 'POST' ? 'data' : '' });
  });

  it('in a circle ends', async () => {
    const home = await site(redirects('/'));
    await expect(egressFetch(home.url, allow(home))).rejects.toThrow(/more than 5 times/);
    expect(home.seen).toHaveLength(6);
  });

  it('can be left to the caller or forbidden', async () => {
    const home = await site(redirects('http://169.254.169.254/'));
    expect((await egressFetch(home.url, { redirect: 'manual', ...allow(home) })).status).toBe(302);
    await expect(egressFetch(home.url, { redirect: 'error', ...allow(home) })).rejects.toThrow(/redirects to/);
  });
});

describe('the secret of a connection', () => {
  it('is sent to the hosts of the connection alone', async () => {
    const home = await site(says('ok'));
    const other = await site(says('stolen'));
    const bound = { connectionHosts: [home.host], headers: { 'x-key': 'secret' }, ...allow(home, other) };
    expect((await egressFetch(home.url, bound)).status).toBe(200);
    await expect(egressFetch(other.url, bound)).rejects.toThrow(/may not be used with/);
    expect(other.seen).toHaveLength(0);
  });
});

describe('an answer', () => {
  it('that is too large is cut off, also when it is small only while packed', async () => {
    const home = await site((request, response) => {
      const body = Buffer.alloc(5_000_000, 'x');
      if (request.url === '/plain') return response.end(body);
      return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body));
    });
    for (const path of ['plain', 'packed']) {
      const response = await egressFetch(home.url + path, { maxBytes: 1_000_000, ...allow(home) });
      await expect(response.text(), path).rejects.toThrow(/larger than 1000000 bytes/);
    }
    expect((await (await egressFetch(`${home.url}packed`, allow(home))).text()).length).toBe(5_000_000);
  });

  it('that does not come or does not end is given up', async () => {
    const home = await site((request, response) => {
      if (request.url === '/slow') response.write('begin');
    });
    await expect(egressFetch(home.url, { timeoutMs: 200, ...allow(home) })).rejects.toThrow(
      /did not answer within 0.2 s/,
    );
    const response = await egressFetch(`${home.url}slow`, { timeoutMs: 400, ...allow(home) });
    await expect(response.text()).rejects.toMatchObject({ name: 'Unreachable' });
  });

  it('that the caller no longer wants is dropped with the reason given', async () => {
    const home = await site(() => {});
    const controller = new AbortController();
    const answer = egressFetch(home.url, { signal: controller.signal, ...allow(home) });
    controller.abort(new Error('The run was stopped.'));
    await expect(answer).rejects.toThrow('The run was stopped.');
  });

  it('that never can come says so, with the code that tells that nothing was sent', async () => {
    const { host, url } = await site(says(''));
    const [server] = open.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    const error: unknown = await egressFetch(url, { allowHosts: [host] }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'Unreachable', cause: { cause: { code: 'ECONNREFUSED' } } });
  });

  it('comes bit by bit as it is sent', async () => {
    let end = () => {};
    const home = await site((_request, response) => {
      response.write('one');
      end = () => response.end('two');
    });
    const reader = (await egressFetch(home.url, allow(home))).body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe('one');
    end();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe('two');
    expect((await reader.read()).done).toBe(true);
  });

  it.each([204, 304])('without a body (%i) is an answer too', async (status) => {
    const home = await site((_request, response) => response.writeHead(status).end());
    expect((await egressFetch(home.url, allow(home))).status).toBe(status);
  });
});

describe('a fetch for SDKs', () => {
  it('takes what fetch takes and keeps the checks', async () => {
    const home = await site(says('{"ok":true}'));
    const fetch = egressFor(allow(home));
    const request = new Request(home.url, { method: 'POST', body: 'data', headers: { 'x-a': '1' } });
    expect(await (await fetch(request)).json()).toEqual({ ok: true });
    expect(home.seen[0]).toMatchObject({ method: 'POST', body: 'data', headers: { 'x-a': '1' } });
    expect((await fetch(new URL(home.url), { headers: [['x-b', '2']] })) instanceof Response).toBe(true);
    await expect(fetch('http://10.0.0.1/')).rejects.toMatchObject({ name: 'Refused' });
  });

  it('cannot choose the host header', async () => {
    const home = await site(says('ok'));
    await egressFetch(home.url, { headers: { host: 'other.example' }, ...allow(home) });
    expect(home.seen[0]?.headers.host).toBe(home.host);
  });

  it('asks the given names and no others', async () => {
    await expect(egressFetch('http://a.example/', { lookup: at('127.0.0.1') })).rejects.toThrow(/your own network/);
  });
});

describe('connections', () => {
  it('are shared by requests that may be repeated, and by no others', async () => {
    const { url, host } = await site((_request, response) => void response.end('{}'));
    await db().contact.create({ data: { id: 'one', name: 'here', kind: 'host', address: host } });
    let connections = 0;
    open.at(-1)?.on('connection', () => (connections += 1));
    for (let count = 0; count < 6; count += 1) await (await egressFetch(url)).text();
    const shared = connections;
    expect(shared).toBeLessThan(6);
    for (let count = 0; count < 2; count += 1) await (await egressFetch(url, { method: 'POST', body: 'x' })).text();
    expect(connections).toBe(shared + 2);
  });

  it('to an address that is not listed any more are of no use', async () => {
    const { url, host } = await site((_request, response) => void response.end('{}'));
    await db().contact.create({ data: { id: 'two', name: 'here', kind: 'host', address: host } });
    await (await egressFetch(url)).text();
    await db().contact.deleteMany();
    await expect(egressFetch(url)).rejects.toThrow(/own network|not listed|not allowed/i);
  });
});
