import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FileValue } from '#nodes/file-value.ts';
import type { Json, Stored } from '#lib/value.ts';
import { loadValue, readBlob } from '#platform/blobs.ts';
import { closeDb, db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { handleForm } from '#server/forms/handle-form.ts';
import { setSecurityHeaders } from '#server/front/security-headers.ts';
import { CLIENT_IP_HEADER } from '#server/origin.ts';
import { addFlow, pause, publish, resume } from '#server/services/flows.ts';
import { draw } from '#test/support/draw.ts';
import { addPerson } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000 });

let owner: Actor;
let server: Server;
let base: string;

beforeAll(async () => {
  owner = await addPerson('owner');
  // As the web process does it: headers first, then the route.
  server = createServer((incoming, outgoing) => {
    setSecurityHeaders(incoming, outgoing, { nonce: 'n', dev: false });
    const { method = 'GET', url = '/' } = incoming;
    const body = method === 'POST' ? { body: Readable.toWeb(incoming), duplex: 'half' } : {};
    const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string]);
    const request = new Request(`http://localhost${url}`, { method, headers, ...body });
    const key = new URL(request.url).pathname.slice('/forms/'.length);
    void handleForm(request, key).then(async (response) => {
      // What was refused while it came in still comes: nothing else can use that connection.
      if (!incoming.complete) outgoing.setHeader('connection', 'close');
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/forms`;
});
afterAll(async () => {
  server.close().closeAllConnections();
  await closeDb();
});

const ALL: { name: string; [more: string]: Json }[] = [
  { name: 'who', type: 'text', title: 'Your name', required: true, help: 'As on your passport' },
  { name: 'story', type: 'multiline' },
  { name: 'age', type: 'number' },
  { name: 'coming', type: 'boolean' },
  { name: 'meal', type: 'choice', options: ['Fish', 'Bread & "cheese"'] },
  { name: 'days', type: 'choices', options: ['Mon', 'Tue', 'Wed'] },
  { name: 'on', type: 'date' },
  { name: 'mail', type: 'mail' },
];

type Form = { flowId: string; key: string };

async function form(params: Record<string, Json> = {}): Promise<Form> {
  const flow = draw({
    name: 'Guests',
    nodes: {
      form: ['form', { title: 'Come <b>in</b>', description: 'Two\nlines', fields: ALL, ...params }],
      say: ['template', { text: 'hi' }],
    },
    wires: ['form > say'],
  });
  const { id: flowId } = await addFlow({ flow });
  await publish(flowId, owner);
  const { key } = await db().trigger.findUniqueOrThrow({ where: { id: `${flowId}:form` } });
  return { flowId, key: key ?? '' };
}

const tokenIn = (page: string) => /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
const pageOf = async (key: string) => (await fetch(`${base}/${key}`)).text();
const runsOf = (flowId: string) => db().run.findMany({ where: { flowId } });

type Sent = { fields?: [string, string | Blob, string?][]; token?: string; from?: string; trap?: string };

async function send(key: string, sent: Sent = {}): Promise<Response> {
  const { fields = [['who', 'Ann']], from = randomUUID() } = sent;
  const token = sent.token ?? tokenIn(await pageOf(key));
  const hasFile = fields.some(([, value]) => typeof value !== 'string');
  const body = hasFile ? new FormData() : new URLSearchParams();
  body.append('token', token);
  body.append('leave_empty', sent.trap ?? '');
  for (const [name, value, filename] of fields) {
    if (typeof value === 'string') body.append(`f.${name}`, value);
    else (body as FormData).append(`f.${name}`, value, filename);
  }
  return fetch(`${base}/${key}`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { [CLIENT_IP_HEADER]: from, cookie: 'hearth.session_token=stolen' },
  });
}

async function inputOf(flowId: string): Promise<{ value: Record<string, Json>; stored: Stored; id: string }> {
  const [run] = await runsOf(flowId);
  const stored = JSON.parse(run?.input ?? '') as Stored;
  return { value: (await loadValue(stored)) as Record<string, Json>, stored, id: run?.id ?? '' };
}

describe('the page', () => {
  test('speaks the language of whoever opens it, and leaves what its author wrote as it is', async () => {
    const { key } = await form();
    const headers = { 'accept-language': 'fr-CH, en;q=0.5', [CLIENT_IP_HEADER]: randomUUID() };
    const page = await (await fetch(`${base}/${key}`, { headers })).text();
    expect(page).toContain('<html lang="fr">');
    expect(page).toContain('(facultatif)');
    expect(page).toContain('Your name');
    expect(page).not.toContain('(optional)');
    const body = new URLSearchParams({ token: tokenIn(page), 'f.who': '' });
    const sent = await fetch(`${base}/${key}`, { method: 'POST', body, headers });
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain('Remplissez ce champ.');
    const gone = await fetch(`${base}/nowhere`, { headers });
    expect(await gone.text()).toContain('Indisponible');
  });

  test('has every field with its name, works without a script, and lets nothing else in', async () => {
    const { key } = await form();
    const response = await fetch(`${base}/${key}`);
    const page = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page).toContain('<h1>Come &lt;b&gt;in&lt;/b&gt;</h1>');
    expect(page).toContain('Bread &amp; &quot;cheese&quot;');
    for (const { name } of ALL) expect(page).toContain(`name="f.${name}"`);
    expect(page).toContain('<form method="post">');
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", 'sandbox allow-forms']) {
      expect(policy).toContain(rule);
    }
    expect(policy).not.toContain('unsafe-inline');
    expect([response.headers.get('set-cookie'), response.headers.get('cache-control')]).toEqual([null, 'no-store']);
  });

  test('is not available for keys that never were, are paused or no longer published, all in the same words', async () => {
    const { key, flowId } = await form();
    const texts = [await pageOf('A'.repeat(22)), await pageOf('x')];
    await pause(flowId, owner);
    const paused = await fetch(`${base}/${key}`);
    expect([paused.status, await send(key, { token: 'x' }).then((answer) => answer.status)]).toEqual([404, 404]);
    texts.push(await paused.text());
    expect(texts[0]).toContain('Not available');
    expect(new Set(texts).size).toBe(1);
    await resume(flowId, owner);
    expect((await fetch(`${base}/${key}`)).status).toBe(200);
    expect(await runsOf(flowId)).toEqual([]);
  });

  test('keeps its address over a new publish, and a webhook does not answer there', async () => {
    const { key, flowId } = await form();
    await publish(flowId, owner);
    expect((await db().trigger.findUniqueOrThrow({ where: { id: `${flowId}:form` } })).key).toBe(key);
    expect(Buffer.from(key, 'base64url').length).toBe(16);
    expect((await fetch(`${base}/${key}`, { method: 'DELETE' })).status).toBe(405);
  });
});

describe('what is sent', () => {
  test('is on disk before anybody is thanked: typed, untrusted, with every field', async () => {
    const { key, flowId } = await form({ thanks: 'See you <soon>' });
    const response = await send(key, {
      fields: [
        ['who', '  Ann '],
        ['story', 'one\r\ntwo'],
        ['age', '41.5'],
        ['coming', 'no'],
        ['meal', 'Bread & "cheese"'],
        ['days', 'Mon'],
        ['days', 'Wed'],
        ['on', '2027-01-31'],
      ],
    });
    expect(response.status).toBe(303);
    const { value, stored } = await inputOf(flowId);
    expect(value).toEqual({
      fields: {
        who: 'Ann',
        story: 'one\ntwo',
        age: 41.5,
        coming: false,
        meal: 'Bread & "cheese"',
        days: ['Mon', 'Wed'],
        on: '2027-01-31',
        mail: null,
      },
      files: {},
      submittedAt: expect.any(String) as string,
    });
    expect(stored.labels).toEqual({
      rest: { integrity: 'untrusted', confidentiality: 'private', origins: ['form:Guests'] },
    });
    const thanks = await fetch(new URL(response.headers.get('location') ?? '', base));
    expect(await thanks.text()).toContain('See you &lt;soon&gt;');
    expect(await runsOf(flowId)).toHaveLength(1);
  });

  test('is asked for again where it does not fit, with what was filled in kept and each field told of', async () => {
    const { key, flowId } = await form();
    const response = await send(key, {
      fields: [
        ['who', ''],
        ['age', 'old'],
        ['meal', 'Steak'],
        ['story', '</textarea><script>alert(1)</script>'],
      ],
    });
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('id="f-who-wrong">Fill this in.');
    expect(page).toContain('id="f-age-wrong">This is not a number.');
    expect(page).toContain('id="f-meal-wrong">Choose one of those that are offered.');
    expect(page).toMatch(/id="f-who"[^>]*aria-describedby="f-who-help f-who-wrong" aria-invalid="true"/);
    expect(page).toContain('&lt;/textarea&gt;&lt;script&gt;');
    expect(page).not.toContain('<script>alert');
    expect(await runsOf(flowId)).toEqual([]);
    // The page that came back can be put right and sent.
    expect((await send(key, { token: tokenIn(page) })).status).toBe(303);
  });

  test('twice from one page, also at the same moment, is one run', async () => {
    const { key, flowId } = await form();
    const token = tokenIn(await pageOf(key));
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(key, { token })));
    answers.push(await send(key, { token, fields: [['who', 'Bob']] }));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 303));
    expect(await runsOf(flowId)).toHaveLength(1);
  });

  test('without a mark that this form gave out starts nothing, and gets a fresh page', async () => {
    const { key, flowId } = await form();
    const other = tokenIn(await pageOf((await form()).key));
    for (const token of ['', 'a.b.c', other]) {
      const response = await send(key, { token });
      expect([response.status, await response.text()]).toEqual([422, expect.stringContaining('value="Ann"')]);
    }
    expect(await runsOf(flowId)).toEqual([]);
  });

  test('by a machine that fills in what nobody sees is thanked for and forgotten', async () => {
    const { key, flowId } = await form();
    expect((await send(key, { trap: 'http://spam.example' })).status).toBe(303);
    expect(await runsOf(flowId)).toEqual([]);
  });

  test('too often from one address is refused, and others are not', async () => {
    const { key, flowId } = await form();
    const page = await pageOf(key);
    const from = '203.0.113.7';
    const answers = [];
    for (let i = 0; i < 25; i += 1) answers.push(await send(key, { from, token: tokenIn(page) }));
    const late = answers.at(-1);
    expect(late?.status).toBe(429);
    expect(Number(late?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await send(key, { from: '203.0.113.8' })).status).toBe(303);
    expect(await runsOf(flowId)).toHaveLength(2);
  });

  test('larger than it may be is refused while it comes in', async () => {
    const { key, flowId } = await form();
    const response = await send(key, { fields: [['who', 'x'.repeat(2 * 1024 * 1024)]] });
    expect(response.status).toBe(413);
    expect(await runsOf(flowId)).toEqual([]);
  });
});

describe('files', () => {
  const fields: Json[] = [
    { name: 'who', type: 'text', required: true },
    { name: 'cv', type: 'file', required: true },
    { name: 'photo', type: 'file' },
  ];
  const pdf = new Blob([Buffer.from('%PDF-1.7 hello')], { type: 'application/pdf' });

  test('arrive as kept files of the run', async () => {
    const { key, flowId } = await form({ fields });
    expect(await pageOf(key)).toContain('enctype="multipart/form-data"');
    const sent = await send(key, {
      fields: [
        ['who', 'Ann'],
        ['cv', pdf, '../../cv"\n.pdf'],
      ],
    });
    expect(sent.status).toBe(303);
    const { value, id } = await inputOf(flowId);
    const files = value.files as { cv: FileValue; photo: null };
    expect(files).toMatchObject({ cv: { size: 14, contentType: 'application/pdf' }, photo: null });
    expect(files.cv.name).not.toMatch(/[/\\"\n]/);
    expect((await readBlob(files.cv)).toString()).toBe('%PDF-1.7 hello');
    expect(await db().blob.findUniqueOrThrow({ where: { id: files.cv.ref } })).toMatchObject({ runId: id });
  });

  test('that are missing or too large are told of at their field', async () => {
    const { key, flowId } = await form({ fields });
    const none = await (await send(key, { fields: [['who', 'Ann']] })).text();
    expect(none).toContain('id="f-cv-wrong">Choose a file.');
    const large = new Blob([new Uint8Array(10 * 1024 * 1024 + 1)]);
    const answer = await send(key, {
      fields: [
        ['who', 'Ann'],
        ['cv', pdf, 'cv.pdf'],
        ['photo', large, 'photo.png'],
      ],
    });
    const page = await answer.text();
    expect(page).toContain('id="f-photo-wrong">This file is larger than 10 MB.');
    expect(page).toContain('id="f-cv-wrong">Choose the file again.');
    expect([answer.status, await runsOf(flowId), await db().blob.count()]).toEqual([422, [], expect.any(Number)]);
  });

  test('of a page sent twice at once are kept once', async () => {
    const { key, flowId } = await form({ fields });
    const token = tokenIn(await pageOf(key));
    const before = await db().blob.count();
    await Promise.all(
      [1, 2, 3].map(() =>
        send(key, {
          token,
          fields: [
            ['who', 'Ann'],
            ['cv', pdf, 'cv.pdf'],
          ],
        }),
      ),
    );
    expect(await runsOf(flowId)).toHaveLength(1);
    expect((await db().blob.count()) - before).toBe(1);
  });

  test('are at most five, and names are given once', async () => {
    const many = Array.from({ length: 6 }, (_, i) => ({ name: `f${i}`, type: 'file' }));
    await expect(form({ fields: many })).rejects.toThrow(/At most 5 files/);
    await expect(form({ fields: [fields[0] ?? {}, fields[0] ?? {}] })).rejects.toThrow(/called "who"/);
  });
});
