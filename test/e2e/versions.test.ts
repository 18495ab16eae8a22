/** Versions of a flow: named, compared on the canvas and as text, brought back; and two tabs that change the same flow. */
import type { Page } from '@playwright/test';
import { beforeAll, expect as plain, test } from 'vitest';
import type { Flow } from '#lib/flow.ts';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { saved } from './support/canvas.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;
let id: string;

function greeting(text: string, more: { log?: boolean; moved?: boolean } = {}): Flow {
  const flow = draw({
    name: 'Greeter',
    nodes: {
      start: ['manual'],
      greet: ['set', { fields: { text } }],
      ...(more.log ? { log: ['set', { fields: { done: 'yes' } }] } : {}),
    },
    wires: ['start > greet', ...(more.log ? ['greet > log'] : [])],
  });
  const nodes = flow.nodes.map((node, index) => ({
    ...node,
    position: { x: 352 * index, y: more.moved && index === 0 ? 160 : 0 },
  }));
  return { ...flow, nodes };
}

async function save(draft: Flow): Promise<void> {
  const { draftRevision } = await api.flows.get.query({ id });
  await api.flows.save.mutate({ id, draft, revision: draftRevision });
}

beforeAll(async () => {
  page = await hearth().newPage({ provokes: /status of 409.*flows.save/ });
  await signUp(page, hearth());
  api = apiOf(page, hearth());
  id = (await api.flows.create.mutate({ flow: greeting('Hello') })).id;
  await api.flows.publish.mutate({ id });
  await save(greeting('Bye', { log: true, moved: true }));
});

