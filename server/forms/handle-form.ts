/** Answers /forms/<key>: a page that anybody may fill in. No session, no cookie, no script needed. */
import type { z } from 'zod';
import { uniform, untrusted } from '#lib/label.ts';
import type { Answers } from '#lib/form.ts';
import type { Json } from '#lib/value.ts';
import { form } from '#nodes/form.ts';
import { putBlob } from '#platform/blobs.ts';
import { capture, listeningAt, type Listening } from '#platform/listen.ts';
import { ingest } from '#platform/ingest.ts';
import { explain } from '#server/errors.ts';
import { newToken, readToken } from '#server/forms/form-token.ts';
import { formPage, messagePage, type Shown } from '#server/forms/form-page.ts';
import { checkSubmission, readSubmission, type SentFile } from '#server/forms/submission.ts';
import { CLIENT_IP_HEADER } from '#server/origin.ts';
import { publishedTrigger, type PublishedTrigger } from '#server/published-trigger.ts';
import { startSoon } from '#server/services/start-run.ts';
import { clientKey, TokenBuckets } from '#server/token-bucket.ts';

const TEXT = {
  gone: ['Not available', 'There is no form at this address, or it does not take anything just now.'],
  tooMany: ['Too many at once', 'Too much was sent from here. Wait a minute, then send it again.'],
  old: 'This page had been open for too long. Nothing was lost: please send it again.',
  test: 'This is a test: what you send is shown in the editor and starts nothing.',
  captured: 'Captured. Look at the editor.',
  first: 'Another event came first. Listen again in the editor.',
} as const;

type Config = z.infer<typeof form.form.input>;
/** `trigger` of a published flow, or the `test` that somebody waits for in the editor. */
type Open = { key: string; form: Config; trigger: PublishedTrigger | null; test: Listening | null };

// For one client, and for all clients of one form together.
const perClient = new TokenBuckets({ burst: 20, perMinute: 10 });
const perForm = new TokenBuckets({ burst: 120, perMinute: 120 });

/** Draws the form, or takes what was filled in. It is on disk before anybody is thanked. */
export async function handleForm(request: Request, key: string): Promise<Response> {
  try {
    const open = await openForm(key);
    // One answer for a key that never was, one that is paused and one that was deleted: nothing to learn by trying.
    if (!open) return html(messagePage(...TEXT.gone), 404);
    if (request.method === 'POST') return await take(request, open);
    if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethod();
    if (new URL(request.url).searchParams.has('sent')) return html(messagePage(open.form.title, open.form.thanks));
    return html(formPage(shownOf(open)));
  } catch (error) {
    const { status, message } = explain(error);
    return html(messagePage('This did not work', message), status);
  }
}

async function openForm(key: string): Promise<Open | null> {
  const trigger = await publishedTrigger('form', key);
  const test = trigger ? null : await listeningAt('form', key);
  const config = trigger?.config ?? test?.config;
  return config ? { key, trigger, test, form: form.form.input.parse(config) } : null;
}

async function take(request: Request, open: Open): Promise<Response> {
  const client = clientKey(request.headers.get(CLIENT_IP_HEADER) ?? '');
  const wait = perClient.take(`${open.key} ${client}`) || perForm.take(open.key);
  if (wait > 0) return html(messagePage(...TEXT.tooMany), 429, { 'retry-after': String(wait) });
  const sent = await readSubmission(request, open.form.fields);
  // A machine that fills in every box learns nothing from the answer.
  if (sent.trapped) return thanks(open);
  const checked = await checkSubmission(open.form.fields, sent);
  if ('wrong' in checked) return html(formPage(shownOf(open, { texts: sent.texts, wrong: checked.wrong })), 422);
  const once = readToken(open.key, sent.token);
  if (once === null) return html(formPage(shownOf(open, { texts: sent.texts, problem: TEXT.old })), 422);
  if (!open.trigger) return captureTest(open, checked);
  await accept(open.trigger, { ...checked, once });
  return thanks(open);
}

type Filled = { answers: Answers; files: Record<string, SentFile | null> };

async function accept(trigger: PublishedTrigger, sent: Filled & { once: string }): Promise<void> {
  const { triggerId, flowId, versionId, planHash, flowName } = trigger;
  const { runId } = await ingest({
    ...{ triggerId, flowId, versionId, planHash },
    dedupeKey: `form:${sent.once}`,
    input: (id) => valueOf(sent, id),
    labels: uniform(untrusted(`form:${flowName}`)),
    mode: 'production',
  });
  startSoon(runId);
}

/** What was sent goes to the editor and nowhere else. */
async function captureTest({ test, form: { title } }: Open, sent: Filled): Promise<Response> {
  const caught = { value: await valueOf(sent, null), labels: uniform(untrusted('form:test')) };
  const captured = test !== null && (await capture(test.id, caught));
  return html(messagePage(title, captured ? TEXT.captured : TEXT.first), captured ? 200 : 409);
}

async function valueOf({ answers, files }: Filled, runId: string | null): Promise<Json> {
  return { fields: answers, files: await keep(runId, files), submittedAt: new Date().toISOString() };
}

async function keep(runId: string | null, files: Record<string, SentFile | null>): Promise<Record<string, Json>> {
  const kept: [string, Json][] = [];
  for (const [name, file] of Object.entries(files)) {
    if (!file) kept.push([name, null]);
    else kept.push([name, { ...(await putBlob({ runId, ...file })), name: file.name }]);
  }
  return Object.fromEntries(kept);
}

function shownOf({ key, test, form: { title, description, button, fields } }: Open, more: Partial<Shown> = {}): Shown {
  const notice = test ? { notice: TEXT.test } : {};
  return { title, description, button, fields, token: newToken(key), ...notice, ...more };
}

/** A page of its own: loading it again sends nothing again. */
function thanks({ key }: Open): Response {
  return new Response(null, { status: 303, headers: { location: `/forms/${key}?sent`, 'cache-control': 'no-store' } });
}

function wrongMethod(): Response {
  return html(messagePage('This did not work', 'A form is opened with GET and sent with POST.'), 405, {
    allow: 'GET, HEAD, POST',
  });
}

function html(text: string, status = 200, headers: Record<string, string> = {}): Response {
  const own = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'x-robots-tag': 'noindex' };
  return new Response(text, { status, headers: { ...own, ...headers } });
}
