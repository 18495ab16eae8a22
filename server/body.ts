import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import { TooLarge } from '#server/errors.ts';

/** Largest body of the API's own routes; webhooks have limits of their own. */
export const API_BODY_LIMIT = 10 * 1024 * 1024;

/** The request's body, read only as far as the limit: a larger one is refused while it streams in. */
export async function readBody(request: Request, limit: number): Promise<Buffer> {
  const tooLarge = new TooLarge(`The body is larger than ${sizeText(limit)}.`);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > limit) {
      // Not awaited: cancelling may wait for a sender who never stops.
      void reader?.cancel().catch(() => {});
      throw tooLarge;
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** The body as JSON; undefined when there is none. */
export async function readJson(request: Request, limit: number): Promise<Json | undefined> {
  const body = await readBody(request, limit);
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as Json;
  } catch {
    throw new Invalid('The body is not valid JSON.');
  }
}

/** A request like the given one whose body has been read already. */
export function withBody(request: Request, body: Buffer): Request {
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, ...(body.length > 0 ? { body: new Uint8Array(body) } : {}) });
}

function sizeText(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${Math.floor(bytes / 1024)} KB`;
}
