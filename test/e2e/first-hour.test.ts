/** The main job, whole: from the set-up code to the answer of a flow that somebody approved. */
import type { Page } from '@playwright/test';
import { test } from 'vitest';
import { expect } from './support/browser.ts';
import * as canvas from './support/canvas.ts';
import { signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();

const wire = (page: Page, from: string, to: string) =>
  page.getByRole('group', { name: `Edge from ${from} to ${to}`, exact: true });

/** Webhook, approval, row, answer: by click, by drag, by a wire between two ports, by a wire's end on empty ground. */
async function drawSteps(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New flow' }).first().click();
  await page.getByRole('button', { name: /^Empty flow/ }).click();
  await expect(page.getByRole('heading', { name: 'What starts this flow?' })).toBeVisible();
  await page.getByRole('button', { name: /^Webhook/ }).click();
  await canvas.stepType(canvas.palette(page), 'Ask a person').click();
  await expect(wire(page, 'webhook', 'approval')).toBeAttached();

  await page.keyboard.press('Escape');
  const ground = page.locator('.react-flow__pane');
  await canvas.stepType(canvas.palette(page), 'Add a row').dragTo(ground, { targetPosition: { x: 420, y: 600 } });
  await canvas.drawWire(page, { step: 'Ask a person', port: 'Approve' }, 'Add a row');
  await expect(wire(page, 'approval', 'table_insert')).toBeAttached();

  await canvas.output(page, { step: 'Add a row' }).click();
  await page.getByRole('combobox', { name: 'Find a step' }).last().fill('respond');
  await page.keyboard.press('Enter');
  await expect(wire(page, 'table_insert', 'respond')).toBeAttached();
}

async function fillForms(page: Page): Promise<void> {
  const webhook = await canvas.select(page, 'Webhook');
  await canvas.choose(page, webhook.getByRole('combobox', { name: 'Answer' }), 'when the flow responds');

  const approval = await canvas.select(page, 'Ask a person');
  await approval.getByRole('textbox', { name: 'Question' }).fill('Keep this wish?');
  await approval.getByRole('textbox', { name: 'What they need to know' }).fill('They wish for {{ trigger.body.wish }}');

  const row = await canvas.select(page, 'Add a row');
  await row.getByRole('combobox', { name: 'Table' }).fill('Wishes');
  await row.getByRole('button', { name: 'Add', exact: true }).click();
  await row.getByLabel('Name 1 of Row').fill('sent');
  await canvas.pickData(row, { into: 'Value of sent', value: 'Body' });
  await expect(row.getByRole('textbox', { name: 'Value of sent' })).toHaveValue('{{ trigger.body }}');

  const respond = await canvas.select(page, 'Respond');
  await canvas.pickData(respond, { into: 'Body', value: 'Row' });
  await expect(respond.getByRole('textbox', { name: 'Body' })).toHaveValue('{{ steps.table_insert.row }}');
}

async function undoAndRedo(page: Page): Promise<void> {
  const step = canvas.card(page, 'Wait');
  await canvas.select(page, 'Respond');
  await canvas.stepType(canvas.palette(page), 'Wait').click();
  await expect(step).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(step).toBeHidden();
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(step).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(step).toBeHidden();
}

async function reloadKeepsAll(page: Page): Promise<void> {
  await canvas.saved(page);
  await page.reload();
  for (const name of ['Webhook', 'Ask a person', 'Add a row', 'Respond']) {
    await expect(canvas.card(page, name)).toBeVisible();
  }
  await expect(canvas.card(page, 'Ask a person')).toContainText('Keep this wish?');
  await expect(canvas.card(page, 'Add a row')).toContainText('into Wishes');
  await expect(page.getByRole('button', { name: /problem/ })).toBeHidden();
}

async function followRuns(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.getByRole('switch', { name: 'Follow each new run' }).click();
  await page.keyboard.press('Escape');
}

/** In another tab, as one would: the request with all that it binds, then the decision. */
async function approve(editor: Page): Promise<void> {
  await expect(editor).toHaveTitle(/^\(1\) /);
  const inbox = await editor.context().newPage();
  await inbox.goto('/inbox');
  const request = inbox.getByRole('article', { name: 'Keep this wish?' });
  await expect(request).toContainText('They wish for a pony');
  await expect(inbox).toHaveTitle(/^\(1\) /);
  await request.getByRole('button', { name: 'Approve' }).click();
  await expect(inbox.getByText('Nothing waits for you')).toBeVisible();
  await expect(inbox).toHaveTitle(/^Inbox/);
  await inbox.close();
}

async function readRun(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Open the whole run' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'New flow' })).toBeVisible();
  const steps = page.getByRole('region', { name: 'Steps' }).getByRole('listitem');
  await expect(steps).toHaveCount(3);
  for (const [name, shown] of [
    ['Ask a person', 'approve'],
    ['Add a row', 'Wishes'],
    ['Respond', '200'],
  ] as const) {
    const step = steps.filter({ has: page.getByRole('button', { name: new RegExp(`Done.*${name}`) }) });
    await step.getByRole('button', { name: new RegExp(name) }).click();
    await expect(step.getByRole('region', { name: 'Input' })).toContainText('a pony');
    await expect(step.getByRole('region', { name: 'Output' })).toContainText(shown);
  }
}

test('from the set-up code to the answer of a flow that somebody approved', async () => {
  const page = await hearth().newPage();
  await signUp(page, hearth());
  await drawSteps(page);
  await fillForms(page);
  await undoAndRedo(page);
  await reloadKeepsAll(page);
  await canvas.publish(page);
  const address = await canvas.webhookAddress(page, 'Webhook');
  await page.keyboard.press('Escape');
  await followRuns(page);

  const body = JSON.stringify({ wish: 'a pony' });
  const answer = fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  await expect(canvas.card(page, 'Ask a person')).toContainText('Waiting for a person');
  await expect(canvas.card(page, 'Add a row')).not.toContainText('Done');
  await approve(page);
  const { status, text } = await answer.then(async (response) => ({
    status: response.status,
    text: await response.text(),
  }));
  expect({ status, body: JSON.parse(text) as unknown }).toEqual({ status: 200, body: { sent: { wish: 'a pony' } } });

  for (const name of ['Ask a person', 'Add a row', 'Respond']) {
    await expect(canvas.card(page, name)).toContainText('Done');
  }
  await readRun(page);
});
