/** Outputs are pinned, changed and let go of; parts of a draft are run; what was changed since is marked. */
import type { Page } from '@playwright/test';
import { beforeAll, expect as plain, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import * as canvas from './support/canvas.ts';
import { isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let flowId: string;

beforeAll(async () => {
  page = await hearth().newPage({ provokes: /status of 400/ });
  await signUp(page, hearth());
  const api = apiOf(page, hearth());
  const flow = draw({
    name: 'Orders',
    nodes: {
      start: ['manual'],
      first: ['template', { text: 'one' }],
      second: ['template', { text: '{{ steps.first.text }} two' }],
    },
    wires: ['start > first', 'first > second'],
  });
  flowId = (await api.flows.create.mutate({ flow })).id;
});

const dialog = (step: string) => page.getByRole('dialog', { name: `Step ${step}` });
const output = (step: string) => dialog(step).getByRole('region', { name: 'Output', exact: true }).first();

async function open(step: string): Promise<void> {
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await canvas.showAll(page);
  await canvas.card(page, step).getByRole('heading', { name: step }).dblclick();
  await expect(dialog(step)).toBeVisible();
}

test('a step is run up to here, its output pinned and changed, and the next one goes on from that', async () => {
  await page.goto(`/flows/${flowId}`);
  await open('first');
  await output('first').getByRole('button', { name: 'Run more than this step' }).click();
  await page.getByRole('menuitem', { name: 'Run up to here' }).click();
  await expect(output('first')).toContainText('one');
  await output('first').getByRole('button', { name: 'Edit', exact: true }).click();
  const json = dialog('first').getByLabel('Output as JSON');
  await expect(json).toHaveValue(/"one"/);
  await json.fill('{ "text": 5 }');
  await dialog('first').getByRole('button', { name: 'Pin this' }).click();
  await expect(dialog('first').getByRole('alert')).toContainText('text');
  await json.fill('{ "text": "pinned" }');
  await dialog('first').getByRole('button', { name: 'Pin this' }).click();
  await expect(json).toBeHidden();
  await isOpenToAll(page, 'a pinned step');
  await page.keyboard.press('Escape');
  await expect(canvas.card(page, 'first').getByLabel(/^Pinned/)).toBeVisible();

  await open('second');
  await output('second').getByRole('button', { name: 'Run this step' }).click();
  await expect(output('second')).toContainText('pinned two');
  await page.keyboard.press('Escape');
});

test('the key P lets go of a pin, and what follows is marked as changed since', async () => {
  await page.goto(`/flows/${flowId}`);
  await expect(canvas.card(page, 'first').getByLabel(/^Pinned/)).toBeVisible();
  await canvas.select(page, 'first');
  await canvas.card(page, 'first').focus();
  await page.keyboard.press('p');
  await expect(canvas.card(page, 'first').getByLabel(/^Pinned/)).toBeHidden();
  await expect(canvas.card(page, 'second').getByLabel(/^Changed since/)).toBeVisible();
});

test('everything pinned is listed: one is let go of, then all, and both are undone with their labels', async () => {
  const api = apiOf(page, hearth());
  for (const nodeId of ['first', 'second'])
    await api.drafts.writePin.mutate({ flowId, nodeId, value: { text: `<b>${nodeId}</b>` } });
  await page.goto(`/flows/${flowId}`);
  await expect(canvas.card(page, 'second').getByLabel(/^Pinned/)).toBeVisible();
  const before = await api.drafts.pins.query({ id: flowId });
  await page.getByRole('button', { name: 'More for this flow' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Pinned outputs (2)' }).press('Enter');
  const list = page.getByRole('dialog', { name: 'Pinned outputs' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list).toContainText('<b>first</b>');
  await isOpenToAll(page, 'the list of pins');
  await list.getByRole('button', { name: 'Clear the pin of first' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await expect(list.getByRole('status')).toContainText('1 pin cleared.');
  await list.getByRole('button', { name: 'Undo' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await list.getByRole('button', { name: 'Clear all' }).focus();
  await page.keyboard.press('Enter');
  await expect(list).toContainText('Nothing is pinned.');
  await expect.poll(() => api.drafts.pins.query({ id: flowId })).toEqual([]);
  await list.getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('Enter');
  await expect(list.getByRole('listitem')).toHaveCount(2);
  const what = (pins: typeof before) => pins.map(({ nodeId, value, labels }) => ({ nodeId, value, labels }));
  plain(what(await api.drafts.pins.query({ id: flowId }))).toEqual(what(before));
  await list.getByRole('button', { name: 'second', exact: true }).click();
  await expect(dialog('second')).toBeVisible();
});
