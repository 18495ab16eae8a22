/** A step with its input and output beside it: values are dragged, picked, completed and shown before anything runs. */
import type { Page } from '@playwright/test';
import { beforeAll, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import * as canvas from './support/canvas.ts';
import { isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let flowId: string;
let runId: string;

const FLOW = draw({
  name: 'Orders',
  nodes: {
    hook: ['webhook'],
    pick: ['set', { fields: { who: '{{ trigger.body.customer }}' } }],
    say: ['template', { text: 'Hello' }],
  },
  wires: ['hook > pick', 'pick > say'],
});
const INPUT = {
  method: 'POST',
  path: '/',
  headers: {},
  query: {},
  body: { customer: 'Grace', items: [{ name: 'Tea' }] },
};

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  const api = apiOf(page, hearth());
  flowId = (await api.flows.create.mutate({ flow: FLOW })).id;
  runId = (await api.flows.run.mutate({ id: flowId, mode: 'test', triggerId: 'hook', input: INPUT })).runId;
  await expect.poll(async () => (await api.runs.get.query({ id: runId })).status).toBe('done');
});

const dialog = () => page.getByRole('dialog', { name: 'Step say' });
const text = () => dialog().getByLabel('Text', { exact: true });

async function openByKey(): Promise<void> {
  await page.goto(`/flows/${flowId}?run=${runId}`);
  await canvas.select(page, 'say');
  await canvas.card(page, 'say').focus();
  await page.keyboard.press('Enter');
  await expect(dialog()).toBeVisible();
}

test('a double click opens it; a value is dragged into a field with the mouse and shown with where it came from', async () => {
  await page.goto(`/flows/${flowId}?run=${runId}`);
  await canvas.card(page, 'say').getByRole('heading', { name: 'say' }).dblclick();
  await expect(dialog()).toBeVisible();
  const from = await dialog()
    .getByRole('region', { name: 'pick' })
    .getByRole('button', { name: 'Insert Who' })
    .boundingBox();
  const to = await text().boundingBox();
  if (!from || !to) throw new Error('Nothing to drag.');
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 20);
  await page.mouse.move(to.x + 30, to.y + 10, { steps: 5 });
  await page.mouse.up();
  await expect(text()).toHaveValue(/\{\{ steps\.pick\.who \}\}/);
  await expect(dialog().getByText('Who from pick')).toBeVisible();
  const preview = dialog().locator('[data-preview]');
  await expect(preview).toContainText('Grace');
  await expect(preview.getByRole('button', { name: 'Untrusted' })).toBeVisible();
  await isOpenToAll(page, 'an open step');
});

test('by keyboard it opens, ways to values and functions are offered while one types, and expressions are evaluated', async () => {
  await openByKey();
  await text().fill('Hi ');
  await text().pressSequentially('{{ trigger.body.it');
  await expect(dialog().getByRole('option', { name: /Items/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(text()).toHaveValue('Hi {{ trigger.body.items }}');
  await text().fill('Hi ');
  await text().pressSequentially('{{ trigger.body.items[');
  await expect(dialog().getByRole('option', { name: /First/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(dialog().getByRole('option', { name: /Each/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(dialog().getByRole('listbox')).toBeHidden();
  await expect(dialog()).toBeVisible();
  await text().fill('');
  await text().pressSequentially('{{ $upper');
  await page.keyboard.press('Enter');
  await text().pressSequentially('steps.pick.w');
  await page.keyboard.press('Enter');
  await expect(text()).toHaveValue('{{ $uppercase(steps.pick.who) }}');
  await expect(dialog().locator('[data-preview]')).toContainText('GRACE');
});

test('what cannot be found is said at the field; a value is picked for the field where the cursor is', async () => {
  await openByKey();
  await text().fill('{{ steps.nobody.name }}');
  await expect(dialog().getByRole('alert')).toContainText('nobody');
  await text().fill('');
  await dialog().getByRole('region', { name: 'hook' }).getByRole('button', { name: 'Insert Method' }).focus();
  await page.keyboard.press('Enter');
  await expect(text()).toHaveValue('{{ trigger.method }}');
  await page.keyboard.press('Escape');
  await expect(dialog()).toBeHidden();
});

test('a step says where its values come from and who uses what it gives, and leads there', async () => {
  await page.goto(`/flows/${flowId}`);
  const trigger = await canvas.select(page, 'hook');
  await trigger.getByText(/^Data: takes nothing, used/).click();
  const used = trigger.getByRole('region', { name: 'Where it is used' });
  await expect(used).toContainText('body.customer by pick in fields.who');
  await isOpenToAll(page, 'where values come from');
  await used.getByRole('button', { name: 'pick' }).first().press('Enter');
  const settings = page.getByRole('complementary', { name: 'Settings of pick' });
  await settings.getByText(/^Data: takes 1 value/).press('Enter');
  await expect(settings.getByRole('region', { name: 'Where it comes from' })).toContainText('fields.who');
});

test('a finger drags a value into a field by its grip, where there is room for both', async () => {
  await page.goto(`/flows/${flowId}?run=${runId}`);
  await canvas.card(page, 'say').getByRole('heading', { name: 'say' }).dblclick();
  await expect(dialog()).toBeVisible();
  await text().fill('');
  const touch = await page.context().newCDPSession(page);
  await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 1 });
  const from = await dialog().locator('[data-grip="steps.pick.who"]').boundingBox();
  const to = await text().boundingBox();
  if (!from || !to) throw new Error('Nothing to drag.');
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints });
  const begin = { x: from.x + from.width / 2, y: from.y + from.height / 2 };
  const end = { x: to.x + 30, y: to.y + 10 };
  await send('touchStart', [begin]);
  for (let part = 1; part <= 6; part += 1)
    await send('touchMove', [
      { x: begin.x + ((end.x - begin.x) * part) / 6, y: begin.y + ((end.y - begin.y) * part) / 6 },
    ]);
  await send('touchEnd', []);
  await expect(text()).toHaveValue('{{ steps.pick.who }}');
  await touch.send('Emulation.setTouchEmulationEnabled', { enabled: false });
});
