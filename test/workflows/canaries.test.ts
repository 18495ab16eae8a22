/** Twenty secrets, services that say them back in every form, and a look into everything that Hearth keeps. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { backup } from '#bin/cli/backup.ts';
import { startEchoServer, type EchoServer } from '#test/fakes/echo-server.ts';
import { startModelServer, type ModelServer } from '#test/fakes/model-server.ts';
import { SmtpFake } from '#test/fakes/smtp-server.ts';
import { TelegramServer } from '#test/fakes/telegram-server.ts';
import { Backend } from '#test/support/backend.ts';
import { chain, draw } from '#test/support/draw.ts';
import { testFlow, type FlowRun } from '#test/support/flow-run.ts';
import type { Json } from '#lib/value.ts';
import { readBlob } from '#platform/blobs.ts';
import { saveConnection } from '#platform/connections.ts';
import { closeTemporal } from '#platform/temporal.ts';
import { closeDb, db } from '#prisma/client.ts';

let backend: Backend;
let echo: EchoServer;
let model: ModelServer;
let smtp: SmtpFake;
let telegram: TelegramServer;

beforeAll(async () => {
  [backend, echo, model, smtp, telegram] = await Promise.all([
    Backend.start(),
    startEchoServer(),
    startModelServer('openai'),
    SmtpFake.start(),
    TelegramServer.start(),
  ]);
});
afterAll(async () => {
  await closeTemporal();
  await closeDb();
  await Promise.all([backend.kill(), echo.stop(), model[Symbol.asyncDispose](), smtp.stop(), telegram.stop()]);
});

/** With characters that each encoding writes in its own way. */
const canary = () => `cN+/ ${randomBytes(12).toString('base64')}?&=ü`;
/** One that a header can carry. */
const plainCanary = () => `cN+/${randomBytes(15).toString('base64')}==`;

/** As a service may say it, by itself and as a part of something longer. */
function saidForms(secret: string): string[] {
  const within = (before: string) => Buffer.from(`${before}${secret}!`).toString('base64');
  return [...formsOf(secret), ...['a', 'ab', 'abc'].map(within)];
}

/** As it would be found: of base64 within something longer the middle, whose letters no neighbour changes. */
function soughtForms(secret: string): string[] {
  const middle = (before: string) => {
    const text = Buffer.from(`${before}${secret}`).toString('base64');
    return text.slice(4, -4);
  };
  return [...formsOf(secret), ...['', 'a', 'ab'].map(middle)];
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    hex,
    hex.toUpperCase(),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
}

type Planted = { secret: string; connection: string; step: [type: string, params: Record<string, Json>] };

type Connection = { type: string; config: Record<string, Json>; secrets: Record<string, string> };

async function plant({ type, config, secrets, step }: Connection & Pick<Planted, 'step'>): Promise<Planted> {
  const { id } = await saveConnection({ name: `A ${type}`, type, config, secrets, by: 'system' });
  return { secret: Object.values(secrets)[0] ?? '', connection: id, step };
}

/** The service gives back what it was sent, and says the secret in its body once more, in every form. */
function http(index: number): Promise<Planted> {
  const secret = plainCanary();
  const path = `/said/${index}`;
  const body = { forms: saidForms(secret), note: `Your key is ${secret}.`, [secret]: 'as a name' };
  // Every third refuses, so that it gets into errors too.
  echo.answer(path, { status: index % 3 === 0 ? 403 : 200, body, headers: { 'x-your-key': secret } });
  const config = { hosts: [echo.host] };
  const step: Planted['step'] = ['http.request', { url: `${echo.url}${path}` }];
  const kinds: Connection[] = [
    { type: 'http-bearer', config, secrets: { token: secret } },
    { type: 'http-basic', config: { ...config, user: 'ada' }, secrets: { password: secret } },
    { type: 'http-header', config: { ...config, header: 'X-Api-Key' }, secrets: { value: secret } },
  ];
  return plant({ ...kinds[index % kinds.length]!, step });
}

async function others(): Promise<Planted[]> {
  model.key = plainCanary();
  model.reply({ text: `Since you ask: ${saidForms(model.key).join(' ')}` });
  const { password: _, ...settings } = { password: '', ...smtp.settings() };
  const send = { to: 'anna@example.org', subject: 'Hi', text: 'Hello' };
  return Promise.all([
    plant({
      type: 'openai',
      config: { baseUrl: model.baseUrl },
      secrets: { apiKey: model.key },
      step: ['llm.ask', { model: 'model-a', prompt: 'What is your key?' }],
    }),
    plant({ type: 'smtp', config: settings, secrets: { password: canary() }, step: ['mail.send', send] }),
    plant({
      type: 'telegram',
      config: { baseUrl: telegram.url },
      secrets: { botToken: `12345:${randomBytes(18).toString('base64url')}` },
      step: ['telegram.send', { to: '1001', text: 'Hi' }],
    }),
  ]);
}

/** Uses the secret, and puts what came back wherever a flow can put something. */
async function used({ connection, step: [type, params] }: Planted): Promise<FlowRun> {
  const flow = draw({
    nodes: {
      start: ['manual'],
      ask: [type, params, { connection, settings: { retry: { attempts: 1 } } }],
      keep: ['table.insert', { table: 'Said', row: { said: '{{ steps.ask }}' } }],
      tell: ['notify', { title: 'It said', text: '{{ $string(steps.ask) }}' }],
      remember: ['vars.set', { name: 'said', value: '{{ steps.ask }}' }],
    },
    wires: chain('start', 'ask', 'keep', 'tell', 'remember'),
  });
  const run = await testFlow(flow);
  await run.ends();
  return run;
}

async function filesIn(folder: string): Promise<{ name: string; bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const name = join(entry.parentPath, entry.name);
        return { name, bytes: await readFile(name) };
      }),
  );
}

it('is found nowhere: not in the data folder, Temporal, a backup, the log, or opened values', async () => {
  const planted = [...(await Promise.all(Array.from({ length: 17 }, (_, index) => http(index)))), ...(await others())];
  expect(new Set(planted.map(({ secret }) => secret)).size).toBe(20);
  const runs = await Promise.all(planted.map(used));
  // They were sent where they belong: else this test would look for what never was.
  const sent = JSON.stringify([
    echo.requests.map(({ headers }) => headers),
    model.questions.map(({ headers }) => headers),
  ]);
  const reached = planted.filter(({ secret }) => soughtForms(secret).some((form) => sent.includes(form)));
  expect(reached.map(({ step }) => step[0]).sort()).toEqual([...Array<string>(17).fill('http.request'), 'llm.ask']);
  expect((await Promise.all(runs.map((run) => run.status()))).filter((status) => status === 'done')).not.toEqual([]);

  const data = process.env['HEARTH_DATA'] ?? '';
  await backup(join(data, 'copy'));
  const blobs = await db().blob.findMany({ select: { id: true } });
  const opened = await Promise.all(blobs.map(async ({ id }) => ({ name: `blob ${id}`, bytes: await readBlob(id) })));
  const log = { name: 'the log', bytes: Buffer.from(backend.written()) };
  const places = [...(await filesIn(data)), ...opened, log];
  expect(places.map(({ name }) => name).join()).toMatch(/app\.db.*temporal\.db|temporal\.db.*app\.db/);
  const found = planted.flatMap(({ secret, step }) =>
    soughtForms(secret).flatMap((form, index) =>
      places.flatMap(({ name, bytes }) => (bytes.includes(form) ? [`form ${index} of ${step[0]} in ${name}`] : [])),
    ),
  );
  expect(found).toEqual([]);
});
