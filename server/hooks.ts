import { createHash } from 'node:crypto';
import { uniform, untrusted } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { start } from '#nodes/start.ts';
import { ingest } from '#platform/ingest.ts';
import { Conflict } from '#platform/errors.ts';
import { capture, listeningAt, type Listening } from '#platform/listen.ts';
import { errorAnswer, json } from '#server/answers.ts';
import { readBody } from '#server/body.ts';
import { Unauthorized } from '#server/errors.ts';
import { acceptedAnswer, heldAnswer, syncAnswer } from '#server/hook-answer.ts';
import { headersOf, parseHookBody, type WebhookConfig } from '#server/hook-input.ts';
import { publishedTrigger, type PublishedTrigger } from '#server/published-trigger.ts';
import { hookGuard } from '#server/services/webhook-secret.ts';
import { startSoon } from '#server/services/start-run.ts';

type Hook = Omit<PublishedTrigger, 'config'> & { config: WebhookConfig };

/** Answers /hooks/<key>. The event is on disk before the caller hears a word. */
export async function handleHook(request: Request, key: string): Promise<Response> {
  try {
    const hook = await findHook(key);
    const config = hook?.config ?? (await findTest(key))?.config;
    // One answer for a key that never was, one that is paused and one that was deleted: nothing to learn by trying.
    if (!config)
      return json({ error: { code: 'not_found', message: 'There is no webhook at this address.' } }, { status: 404 });
    const { methods } = config;
    if (!methods.some((method) => method === request.method)) return wrongMethod(methods);
    const call = await readCall(request, config);
    return hook ? await accept(request, { hook, ...call }) : await captureTest(key, call.input);
  } catch (error) {
    const authenticate: Record<string, string> =
      error instanceof Unauthorized ? { 'www-authenticate': 'Hearth-Webhook' } : {};
    return errorAnswer(error, authenticate);
  }
}

function wrongMethod(methods: readonly string[]): Response {
  const message = `This webhook takes ${methods.join(', ')}.`;
  return json({ error: { code: 'wrong_method', message } }, { status: 405, headers: { allow: methods.join(', ') } });
}

type Read = { input: Record<string, Json>; dedupeKey: string | undefined };

async function readCall(request: Request, config: WebhookConfig): Promise<Read> {
  const guard = await hookGuard(config.secret);
  const bytes = await readBody(request, config.maxBytes);
  const delivery = guard.admit(request.headers, bytes);
  const contentType = request.headers.get('content-type') ?? '';
  const input = {
    method: request.method,
    path: '/hooks',
    headers: headersOf(request.headers, guard.hides),
    query: Object.fromEntries(new URL(request.url).searchParams),
    body: await parseHookBody(bytes, { contentType, mode: config.body }),
  };
  return { input, dedupeKey: delivery && createHash('sha256').update(delivery).digest('hex') };
}

type Call = Read & { hook: Hook };

async function accept(request: Request, { hook, input, dedupeKey }: Call): Promise<Response> {
  const { runId, held } = await ingest({
    triggerId: hook.triggerId,
    flowId: hook.flowId,
    versionId: hook.versionId,
    planHash: hook.planHash,
    dedupeKey,
    input,
    labels: uniform(untrusted(`webhook:${hook.flowName}`)),
    mode: 'production',
  });
  if (held) return heldAnswer(runId, held);
  startSoon(runId);
  if (hook.config.respond === 'when-received') return acceptedAnswer(runId);
  return syncAnswer({ runId, signal: request.signal });
}

async function findHook(key: string): Promise<Hook | null> {
  const found = await publishedTrigger('webhook', key);
  return found && { ...found, config: start.webhook.input.parse(found.config) };
}

/** The address that the editor shows while somebody waits there for one event. */
async function findTest(key: string): Promise<(Listening & { config: WebhookConfig }) | null> {
  const found = await listeningAt('webhook', key);
  return found && { ...found, config: start.webhook.input.parse(found.config) };
}

/** The event goes to the editor and nowhere else. */
async function captureTest(key: string, input: Record<string, Json>): Promise<Response> {
  const test = await findTest(key);
  const caught = { value: input, labels: uniform(untrusted('webhook:test')) };
  const captured = test !== null && (await capture(test.id, caught));
  if (!captured) throw new Conflict('Another event came first. Listen again in the editor.');
  return json({ captured: true });
}
