/** Several requests, one decision: the very same action of two runs, and a batch of alike ones that are read in one window. */
import type { Page } from '@playwright/test';
import { beforeAll, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;
const LONG = Array.from({ length: 40 }, (_, line) => `Line ${line} of a long order`).join('\n');

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  api = apiOf(page, hearth());
  const rule = { id: 'orders', match: { tool: 'http.*' }, effect: 'ask' as const, reason: 'Orders are looked at.' };
  await api.policy.save.mutate({ document: { rules: [rule] }, base: 0 });
  const body = { method: 'POST', url: 'https://shop.example/orders', bodyType: 'text', body: '{{ trigger.order }}' };
  const flow = draw({
    name: 'Orders',
    nodes: { start: ['manual'], send: ['http.request', body] },
    wires: ['start > send'],
  });
  const { id } = await api.flows.create.mutate({ flow });
  for (const order of ['Two chairs', 'Two chairs', 'A table', LONG])
    await api.flows.run.mutate({ id, mode: 'test', input: { order } });
  await expect.poll(async () => (await api.approvals.list.query({ status: 'waiting' })).items.length).toBe(4);
});

const decided = async (choice: string) => {
  const { items } = await api.approvals.list.query({ status: 'decided' });
  return items.filter((item) => item.choice === choice).length;
};

test('two runs that wait for the same are one card, and one answer is for both', async () => {
  expect((await api.approvals.count.query()).waiting).toBe(3);
  await page.goto('/inbox');
  await page.getByRole('link', { name: /2 runs wait for this/ }).click();
  const others = page.getByRole('region', { name: '2 runs wait for this same action.' });
  await expect(others).toContainText('it will happen 2 times');
  await expect(others.getByRole('link', { name: 'Another run' })).toHaveCount(1);
  const sheet = page.getByRole('article');
  await sheet.getByRole('button', { name: 'Deny' }).click();
  await page.getByRole('textbox', { name: 'Why?' }).fill('We have chairs');
  await sheet.getByRole('button', { name: 'Deny' }).click();
  await expect.poll(() => decided('deny')).toBe(2);
});

test('alike requests are picked, read in full in one window, and approved with one button', async () => {
  await page.goto('/inbox');
  await page.getByRole('button', { name: 'Decide several together' }).click();
  const boxes = page.getByRole('checkbox', { name: /^Pick/ });
  await expect(boxes).toHaveCount(2);
  await boxes.first().click();
  await boxes.last().click();
  await expect(page.getByText('2 picked')).toBeVisible();
  await page.getByRole('button', { name: 'Read and decide' }).click();
  const dialog = page.getByRole('dialog', { name: 'Decide 2 requests together' });
  await expect(dialog.getByRole('article')).toHaveCount(2);
  await expect(dialog).toContainText('A table');
  const approve = dialog.getByRole('button', { name: 'Approve all 2' });
  // What is long has to be opened before a yes.
  await expect(approve).toBeDisabled();
  await dialog.getByRole('button', { name: /Show all/ }).click();
  await expect(dialog).toContainText('Line 39 of a long order');
  await approve.click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => decided('approve')).toBe(2);
  expect((await api.approvals.count.query()).waiting).toBe(0);
});
