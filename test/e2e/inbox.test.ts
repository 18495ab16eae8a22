/** Requests are read and decided: in the inbox by mouse and by keys, in the list of a flow by keys and with a finger. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { beforeAll, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  api = apiOf(page, hearth());
});

/** A flow that asks one question, and a run of it that waits for the answer. */
async function asked(title: string): Promise<{ id: string; runId: string }> {
  const flow = draw({
    name: `Flow: ${title}`,
    nodes: {
      start: ['manual'],
      ask: ['approval', { title, message: `All about: ${title}` }],
      yes: ['set', { fields: { answer: 'yes' } }],
      no: ['set', { fields: { answer: '{{ steps.ask.reason }}' } }],
    },
    wires: ['start > ask', 'ask.approve > yes', 'ask.deny > no'],
  });
  const { id } = await api.flows.create.mutate({ flow });
  const { runId } = await api.flows.run.mutate({ id, mode: 'test', input: {} });
  await expect.poll(async () => (await decisionOf(runId)).status).toBe('waiting');
  return { id, runId };
}

async function decisionOf(runId: string) {
  const { items } = await api.approvals.list.query({});
  const row = items.find((item) => item.runId === runId);
  return { status: row?.status ?? 'none', choice: row?.choice ?? null };
}

async function outputOf(runId: string) {
  await expect.poll(async () => (await api.runs.get.query({ id: runId })).endedAt).not.toBeNull();
  return (await api.runs.get.query({ id: runId })).output;
}

const sheet = (on: Page, title: string) => on.getByRole('article', { name: title });

test('with the mouse: chosen from the list, narrowed to one flow, read, approved, and found among the decided', async () => {
  const cake = await asked('Order the cake?');
  await asked('Water the garden?');
  await page.goto('/inbox');
  await page.getByRole('link', { name: /Order the cake/ }).click();
  await expect(sheet(page, 'Order the cake?')).toContainText('All about: Order the cake?');
  await page.getByRole('combobox', { name: 'Flow' }).click();
  await page.getByRole('option', { name: 'Flow: Order the cake?' }).click();
  await expect(page.getByRole('link', { name: /Water the garden/ })).toHaveCount(0);
  await sheet(page, 'Order the cake?').getByRole('button', { name: 'Approve' }).click();
  await expect(sheet(page, 'Order the cake?')).toContainText('Chose “Approve” by Ada');
  expect((await decisionOf(cake.runId)).choice).toBe('approve');
  await page.getByRole('link', { name: 'Decided' }).click();
  await expect(page.getByRole('link', { name: /^Order the cake/ })).toBeVisible();
});

test('by keys: J and K go from one to the next, and a refusal is given with its reason', async () => {
  const paint = await asked('Paint the fence?');
  await asked('Mow the lawn?');
  await page.goto('/inbox');
  await expect(sheet(page, 'Mow the lawn?').or(sheet(page, 'Paint the fence?')).first()).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(sheet(page, 'Paint the fence?')).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press('k');
  await expect(sheet(page, 'Paint the fence?')).toHaveCount(0);
  await page.keyboard.press('j');
  const deny = sheet(page, 'Paint the fence?').getByRole('button', { name: 'Deny' });
  await deny.focus();
  await page.keyboard.press('Enter');
  // The box for the reason has the focus by itself.
  await expect(page.getByRole('textbox', { name: 'Why?' })).toBeFocused();
  await page.keyboard.type('It was painted in May');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(sheet(page, 'Paint the fence?')).toContainText('It was painted in May');
  expect(JSON.stringify(await outputOf(paint.runId))).toContain('It was painted in May');
});

test('in the list of a flow its question is decided by keyboard', async () => {
  const { id, runId } = await asked('Call the plumber?');
  await page.goto(`/flows/${id}?view=list&run=${runId}`);
  await page.getByRole('button', { name: 'Decide: ask' }).focus();
  await page.keyboard.press('Enter');
  const request = page.getByRole('dialog', { name: 'Request to decide' });
  await request.getByRole('button', { name: 'Approve' }).focus();
  await page.keyboard.press('Enter');
  await expect(request).toContainText('Chose “Approve” by Ada');
  await page.keyboard.press('Escape');
  await expect(request).toBeHidden();
  expect((await decisionOf(runId)).choice).toBe('approve');
});

