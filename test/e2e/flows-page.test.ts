/** The list of flows: folders, tags, search, many at once; by mouse and by keyboard. */
import type { Page } from '@playwright/test';
import { beforeAll, expect as plain, test } from 'vitest';
import { TOKEN } from '../fakes/telegram-server.ts';
import { draw } from '../support/draw.ts';
import { db } from './support/many-flows.ts';
import { closeByKey, expect } from './support/browser.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;

const row = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });
const link = (name: string) => page.getByRole('link', { name, exact: true });
const folders = () => page.getByRole('navigation', { name: 'Folders' });

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  api = apiOf(page, hearth());
});

test('with no flow yet the page says what one is', async () => {
  await expect(page.getByRole('heading', { name: 'Draw your first flow' })).toBeVisible();
  await expect(page.getByText('Publish it: from then on it runs by itself')).toBeVisible();
  for (const name of ['Alpha', 'Beta', 'Gamma']) await api.flows.create.mutate({ name });
  await page.reload();
  await expect(link('Gamma')).toBeVisible();
});

test('a folder is made, flows are dropped on it and moved by menu, and the address keeps what is shown', async () => {
  await page.getByRole('button', { name: 'New folder' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Home');
  await page.keyboard.press('Enter');
  await expect(folders().getByRole('button', { name: /^Home/ })).toBeVisible();
  await row('Alpha').dragTo(folders().getByRole('button', { name: /^Home/ }));
  await expect(page.getByText('Moved.')).toBeVisible();
  await page.getByRole('button', { name: 'Actions for Beta' }).click();
  await page.getByRole('menuitem', { name: 'Move to a folder …' }).click();
  await page.getByRole('dialog', { name: 'Move the flow' }).getByRole('button', { name: 'Home' }).click();
  await expect(folders().getByRole('button', { name: 'Home 2' })).toBeVisible();
  await folders().getByRole('button', { name: 'Home 2' }).click();
  await expect(link('Gamma')).toBeHidden();
  await page.reload();
  await expect(link('Alpha')).toBeVisible();
  await expect(link('Gamma')).toBeHidden();
  await folders()
    .getByRole('button', { name: /^All flows/ })
    .click();
});

test('a tag is put on by name, has a colour and filters', async () => {
  await page.getByRole('button', { name: 'Actions for Gamma' }).click();
  await page.getByRole('menuitem', { name: 'Tags …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Tags of the flow' });
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('daily');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('checkbox', { name: 'daily' })).toBeChecked();
  await dialog.getByRole('combobox', { name: 'Colour of daily' }).click();
  await page.getByRole('option', { name: 'Green' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'daily', exact: true }).click();
  await expect(page).toHaveURL(/tag=/);
  await expect(link('Alpha')).toBeHidden();
  await expect(link('Gamma')).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(link('Alpha')).toBeVisible();
});

test('search and order stand in the address', async () => {
  await page.getByRole('searchbox', { name: 'Find a flow' }).fill('alp');
  await expect(link('Gamma')).toBeHidden();
  await expect(page).toHaveURL(/q=alp/);
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('combobox', { name: 'Order' }).click();
  await page.getByRole('option', { name: 'Name' }).click();
  await expect(page.getByRole('list', { name: 'Flows' }).getByRole('listitem').first()).toContainText('Alpha');
});

test('the keyboard goes from flow to flow, renames in place, selects and deletes; Undo brings back', async () => {
  await link('Alpha').focus();
  await page.keyboard.press('ArrowDown');
  await expect(link('Beta')).toBeFocused();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name of the flow' }).fill('Beta two');
  await page.keyboard.press('Enter');
  await expect(link('Beta two')).toBeVisible();
  await link('Alpha').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('End');
  await expect(link('Gamma')).toBeFocused();
  await page.keyboard.press('Shift+Space');
  await expect(page.getByText('3 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Delete');
  await expect(page.getByText('Deleted “Gamma”.')).toBeVisible();
  await expect(link('Gamma')).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(link('Gamma')).toBeVisible();
});

test('many flows at once: selected by mouse, copied, deleted, and found in the bin', async () => {
  await row('Alpha').getByRole('checkbox').click();
  await row('Gamma')
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  const bar = page.getByRole('toolbar', { name: 'Selected flows' });
  await expect(bar.getByText('3 selected')).toBeVisible();
  await bar.getByRole('button', { name: 'Duplicate' }).click();
  await expect(page.getByText('Copied 3 flows.')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find a flow' }).fill('copy');
  await expect(link('Alpha')).toBeHidden();
  await link('Alpha (copy)').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No flow fits these filters.')).toBeVisible();
  await folders().getByRole('button', { name: 'Deleted' }).click();
  await page.getByRole('button', { name: 'Bring back Alpha (copy)' }).click();
  await expect(page.getByText('Brought back “Alpha (copy)”, paused.')).toBeVisible();
  plain((await api.flows.list.query()).map(({ name }) => name)).toContain('Alpha (copy)');
});

test('a folder is deleted only when asked twice, and what was in it stays', async () => {
  await page.goto('/flows');
  const menu = page.getByRole('button', { name: 'Actions for the folder Home' });
  const question = page.getByRole('alertdialog', { name: 'Delete the folder Home?' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Delete the folder …' }).click();
  await expect(question.getByText(/^The \d flows in it are kept/)).toBeVisible();
  await closeByKey(question);
  await expect(folders().getByRole('button', { name: /^Home/ })).toBeVisible();
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Delete the folder …' }).press('Enter');
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await question.getByRole('button', { name: 'Delete the folder' }).press('Enter');
  await expect(page.getByText('The folder is deleted.')).toBeVisible();
  await expect(folders().getByRole('button', { name: /^Home/ })).toBeHidden();
  await expect(link('Alpha')).toBeVisible();
});

test('an imported file leads nowhere before a person has looked at it', async () => {
  const flow = draw({
    name: 'From a stranger',
    nodes: { start: ['manual'], call: ['http.request', { url: 'https://evil.example/collect' }] },
    wires: ['start > call'],
  });
  await page.goto('/flows');
  await page.getByRole('button', { name: 'Import' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a flow file' });
  const buffer = Buffer.from(JSON.stringify(flow));
  await dialog
    .getByLabel('Choose file')
    .first()
    .setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer });
  await expect(dialog.getByText(/One value in this file says where something goes/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Import as draft' }).click();
  await expect(page).toHaveURL(/\/flows\/[0-9a-f-]{36}/);
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  plain((await api.flows.get.query({ id })).draft.nodes[1]?.unconfirmed).toEqual(['url']);
  await plain(api.flows.publish.mutate({ id })).rejects.toThrow(/confirm where they lead/);
  await page.goto('/flows');
  await api.flows.remove.mutate({ id });
});

test('the list says how what starts a flow is: when next, and that it cannot hear', async () => {
  const connection = await api.connections.create.mutate({
    name: 'Bot',
    type: 'telegram',
    config: { baseUrl: 'http://127.0.0.1:9' },
    secrets: { botToken: TOKEN },
  });
  const flow = draw({
    name: 'It listens',
    nodes: {
      daily: ['schedule', { mode: 'cron', cron: '0 9 * * *' }],
      chat: ['telegram.message', { connection: connection.id }],
      end: ['set', { fields: { a: 1 } }],
    },
    wires: ['daily > end', 'chat > end'],
  });
  const { id } = await api.flows.create.mutate({ flow });
  await api.flows.publish.mutate({ id });
  await page.goto('/flows');
  await expect(row('It listens')).toContainText(/next in /);
  await expect(row('It listens').locator('[data-trigger-state]')).toHaveText(/Does not listen|Has trouble/);
  await api.flows.remove.mutate({ id });
});

test('failed runs are told at the flow and lead to them; a flow is paused from its menu', async () => {
  const gamma = (await api.flows.list.query()).find(({ name }) => name === 'Gamma')?.id ?? '';
  await db(hearth().dataDir).failedRun(gamma);
  await page.goto('/flows');
  await expect(row('Gamma').getByRole('link', { name: '1 failed' })).toHaveAttribute('href', /status=failed/);
});

test('two thousand flows are listed, scrolled and searched without drawing them all', async () => {
  await db(hearth().dataDir).manyFlows(2000);
  await page.goto('/flows?sort=name');
  await expect(link('Alpha')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Flows' }).getByRole('listitem').first()).toHaveAttribute(
    'aria-setsize',
    /^200\d$/,
  );
  plain(await page.locator('[data-flow]').count()).toBeLessThan(60);
  await link('Alpha').focus();
  await page.keyboard.press('End');
  await expect(link('Many 1999')).toBeFocused();
  plain(await page.locator('[data-flow]').count()).toBeLessThan(60);
  await page.getByRole('searchbox', { name: 'Find a flow' }).fill('many 1234');
  await expect(link('Many 1234')).toBeVisible();
  await expect(page.locator('[data-flow]')).toHaveCount(1);
});
