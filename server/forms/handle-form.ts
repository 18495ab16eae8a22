/** Answers /forms/<key>: a page that anybody may fill in. No session, no cookie, no script needed. */
import type { z } from 'zod';
import { uniform, untrusted } from '#lib/label.ts';
import type { Answers } from '#lib/form.ts';
import type { Json } from '#lib/value.ts';
import { chooseLocale } from '#messages/locales.ts';
import french from '#messages/fr/sentences.json' with { type: 'json' };
import { sayer } from '#messages/sentences.ts';
import { textsOf } from '#messages/texts.ts';
import { form } from '#nodes/form.ts';
import { putBlob } from '#platform/blobs.ts';
import { capture, listeningAt, type Listening } from '#platform/listen.ts';
import { ingest } from '#platform/ingest.ts';
import { explain } from '#server/errors.ts';
import { newToken, readToken } from '#server/forms/form-token.ts';
import { formPage, messagePage, type PageWords, type Shown } from '#server/forms/form-page.ts';
import { checkSubmission, readSubmission, type SentFile } from '#server/forms/submission.ts';
import { CLIENT_IP_HEADER } from '#server/origin.ts';
import { publishedTrigger, type PublishedTrigger } from '#server/published-trigger.ts';
import { startSoon } from '#server/services/start-run.ts';
import { clientKey, TokenBuckets } from '#server/token-bucket.ts';

type Config = z.infer<typeof form.form.input>;
/** `trigger` of a published flow, or the `test` that somebody waits for in the editor. */
type Open = {
  key: string;
  words: PageWords;
  form: Config;
  trigger: PublishedTrigger | null;
  test: Listening | null;
};

const SAYERS = { en: (text: string) => text, fr: sayer(french) };

/** The language that the browser asks for; what the author wrote stays as it is. */
function wordsFor(request: Request): PageWords {
  const locale = chooseLocale({ accepted: request.headers.get('accept-language') });
  return { language: locale.language, t: textsOf(locale, 'forms.page'), say: SAYERS[locale.language] };
}

// For one client, and for all clients of one form together.
const perClient = new TokenBuckets({ burst: 20, perMinute: 10 });
const perForm = new TokenBuckets({ burst: 120, perMinute: 120 });

/** Draws the form, or takes what was filled in. It is on disk before anybody is thanked. */
export async function handleForm(request: Request, key: string): Promise<Response> {
  const words = wordsFor(request);
  const { t } = words;
  try {
    const open = await openForm(key, words);
    // One answer for a key that never was, one that is paused and one that was deleted: nothing to learn by trying.
    if (!open) return html(messagePage(words, t('goneTitle'), t('gone')), 404);
    if (request.method === 'POST') return await take(request, open);
    if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethod(words);
    if (new URL(request.url).searchParams.has('sent'))
      return html(messagePage(words, open.form.title, open.form.thanks));
    return html(formPage(shownOf(open)));
  } catch (error) {
    const { status, message } = explain(error);
    return html(messagePage(words, t('failed'), words.say(message)), status);
  }
}

async function openForm(key: string, words: PageWords): Promise<Open | null> {
  const trigger = await publishedTrigger('form', key);
  const test = trigger ? null : await listeningAt('form', key);
  const config = trigger?.config ?? test?.config;
  return config ? { key, words, trigger, test, form: form.form.input.parse(config) } : null;
}

async function take(request: Request, open: Open): Promise<Response> {
  const { t } = open.words;
  const client = clientKey(request.headers.get(CLIENT_IP_HEADER) ?? '');
  const wait = perClient.take(`${open.key} ${client}`) || perForm.take(open.key);
  if (wait > 0) {
    const page = messagePage(open.words, t('tooManyTitle'), t('tooMany'));
    return html(page, 429, { 'retry-after': String(wait) });
  }
  const sent = await readSubmission(request, open.form.fields);
  // A machine that fills in every box learns nothing from the answer.
  if (sent.trapped) return thanks(open);
  const checked = await checkSubmission(open.form.fields, sent);
  if ('wrong' in checked) return html(formPage(shownOf(open, { texts: sent.texts, wrong: checked.wrong })), 422);
  const once = readToken(open.key, sent.token);
  if (once === null) return html(formPage(shownOf(open, { texts: sent.texts, problem: t('old') })), 422);
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
async function captureTest({ words, test, form: { title } }: Open, sent: Filled): Promise<Response> {
  const caught = { value: await valueOf(sent, null), labels: uniform(untrusted('form:test')) };
  const captured = test !== null && (await capture(test.id, caught));
  return html(messagePage(words, title, words.t(captured ? 'captured' : 'first')), captured ? 200 : 409);
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

function shownOf({ key, words, test, form: shown }: Open, more: Partial<Shown> = {}): Shown {
  const { title, description, button, fields } = shown;
  const notice = test ? { notice: words.t('test') } : {};
  return { words, title, description, button, fields, token: newToken(key), ...notice, ...more };
}

/** A page of its own: loading it again sends nothing again. */
function thanks({ key }: Open): Response {
  return new Response(null, { status: 303, headers: { location: `/forms/${key}?sent`, 'cache-control': 'no-store' } });
}

function wrongMethod(words: PageWords): Response {
  const page = messagePage(words, words.t('failed'), words.t('method'));
  return html(page, 405, { allow: 'GET, HEAD, POST' });
}

function html(text: string, status = 200, headers: Record<string, string> = {}): Response {
  const own = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'x-robots-tag': 'noindex' };
  return new Response(text, { status, headers: { ...own, ...headers } });
}
