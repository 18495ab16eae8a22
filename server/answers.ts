import { explain } from '#server/errors.ts';

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A JSON answer that no cache keeps and no browser guesses about. */
export function json(
  body: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return Response.json(body, { status, headers: { ...HEADERS, ...headers } });
}

/** The answer to whatever was thrown: `{ error: { code, message, details? } }`. */
export function errorAnswer(error: unknown, headers: Record<string, string> = {}): Response {
  const { status, code, message, details } = explain(error);
  return json({ error: { code, message, ...(details === undefined ? {} : { details }) } }, { status, headers });
}
