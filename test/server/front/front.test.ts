import { execFileSync } from 'node:child_process';
import { request as plainRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createFront, type FrontOptions } from '#server/front/front.ts';

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

const open: Server[] = [];

afterEach(() => {
  for (const server of open.splice(0)) server.close().closeAllConnections();
});

/** A front door before a handler that answers with the headers that reached it. */
async function front(options: Partial<FrontOptions> = {}) {
  const server = createFront({
    publicUrl: 'http://localhost:3000',
    trustedProxies: [],
    dev: false,
    handle: (request, response) => Promise.resolve(void response.end(JSON.stringify(request.headers))),
    ...options,
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const send = options.tls === undefined ? plainRequest : tlsRequest;
  const get = (path: string, headers: Record<string, string> = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const target = {
        host: '127.0.0.1',
        port,
        path,
        headers: { host: 'localhost', ...headers },
        rejectUnauthorized: false,
      };
      send(target, (response) => {
        let body = '';
        response.on('data', (chunk) => (body += String(chunk)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      })
        .on('error', reject)
        .end();
    });
  const seen = async (headers: Record<string, string>) =>
    JSON.parse((await get('/', headers)).body) as IncomingHttpHeaders;
  return { port, get, seen };
}

test.each(['localhost', 'localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'hearth.example', 'HEARTH.example:8443'])(
  'a request for %s is let in',
  async (host) => {
    const { get } = await front({ publicUrl: 'https://hearth.example' });
    expect((await get('/', { host })).status).toBe(200);
  },
);

test.each(['evil.example', 'localhost.evil.example', 'localhost@evil.example', '10.0.0.1', 'a b'])(
  'a request for "%s" is answered 421 and never reaches a page',
  async (host) => {
    const { get } = await front({ handle: () => Promise.reject(new Error('reached')) });
    const answer = await get('/', { host });
    expect(answer.status).toBe(421);
    expect(answer.body).toContain('set HEARTH_PUBLIC_URL');
  },
);

test('a client cannot name its own address, host or anything Next says to itself', async () => {
  const { seen } = await front();
  const headers = await seen({
    'x-forwarded-for': '1.2.3.4',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'for=1.2.3.4',
    'x-real-ip': '1.2.3.4',
    'x-hearth-client-ip': '1.2.3.4',
    'x-middleware-subrequest': 'middleware',
  });
  expect(headers['x-hearth-client-ip']).toBe('127.0.0.1');
  expect(headers.host).toBe('localhost');
  expect(JSON.stringify(headers)).not.toMatch(/1\.2\.3\.4|evil|subrequest|forwarded/);
});

test('a trusted proxy names client and host; what a client wrote before it is not believed', async () => {
  const { seen } = await front({ publicUrl: 'https://hearth.example', trustedProxies: ['127.0.0.0/8', '10.0.0.5'] });
  const headers = await seen({
    'x-forwarded-for': '9.9.9.9, 203.0.113.7, 10.0.0.5',
    'x-forwarded-host': 'hearth.example',
  });
  expect(headers['x-hearth-client-ip']).toBe('203.0.113.7');
  expect(headers.host).toBe('hearth.example');
  expect(headers['x-forwarded-proto']).toBe('https');
});

test('a proxy that names a foreign host is refused', async () => {
  const { get } = await front({ trustedProxies: ['127.0.0.1'] });
  expect((await get('/', { 'x-forwarded-host': 'evil.example' })).status).toBe(421);
});

test('every page has a policy without remote origins, a fresh nonce, and is not cached', async () => {
  const { get } = await front();
  const [one, two] = [await get('/flows'), await get('/flows')];
  const policy = String(one.headers['content-security-policy']);
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}'(;|$)/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline/);
  expect(two.headers['content-security-policy']).not.toBe(policy);
  expect((JSON.parse(one.body) as IncomingHttpHeaders)['content-security-policy']).toBe(policy);
  expect(one.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  });
});

test('what a flow answers can never run as a page of Hearth', async () => {
  const { get } = await front();
  for (const path of ['/hooks/abc', '/api/v1/runs']) {
    expect((await get(path)).headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
  }
});

test('built files may be cached', async () => {
  const { get } = await front();
  expect((await get('/_next/static/chunks/a.js')).headers['cache-control']).toBeUndefined();
});

test('headers beyond 16 kB are refused', async () => {
  const { get } = await front();
  expect((await get('/', { 'x-long': 'x'.repeat(20_000) })).status).toBe(431);
});

test('a handler that throws still gives an answer, without the reason', async () => {
  const { get } = await front({ handle: () => Promise.reject(new Error('at /home/me/secret')) });
  const answer = await get('/');
  expect(answer.status).toBe(500);
  expect(answer.body).not.toContain('secret');
});

test('with a certificate it speaks TLS, and not plain HTTP', async () => {
  const folder = process.env.HEARTH_DATA ?? '';
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=localhost', '-days', '2', '-nodes'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-keyout', keyFile, '-out', certFile, ...subject], {
    stdio: 'pipe',
  });
  const { get, port } = await front({ publicUrl: 'https://localhost', tls: { certFile, keyFile } });
  expect((await get('/')).status).toBe(200);
  const plain = connect(port, '127.0.0.1', () => plain.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));
  let answer = '';
  plain.on('data', (chunk) => (answer += String(chunk)));
  await new Promise((resolve) => plain.on('error', resolve).on('close', resolve));
  expect(answer).not.toContain('200 OK');
});
