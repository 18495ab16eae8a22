import type { RunEvent, RunEventBody } from '#lib/run-event.ts';
import { loadValue } from '#platform/blobs.ts';
import { env } from '#platform/env.ts';
import type { Ingested } from '#platform/ingest.ts';
import { json } from '#server/answers.ts';
import { awaitEvent, isEnd } from '#server/services/await-run.ts';

/** How long a caller is kept waiting for the flow's answer. */
export const SYNC_WAIT_MS = 30_000;

// What a flow may say to its caller. Above all no Set-Cookie: the answer comes from Hearth's own origin.
const ALLOWED_HEADERS =
  /^(content-type|content-disposition|content-language|cache-control|retry-after|etag|last-modified|link|location|x-[a-z0-9-]+)$/;
const DENIED_HEADERS =
  /^x-(frame-options|content-type-options|accel-.*|forwarded-.*|sendfile.*|hearth-.*|middleware-.*|nextjs-.*)$/;

// Answers may carry text of strangers and share an origin with the pages: no script of theirs may ever run here.
const GUARD = { 'content-security-policy': "sandbox; default-src 'none'", 'x-content-type-options': 'nosniff' };

/** `202 Accepted` with where to look. */
export function acceptedAnswer(runId: string): Response {
  const url = `${env().publicUrl}/runs/${runId}`;
  return json({ runId, url }, { status: 202, headers: { location: url } });
}

/** The same where the run begins later, with the reason; nobody is kept waiting for an answer of it. */
export function heldAnswer(runId: string, { why, until }: NonNullable<Ingested['held']>): Response {
  const url = `${env().publicUrl}/runs/${runId}`;
  return json({ runId, url, waiting: { message: why, until } }, { status: 202, headers: { location: url } });
}

/** What the flow responds; when it takes longer than thirty seconds, 202 with the address of the run. */
export async function syncAnswer({ runId, signal }: { runId: string; signal: AbortSignal }): Promise<Response> {
  const until = (event: RunEvent) => event.body.type === 'run.responded' || isEnd(event);
  const event = await awaitEvent({ runId, until, timeoutMs: SYNC_WAIT_MS, signal });
  if (!event) return acceptedAnswer(runId);
  const { body } = event;
  if (body.type === 'run.responded') return respondedAnswer(body);
  if (body.type === 'run.done') return json({ runId, status: 'done' });
  // Why a run failed is for its owner, not for whoever calls the webhook.
  return json({ error: { code: 'run_ended', message: 'The flow ended without an answer.' }, runId }, { status: 500 });
}

async function respondedAnswer(body: Extract<RunEventBody, { type: 'run.responded' }>): Promise<Response> {
  const value = await loadValue(body.body);
  const headers = new Headers({ 'cache-control': 'no-store' });
  headers.set('content-type', typeof value === 'string' ? 'text/plain; charset=utf-8' : 'application/json');
  for (const [name, text] of Object.entries(body.headers)) if (isSafeHeader(name, text)) headers.set(name, text);
  for (const [name, text] of Object.entries(GUARD)) headers.set(name, text);
  const status = Number.isInteger(body.status) && body.status >= 200 && body.status <= 599 ? body.status : 200;
  const bodiless = status === 204 || status === 205 || status === 304;
  if (bodiless) return new Response(null, { status, headers });
  return new Response(typeof value === 'string' ? value : JSON.stringify(value), { status, headers });
}

function isSafeHeader(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  if (!ALLOWED_HEADERS.test(lower) || DENIED_HEADERS.test(lower) || /[^\t\x20-\x7e]/.test(value)) return false;
  return lower !== 'location' || /^(https?:\/\/|\/(?!\/))/.test(value);
}
