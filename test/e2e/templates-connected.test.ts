/** The templates that sign in to something, or are started from outside: from the gallery to what they did. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { listen, type Listening } from '#test/fakes/http-server.ts';
import { startModelServer, type ModelServer } from '#test/fakes/model-server.ts';
import { CERTIFICATE, SmtpFake, USER } from '#test/fakes/smtp-server.ts';
import { TelegramServer, TOKEN } from '#test/fakes/telegram-server.ts';
import { until } from '../support/until.ts';
import { expect } from './support/browser.ts';
import * as canvas from './support/canvas.ts';
import { beginWith, connect, endsAs, openRun, question, stepOf } from './support/gallery.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const PHONE = 4711;
const hearth = useProduct();
let page: Page;
let telegram: TelegramServer;
let mail: SmtpFake;
let model: ModelServer;
let site: Listening;
let words = 'Open from nine to five.';

beforeAll(async () => {
  [telegram, mail, model] = await Promise.all([TelegramServer.start(), SmtpFake.start(), startModelServer('ollama')]);
  site = await listen((_, response) => response.setHeader('content-type', 'text/html').end(`<p>${words}</p>`));
  page = await hearth().newPage();
  await signUp(page, hearth());
});

afterAll(async () => {
  await Promise.all([telegram.stop(), mail.stop(), model[Symbol.asyncDispose](), site.stop()]);
});

async function makeShorter(step: string, field: string, to: { count: string; unit?: string }): Promise<void> {
  const settings = await canvas.select(page, step);
  await settings.getByRole('spinbutton', { name: new RegExp(`^${field}`) }).fill(to.count);
  if (!to.unit) return;
  await settings.getByRole('combobox', { name: `Unit of ${field}` }).click();
  await page.getByRole('option', { name: to.unit, exact: true }).click();
}

test('“Answer questions on Telegram” sends what a person typed, and keeps it', async () => {
  await connect(page, {
    kind: 'Telegram bot',
    fields: { Name: 'House bot', 'Bot token': TOKEN, Address: telegram.url },
  });
  const api = apiOf(page, hearth());
  const [bot] = await api.connections.list.query();
  const { code } = await api.chats.pair.mutate({ connectionId: bot?.id ?? '', name: 'Bo', role: 'guest' });
  telegram.writes({ from: PHONE, text: code });
  await until(async () => (await api.chats.list.query({ id: bot?.id ?? '' })).chats.length > 0, {
    what: 'the paired chat',
  });

  await beginWith(page, 'Answer questions on Telegram');
  await canvas.publish(page);
  telegram.writes({ from: PHONE, text: 'When do you open?' });
  const request = await question(page, 'What shall I answer Bo?');
  await expect(request).toContainText('When do you open?');
  await request.getByLabel('Answer').fill('At nine.');
  await request.getByRole('button', { name: 'Send it' }).click();
  await until(() => telegram.sent.some(({ text }) => text === 'At nine.'), { what: 'the answer on the phone' });
  await openRun(page, 'Answer questions on Telegram');
  await endsAs(page, 'Done');
  const kept = await stepOf(page, 'Keep question and answer');
  await expect(kept.getByRole('region', { name: 'Output' })).toContainText('At nine.');
});

test('“Watch a web page” tells once, and again when the words have changed', async () => {
  await connect(page, { kind: 'HTTP with a token', fields: { Name: 'The page', Hosts: site.host, Token: 'any' } });
  await beginWith(page, 'Watch a web page');
  const fetching = await canvas.select(page, 'Fetch the page');
  await fetching.getByRole('textbox', { name: 'Address' }).fill(site.url);
  await canvas.choose(page, fetching.getByRole('combobox', { name: 'Connection' }), 'The page');
  await makeShorter('Every hour', 'Every', { count: '2', unit: 'seconds' });
  await canvas.publish(page);

  await page.getByRole('button', { name: /^Notices/ }).click();
  await expect(page.getByText('The page has changed')).toHaveCount(1);
  words = 'Closed on Mondays.';
  await expect(page.getByText('The page has changed')).toHaveCount(2);
  await expect(page.getByText('Closed on Mondays.').first()).toBeVisible();
  const api = apiOf(page, hearth());
  const [flow] = await api.flows.list.query();
  await api.flows.pause.mutate({ id: flow?.id ?? '' });
  await page.keyboard.press('Escape');
  await openRun(page, 'Watch a web page');
  await endsAs(page, 'Done');
});

test('“Import a CSV file” puts rows into the table and lists those it could not use', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-import-'));
  writeFileSync(
    join(folder, 'customers.csv'),
    'name,email\nAnna,ANNA@example.org\nBo,nowhere\nCleo,cleo@example.org\n',
  );
  await connect(page, { kind: 'Folder', fields: { Name: 'Imports', Path: folder } });
  await beginWith(page, 'Import a CSV file');
  await canvas.publish(page);
  await page.goto('/flows');
  await page.getByRole('button', { name: 'Actions for Import a CSV file' }).click();
  await page.getByRole('menuitem', { name: 'Run now' }).click();
  const dialog = page.getByRole('dialog', { name: /^Run/ });
  await dialog.getByLabel('File in the folder').fill('customers.csv');
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page).toHaveURL(/\/runs\//);
  await endsAs(page, 'Done');
  const told = await stepOf(page, 'Tell which ones');
  await expect(told.getByRole('region', { name: 'Input' })).toContainText('Line 3: no mail address');
  await page.goto('/tables');
  await page.getByRole('link', { name: 'Customers' }).click();
  await expect(page.getByText('anna@example.org')).toBeVisible();
  await expect(page.getByText('nowhere')).toHaveCount(0);
});

test('“An alarm that is looked after” is one question for many calls, and becomes urgent when nobody comes', async () => {
  await beginWith(page, 'An alarm that is looked after');
  await makeShorter('Who looks after it?', 'Expires after', { count: '3', unit: 'seconds' });
  await canvas.publish(page);
  const address = await canvas.webhookAddress(page, 'An alarm comes in');
  const calls = await Promise.all(
    [1, 2, 3].map((count) =>
      fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ source: 'Cellar', message: `Water: ${count} cm` }),
      }),
    ),
  );
  expect(calls.map(({ status }) => status)).toEqual([202, 202, 202]);
  await page.getByRole('button', { name: /^Notices/ }).click();
  await expect(page.getByText('Nobody looks after the alarm')).toBeVisible();
  await page.keyboard.press('Escape');
  await openRun(page, 'An alarm that is looked after');
  await endsAs(page, 'Done');
  const api = apiOf(page, hearth());
  const [flow] = await api.flows.list.query();
  expect((await api.runs.list.query({ flowId: flow?.id ?? '' })).items).toHaveLength(1);
});

test('“Contact form read by a model” mails what a stranger wrote, summed up', async () => {
  await connect(page, { kind: 'Ollama', fields: { Name: 'At home', Address: model.baseUrl } });
  await connect(page, {
    kind: 'Mail (SMTP)',
    fields: {
      Name: 'Post',
      Server: 'localhost',
      Port: String(mail.port),
      From: 'me@example.org',
      User: USER.user,
      Password: USER.password,
      Certificate: CERTIFICATE,
    },
  });
  model.reply({ text: JSON.stringify({ kind: 'complaint', urgent: true, summary: 'The cake arrived broken.' }) });
  await beginWith(page, 'Contact form read by a model');
  await canvas.publish(page);
  const settings = await canvas.select(page, 'Somebody writes');
  await settings.getByRole('button', { name: 'Copy form address' }).click();
  const address = await page.evaluate(() => navigator.clipboard.readText());

  const stranger = await hearth().newPage();
  await stranger.goto(address);
  await stranger.getByLabel('Your name').fill('Bo');
  await stranger.getByLabel('Mail address').fill('bo@example.org');
  await stranger.getByLabel('Your message').fill('My cake is in pieces!');
  await stranger.getByRole('button', { name: 'Send' }).click();
  await expect(stranger.getByText('Thank you. We have your message.')).toBeVisible();

  await until(() => mail.received.length > 0, { what: 'the mail' });
  expect(mail.received[0]).toMatchObject({ to: ['me@example.org'] });
  expect(mail.received[0]?.raw).toContain('Subject: Urgent: complaint');
  await openRun(page, 'Contact form read by a model');
  await endsAs(page, 'Done');
  const kept = await stepOf(page, 'Keep it in a table');
  await expect(kept.getByRole('region', { name: 'Output' })).toContainText('The cake arrived broken.');
});
