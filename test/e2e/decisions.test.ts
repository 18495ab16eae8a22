/** Questions of runs are decided where people are: in the inbox, by mouse and by keys, and with a finger in the list. */
import type { Page } from '@playwright/test';
import { beforeAll, expect as plain, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { hasRoom, isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;
let id: string;

const drawing = draw({
  name: 'Party',
  nodes: {
    start: ['manual'],
    ask: ['approval', { title: 'Invite {{ trigger.who }}?', message: 'A guest: {{ trigger.who }}' }],
    yes: ['set', { fields: { came: 'yes' } }],
    no: ['set', { fields: { came: 'no' } }],
  },
  wires: ['start > ask', 'ask.approve > yes', 'ask.deny > no'],
});

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  api = apiOf(page, hearth());
  id = (await api.flows.create.mutate({ flow: drawing })).id;
});

const waiting = async () => (await api.approvals.count.query()).waiting;

/** A run that waits for an answer about this guest. */
async function ask(who: string): Promise<string> {
  const before = await waiting();
  const { runId } = await api.flows.run.mutate({ id, mode: 'test', input: { who } });
  await expect.poll(waiting).toBe(before + 1);
  return runId;
}

async function taken(runId: string, step: 'yes' | 'no'): Promise<void> {
  await expect.poll(async () => (await api.runs.get.query({ id: runId })).status).toBe('done');
  const { steps } = await api.runs.get.query({ id: runId });
  plain(steps.find(({ node }) => node === step)?.status).toBe('done');
}

const request = (on: Page, who: string) => on.getByRole('article', { name: `Invite ${who}?` });

test('by mouse a request is opened, read and approved', async () => {
  await ask('Bo');
  const runId = await ask('Cy');
  await page.goto('/inbox');
  await page.getByRole('link', { name: /Invite Cy\?/ }).click();
  await expect(request(page, 'Cy')).toContainText('A guest: Cy');
  await request(page, 'Cy').getByRole('button', { name: 'Approve' }).click();
  await taken(runId, 'yes');
  await expect.poll(waiting).toBe(1);
});

test('by keys one goes through the requests and denies with a reason', async () => {
  const runId = await ask('Di');
  await page.goto('/inbox');
  await expect(page.getByRole('link', { name: /Invite Di\?/ })).toBeVisible();
  const title = page.getByRole('article').getByRole('heading').first();
  const first = (await title.textContent()) ?? '';
  await page.keyboard.press('j');
  await expect(title).not.toHaveText(first);
  if (first.includes('Di')) await page.keyboard.press('k');
  await request(page, 'Di').getByRole('button', { name: 'Deny' }).focus();
  await page.keyboard.press('Enter');
  const reason = request(page, 'Di').getByRole('textbox', { name: /^Why/ });
  await expect(reason).toBeFocused();
  await page.keyboard.type('The house is full.');
  await isOpenToAll(page, 'a reason for a refusal');
  await page.keyboard.press('Tab');
  while (!(await page.locator(':focus').textContent())?.startsWith('Deny')) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await taken(runId, 'no');
});

test('on a phone the list of the flow asks, and a finger answers there', async () => {
  const runId = await ask('Ed');
  const context = await hearth().newContext({ phone: true });
  await context.addCookies(await page.context().cookies());
  const phone = await context.newPage();
  await phone.goto(`/flows/${id}?view=list&run=${runId}`);
  const decide = phone.getByRole('button', { name: 'Decide: ask' });
  await expect(decide).toBeVisible();
  await hasRoom(phone);
  await isOpenToAll(phone, 'a list that asks');
  plain((await decide.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await decide.tap();
  const dialog = phone.getByRole('dialog', { name: 'Request to decide' });
  await expect(dialog).toContainText('A guest: Ed');
  await hasRoom(phone);
  await expect(dialog.getByRole('button', { name: 'Approve' }).locator('..')).not.toHaveCSS('pointer-events', 'none');
  await dialog.getByRole('button', { name: 'Approve' }).tap();
  await taken(runId, 'yes');
  await context.close();
});