test('on a phone a finger decides: in the inbox, and in the list of a flow', async () => {
  const window = await asked('Close the window?');
  const gate = await asked('Open the gate?');
  const context = await hearth().newContext({ phone: true });
  await context.addCookies(await page.context().cookies());
  const phone = await context.newPage();
  await phone.goto('/inbox');
  await phone.getByRole('link', { name: /Close the window/ }).tap();
  await sheet(phone, 'Close the window?').getByRole('button', { name: 'Approve' }).tap();
  await expect(sheet(phone, 'Close the window?')).toContainText('Chose “Approve” by Ada');
  expect((await decisionOf(window.runId)).choice).toBe('approve');

  await phone.goto(`/flows/${gate.id}?run=${gate.runId}`);
  await phone.getByRole('button', { name: 'Decide: ask' }).tap();
  const request = phone.getByRole('dialog', { name: 'Request to decide' });
  await request.getByRole('button', { name: 'Deny' }).tap();
  await request.getByRole('textbox', { name: 'Why?' }).fill('Not at night');
  await request.getByRole('button', { name: 'Deny' }).tap();
  await expect(request).toContainText('Not at night');
  expect(JSON.stringify(await outputOf(gate.runId))).toContain('Not at night');
  await context.close();
});

test('a preview of its link decides nothing, and shows nobody without a session what is asked', async () => {
  const { runId } = await asked('Sell the house?');
  const { items } = await api.approvals.list.query({});
  const id = items.find((item) => item.runId === runId)?.id ?? '';
  const session = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const input = encodeURIComponent(JSON.stringify({ id, choice: 'approve' }));
  const paths = [
    ...[`/inbox/${id}`, `/inbox/${id}?choice=approve`, `/runs/${runId}`],
    ...[`/api/v1/approvals/${id}`, `/api/v1/approvals/${id}/decide?decision=approve`],
    `/api/trpc/approvals.decide?input=${input}`,
  ];
  for (const method of ['GET', 'HEAD'])
    for (const cookie of ['', session])
      for (const path of paths) {
        const headers = { 'user-agent': 'TelegramBot (like TwitterBot)', cookie };
        const answer = await fetch(`${hearth().url}${path}`, { method, headers });
        const text = await answer.text();
        if (cookie === '') expect(text, path).not.toContain('Sell the house');
      }
  expect(await decisionOf(runId)).toEqual({ status: 'waiting', choice: null });
});

test('a page of somebody else cannot show it in a frame, though the session would come along', async () => {
  const { runId } = await asked('Give the keys away?');
  const { items } = await api.approvals.list.query({});
  const link = `${hearth().url}/inbox/${items.find((item) => item.runId === runId)?.id}`;
  // Another port of the same name is another origin and the same site: cookies are sent.
  await using hostile = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<title>Free cake</title><iframe title="cake" src="${link}"></iframe>`);
  }).listen(0, 'localhost');
  await once(hostile, 'listening');
  // The watch over foreign requests, which fails a test for them, is not over this window.
  const context = await page.context().browser()?.newContext();
  await context?.addCookies(await page.context().cookies());
  const other = await context?.newPage();
  if (!context || !other) throw new Error('There is no browser.');
  await other.goto(`http://localhost:${(hostile.address() as AddressInfo).port}/`);
  const framed = () => other.frames().find((frame) => frame !== other.mainFrame());
  await expect.poll(() => framed()?.url()).toMatch(/^chrome-error:/);
  await expect(other.frameLocator('iframe').getByText('Give the keys away?')).toHaveCount(0);
  // The same link by itself shows it: the session is good.
  await other.goto(link);
  await expect(sheet(other, 'Give the keys away?')).toBeVisible();
  await context.close();
});
