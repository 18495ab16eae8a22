/** A program: the REST interface and the sign-in behind the real front door, without the pages. Says where it listens. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handleApi } from '#server/api/handle.ts';
import { handleAuth } from '#server/auth-route.ts';
import { createFront } from '#server/front/front.ts';

const front = createFront({ publicUrl: 'http://localhost:3000', trustedProxies: [], dev: false, handle: answer });
front.listen(0, '127.0.0.1');
await once(front, 'listening');
process.stdout.write(`http://localhost:${(front.address() as AddressInfo).port}\n`);
process.stdin.resume().once('end', () => process.exit(0));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  const bytes: Buffer[] = [];
  for await (const chunk of request) bytes.push(chunk as Buffer);
  const flat = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  const given = new Request(`http://${headers.host ?? 'localhost'}${url}`, {
    method,
    headers: flat,
    ...(bytes.length > 0 ? { body: Buffer.concat(bytes) } : {}),
  });
  const answered = url.startsWith('/api/auth/') ? await handleAuth(given) : await handleApi(given);
  for (const [name, value] of answered.headers) if (name !== 'set-cookie') response.setHeader(name, value);
  response.setHeader('set-cookie', answered.headers.getSetCookie());
  response.writeHead(answered.status);
  response.end(Buffer.from(await answered.arrayBuffer()));
}
