/** The pages' own scripts and styles. Set-up packed them, tighter than there would be time for at each request. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const MOUNT = '/_next/static';
const ONE_YEAR_S = 31_536_000;

/**
 * Answers requests for files below `folder` (Next's `static`, whose names change with what they hold) and passes all
 * others on to `next`. The files are listed once: this is for a finished build, not for development.
 */
export function withStaticFiles(folder: string, next: Handler): Handler {
  const serve = sirv(folder, { brotli: true, gzip: true, etag: true, immutable: true, maxAge: ONE_YEAR_S });
  return async (request, response) => {
    const address = request.url ?? '/';
    if (!address.startsWith(`${MOUNT}/`)) return next(request, response);
    request.url = address.slice(MOUNT.length);
    await new Promise<void>((resolve, reject) => {
      response.once('close', resolve);
      serve(request, response, () => {
        request.url = address;
        next(request, response).then(resolve, reject);
      });
    });
  };
}
