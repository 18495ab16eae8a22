import { env } from '#platform/env.ts';
import { Forbidden } from '#server/errors.ts';

/** Set by the web process from the socket (or a trusted proxy's word); whatever a client sends under it is dropped there. */
export const CLIENT_IP_HEADER = 'x-hearth-client-ip';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Origins whose pages are Hearth's own: the public address, this machine, and the host the request itself names. */
export function trustedOrigins(request?: Request): string[] {
  const { publicUrl, port, tlsCert } = env();
  const scheme = tlsCert ? 'https' : 'http';
  const local = ['localhost', '127.0.0.1', '[::1]'].map((host) => `${scheme}://${host}:${port}`);
  const own = request?.headers.get('host');
  // A page cannot choose the Host header of its request: an Origin equal to it is the same site.
  return [publicUrl, ...local, ...(own ? [`${scheme}://${own}`] : [])];
}

/**
 * Refuses a state-changing request that a page of another site made the browser send.
 * For requests that a cookie vouches for; a bearer token is never sent by a browser on its own.
 */
export function requireSameOrigin(request: Request): void {
  if (SAFE_METHODS.includes(request.method)) return;
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const siteFits = site === null || site === 'same-origin' || site === 'none';
  const originFits = origin === null || trustedOrigins(request).includes(origin);
  if (siteFits && originFits && (site !== null || origin !== null)) return;
  throw new Forbidden(
    `This request does not come from Hearth's own page. If you reach Hearth at another address, set HEARTH_PUBLIC_URL to it.`,
  );
}