test('the editor says that there are unpublished changes, what they are, and publishes them with a name', async () => {
  await page.goto(`/flows/${id}`);
  await expect(page.getByRole('link', { name: 'v1 live · unpublished changes' })).toBeVisible();
  await page.getByRole('button', { name: 'Publish: unpublished changes' }).click();
  const box = page.getByRole('dialog', { name: 'Publish' });
  await expect(box.getByText(/1 step added/)).toBeVisible();
  await box.getByText('Name this version').click();
  await box.getByRole('textbox', { name: 'Name' }).fill('With a log');
  await box.getByRole('textbox', { name: 'Note' }).fill('So that we know.');
  await box.getByRole('button', { name: 'Publish a new version' }).click();
  await expect(page.getByText('Version 2 is live.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'v2 live', exact: true })).toBeVisible();
});

test('a change taken back by hand leaves nothing unpublished', async () => {
  const mark = page.getByRole('link', { name: /^v2 live/ });
  const name = page.getByRole('textbox', { name: 'Name of the flow' });
  await name.fill('Other');
  await name.press('Enter');
  await saved(page);
  await expect(mark).toHaveText(/unpublished/);
  await name.fill('Greeter');
  await name.press('Enter');
  await saved(page);
  await expect(mark).toHaveText('v2 live');
});

test('two versions are compared on the canvas, and the changes walked through by keyboard', async () => {
  await page.getByRole('link', { name: 'v2 live' }).click();
  const history = page.getByRole('navigation', { name: 'History' });
  await expect(history.getByRole('button', { name: /With a log.*Live.*Ada/ })).toBeVisible();
  await expect(page.locator('[data-diff="added"]')).toContainText('log');
  await expect(page.locator('[data-diff="changed"]')).toContainText('greet');
  await expect(page.locator('[data-diff="moved"]')).toContainText('start');
  await expect(page.locator('.diff-added')).toHaveCount(1);
  const list = page.getByRole('list', { name: 'Changes' });
  await list.getByRole('button', { name: /start/ }).first().focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await expect(list.getByRole('button', { name: /Step greet/ })).toBeFocused();
  await expect(list.getByText('params.fields.text')).toBeVisible();
  await expect(list.getByText('Hello')).toBeVisible();
  await expect(list.getByText('Bye')).toBeVisible();
  await page.keyboard.press('End');
  await expect(list.getByRole('button', { name: /Wire greet/ })).toBeFocused();
  await expect(page.getByText('Change 4 of 4')).toBeVisible();
});

test('and as text, line by line', async () => {
  await page.getByRole('tab', { name: 'Text' }).click();
  const text = page.getByRole('region', { name: 'Text' });
  await expect(text.locator('del', { hasText: '"text": "Hello"' })).toBeVisible();
  await expect(text.locator('ins', { hasText: '"text": "Bye"' })).toBeVisible();
});

test('an old version is shown as it is, and turned the other way around', async () => {
  await page
    .getByRole('navigation', { name: 'History' })
    .getByRole('button', { name: /Version 1/ })
    .click();
  await expect(page).toHaveURL(/to=1/);
  await expect(page.locator('.react-flow__node-card')).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Compared with' }).click();
  await page.getByRole('option', { name: /With a log/ }).click();
  await expect(page.locator('[data-diff="removed"]')).toContainText('log');
});

test('a version gets a name later', async () => {
  await page.getByRole('button', { name: 'Name version 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Version 1' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('The first');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('navigation', { name: 'History' }).getByText('The first')).toBeVisible();
});

test('restoring changes the draft only, and can be undone', async () => {
  await page.goto(`/flows/${id}/versions?to=1&from=none`);
  await page.getByRole('button', { name: 'Restore into the draft' }).click();
  await expect(page.getByText(/Nothing was published/)).toBeVisible();
  plain(await api.flows.get.query({ id })).toMatchObject({ published: { number: 2 }, unpublishedChanges: true });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('The draft is as it was.')).toBeVisible();
  plain((await api.flows.get.query({ id })).unpublishedChanges).toBe(false);
});

test('going back publishes the old drawing as a new version', async () => {
  await page.getByRole('button', { name: 'Go back to this version' }).click();
  const question = page.getByRole('alertdialog', { name: 'Go back to version 1?' });
  await expect(question.getByText(/published at once as version 3/)).toBeVisible();
  await question.getByRole('button', { name: 'Go back and publish' }).press('Enter');
  await expect(page.getByText('Version 3 is live.')).toBeVisible();
  const history = page.getByRole('navigation', { name: 'History' });
  await expect(history.getByText(/Version 1 again/)).toBeVisible();
  plain(await api.flows.get.query({ id })).toMatchObject({ published: { number: 3 }, draft: greeting('Hello') });
  plain((await api.versions.list.query({ flowId: id })).items.map(({ number }) => number)).toEqual([3, 2, 1]);
});

test('two tabs: what the other saved is shown, nothing is overwritten, and mine can be kept as a copy', async () => {
  const mine = await page.context().newPage();
  await mine.goto(`/flows/${id}`);
  await expect(mine.getByRole('link', { name: 'v3 live' })).toBeVisible();
  await mine.route('**/flows.get*', (route) => route.abort());
  await save(greeting('Theirs'));
  await mine.unroute('**/flows.get*');
  const name = mine.getByRole('textbox', { name: 'Name of the flow' });
  await name.fill('Mine');
  await name.press('Enter');
  const dialog = mine.getByRole('dialog', { name: 'This flow was changed elsewhere' });
  await expect(dialog.getByText('What they saved')).toBeVisible();
  await expect(dialog.getByText('greet')).toBeVisible();
  await expect(dialog.getByText('Changed').nth(1)).toBeVisible();
  plain((await api.flows.get.query({ id })).draft).toEqual(greeting('Theirs'));
  await dialog.getByRole('button', { name: 'Keep mine as a copy' }).click();
  await expect(mine).not.toHaveURL(new RegExp(id));
  await expect(mine.getByRole('textbox', { name: 'Name of the flow' })).toHaveValue('Mine (mine)');
  plain((await api.flows.get.query({ id })).draft).toEqual(greeting('Theirs'));
  await mine.close();
});
