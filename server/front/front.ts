/** The web's front door: every request passes here before Next sees it. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isOwnHost } from '#server/front/hosts.ts';
import { cleanPeerHeaders } from '#server/front/peer.ts';
import { setSecurityHeaders } from '#server/front/security-headers.ts';

export type FrontOptions = {
  publicUrl: string;
  trustedProxies: string[];
  tls?: { certFile: string; keyFile: string };
  dev: boolean;
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 15_000,
  // How long a request may take to arrive; how long its answer may last is not limited (live streams).
  requestTimeout: 120_000,
  keepAliveTimeout: 10_000,
};

/** A server, TLS or plain, that lets only requests in that are meant for this Hearth. */
export function createFront(options: FrontOptions): Server {
  const listener: RequestListener = (request, response) => void admit(request, response, options);
  if (options.tls === undefined) return createServer(LIMITS, listener);
  const { certFile, keyFile } = options.tls;
  return createTlsServer(
    { ...LIMITS, cert: readFileSync(certFile), key: readFileSync(keyFile), minVersion: 'TLSv1.2' },
    listener,
  );
}

async function admit(request: IncomingMessage, response: ServerResponse, options: FrontOptions): Promise<void> {
  try {
    cleanPeerHeaders(request.headers, {
      address: request.socket.remoteAddress ?? '',
      trustedProxies: options.trustedProxies,
    });
    setSecurityHeaders(request, response, { nonce: randomBytes(18).toString('base64'), dev: options.dev });
    if (!isOwnHost(request.headers.host, options.publicUrl)) return refuseHost(request, response);
    if (options.tls !== undefined || options.publicUrl.startsWith('https:'))
      request.headers['x-forwarded-proto'] = 'https';
    await options.handle(request, response);
  } catch {
    // Next has logged what it threw; the caller must still get an answer.
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
    response.end('Something went wrong in Hearth. Its log says what.\n');
  }
}

function refuseHost(request: IncomingMessage, response: ServerResponse): void {
  // The rest of the body is not wanted: the connection ends with the answer.
  response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(
    'Hearth does not answer under this name. Use http://localhost, or set HEARTH_PUBLIC_URL to the address you use.\n',
  );
  request.resume();
}
