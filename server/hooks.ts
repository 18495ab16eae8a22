import { createHash } from 'node:crypto';
import { uniform, untrusted } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { start } from '#nodes/start.ts';
import { ingest } from '#platform/ingest.ts';
import { errorAnswer, json } from '#server/answers.ts';
import { readBody } from '#server/body.ts';
import { Unauthorized } from '#server/errors.ts';
import { acceptedAnswer, syncAnswer } from '#server/hook-answer.ts';
import { headersOf, parseHookBody, type WebhookConfig } from '#server/hook-input.ts';
import { publishedTrigger, type PublishedTrigger } from '#server/published-trigger.ts';
import { checkHookSecret } from '#server/services/webhook-secret.ts';
import { startSoon } from '#server/services/start-run.ts';

type Hook = Omit<PublishedTrigger, 'config'> & { config: WebhookConfig };

/** Answers /hooks/<key>. The event is on disk before the caller hears a word. */
export async function handleHook(request: Request, key: string): Promise<Response> {
  try {
    const hook = await findHook(key);
    // One answer for a key that never was, one that is paused and one that was deleted: nothing to learn by trying.
    if (!hook)
      return json({ error: { code: 'not_found', message: 'There is no webhook at this address.' } }, { status: 404 });
    const { methods } = hook.config;
    if (!methods.some((method) => method === request.method)) return wrongMethod(methods);
    return await accept(request, hook);
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

async function accept(request: Request, hook: Hook): Promise<Response> {
  const secretHeader = await checkHookSecret(hook.config.secret, request.headers);
  const bytes = await readBody(request, hook.config.maxBytes);
  const input = {
    method: request.method,
    path: '/hooks',
    headers: headersOf(request.headers, secretHeader),
    query: Object.fromEntries(new URL(request.url).searchParams),
    body: await parseHookBody(bytes, {
      contentType: request.headers.get('content-type') ?? '',
      mode: hook.config.body,
    }),
  } satisfies Record<string, Json>;
  const { runId } = await ingest({
    triggerId: hook.triggerId,
    flowId: hook.flowId,
    versionId: hook.versionId,
    planHash: hook.planHash,
    dedupeKey: dedupeKeyOf(request.headers),
    input,
    labels: uniform(untrusted(`webhook:${hook.flowName}`)),
    mode: 'production',
  });
  startSoon(runId);
  if (hook.config.respond === 'when-received') return acceptedAnswer(runId);
  return syncAnswer({ runId, signal: request.signal });
}

/** A sender that repeats itself under the same key gets the same run. */
function dedupeKeyOf(headers: Headers): string | undefined {
  const given = headers.get('idempotency-key') ?? headers.get('webhook-id');
  if (!given) return undefined;
  return createHash('sha256').update(given).digest('hex');
}

async function findHook(key: string): Promise<Hook | null> {
  const found = await publishedTrigger('webhook', key);
  return found && { ...found, config: start.webhook.input.parse(found.config) };
}
