/** One real event is caught in the editor before anything is published, and the next test run begins with it. */
import type { Page } from '@playwright/test';
import { beforeAll, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import * as canvas from './support/canvas.ts';
import { hasRoom, isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let flowId: string;

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  const flow = draw({
    name: 'Orders',
    nodes: { hook: ['webhook'], say: ['template', { text: 'An order' }] },
    wires: ['hook > say'],
  });
  flowId = (await apiOf(page, hearth()).flows.create.mutate({ flow })).id;
});

async function testAddress(): Promise<string> {
  await page.getByRole('button', { name: 'Copy test address' }).click();
  return page.evaluate(() => navigator.clipboard.readText());
}

const call = (address: string) =>
  fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ order: { customer: 'Grace', total: 42 } }),
  });

test('waits, can be stopped, and shows what came', async () => {
  await page.goto(`/flows/${flowId}`);
  const settings = await canvas.select(page, 'hook');
  await settings.getByRole('button', { name: 'Listen for one real event' }).click();
  await expect(settings.getByText('Waiting for an event …')).toBeVisible();
  const given = await testAddress();
  await isOpenToAll(page, 'listening');
  await settings.getByRole('button', { name: 'Stop listening' }).click();
  await expect(settings.getByText('Waiting for an event …')).toBeHidden();
  expect((await call(given)).status).toBe(404);

  await settings.getByRole('button', { name: 'Listen for one real event' }).click();
  await expect(settings.getByText('Waiting for an event …')).toBeVisible();
  expect((await call(await testAddress())).status).toBe(200);
  await expect(settings.getByText('Event captured')).toBeVisible();
  await expect(settings.getByRole('region', { name: 'Captured event' })).toContainText('Grace');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await isOpenToAll(page, `a captured event, ${colorScheme}`);
  }
});

test('later steps offer its values, also after the page was loaded again', async () => {
  await page.reload();
  const settings = await canvas.select(page, 'say');
  await canvas.pickData(settings, { into: 'Text', value: 'Customer' });
  await expect(settings.getByRole('textbox', { name: 'Text' })).toHaveValue(/trigger\.body\.order\.customer/);
  await canvas.saved(page);
});

test('the next test run begins with it; nothing else ran', async () => {
  await page.getByRole('button', { name: 'Test run' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Test run' });
  await expect(dialog.getByRole('textbox', { name: 'Input' })).toHaveValue(/Grace/);
  await dialog.getByRole('button', { name: 'Run' }).click();
  await expect(dialog).toBeHidden();
  const api = apiOf(page, hearth());
  await expect(async () => {
    const { items } = await api.runs.list.query({ flowId });
    expect(items.map(({ mode, status }) => [mode, status])).toEqual([['test', 'done']]);
  }).toPass();
  const { items } = await api.runs.list.query({ flowId });
  const run = await api.runs.get.query({ id: items[0]?.id ?? '' });
  expect(JSON.stringify(run.output)).toContain('Grace');
});

test('fits a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/flows/${flowId}?view=drawing`);
  await canvas.card(page, 'hook').getByRole('heading', { name: 'hook' }).click();
  await expect(page.getByRole('button', { name: 'Listen again' })).toBeVisible();
  await hasRoom(page);
  await isOpenToAll(page, 'a captured event on a phone');
});
