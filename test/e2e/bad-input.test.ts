/** What people and strangers get wrong on purpose or not: files, two tabs at once, names that want to be code. */
import type { Page, Route } from '@playwright/test';
import { beforeAll, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { closeByKey, expect } from './support/browser.ts';
import * as canvas from './support/canvas.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

// A refused file or draft is an answer that is no success; the browser notes each.
const REFUSED = /Failed to load resource: the server responded with a status of 4/;

const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;

beforeAll(async () => {
  page = await hearth().newPage({ provokes: REFUSED });
  await signUp(page, hearth());
  api = apiOf(page, hearth());
});

const good = draw({
  name: 'From a file',
  nodes: { start: ['manual'], one: ['set', { fields: { a: 1 } }], two: ['set', { fields: { b: 2 } }] },
  wires: ['start > one', 'one > two'],
});
const cycle = {
  ...good,
  edges: [...good.edges, { from: { node: 'two', port: 'out' }, to: { node: 'one', port: 'in' } }],
};
const unknown = { ...good, nodes: good.nodes.map((node) => (node.id === 'two' ? { ...node, type: 'rm.rf' } : node)) };
const crooked = { ...good, nodes: [{ ...good.nodes[0], id: '../../etc' }, ...good.nodes.slice(1)] };

async function offer(content: unknown) {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const dialog = page.getByRole('dialog', { name: 'Import a flow file' });
  const file = { name: 'flow.json', mimeType: 'application/json', buffer: Buffer.from(text) };
  await dialog.getByLabel('Choose file').first().setInputFiles(file);
  return dialog;
}

test('a file that is no flow is told what is wrong and leaves nothing behind', async () => {
  await page.goto('/flows');
  await page.getByRole('button', { name: 'Import' }).first().click();
  const accept = page.getByRole('button', { name: 'Import as draft' });

  await expect(await offer('{ "format": ')).toContainText('This file is not JSON');
  await expect(accept).toBeDisabled();
  await expect(await offer({ nodes: [] })).toContainText('not a Hearth flow');
  await expect(accept).toBeDisabled();
  await expect(await offer(crooked)).toContainText('Use a small letter');
  await expect(accept).toBeDisabled();
  await expect(await offer(unknown)).toContainText('rm.rf');
  await expect(await offer(cycle)).toContainText('These steps wait for each other');

  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Draw your first flow')).toBeVisible();
  expect(await api.flows.list.query()).toEqual([]);
});

test('a drawing that goes in a circle can be kept to mend it, but not be published', async () => {
  await page.getByRole('button', { name: 'Import' }).first().click();
  await offer(cycle);
  await page.getByRole('button', { name: 'Import as draft' }).click();
  await expect(canvas.card(page, 'one')).toBeVisible();
  await expect(page.getByRole('button', { name: /problem/ })).toBeVisible();
  await page.getByRole('button', { name: /^Publish/ }).click();
  const popover = page.getByRole('dialog').filter({ hasText: 'Not published yet' });
  await expect(popover.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
  await closeByKey(popover);
});

/** Holds what the page wants to save until `deliver` is called. */
async function holdSaves(of: Page): Promise<() => void> {
  let deliver: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (deliver = resolve));
  await of.route('**/api/trpc/flows.save**', async (route: Route) => {
    await held;
    await route.continue();
  });
  return deliver;
}

const rename = async (of: Page, name: string) => {
  await of.bringToFront();
  await of.getByRole('textbox', { name: 'Name of the flow' }).fill(name);
  await of.keyboard.press('Enter');
};

test('two tabs that draw on one flow: neither overwrites the other, a person chooses', async () => {
  const { id } = await api.flows.create.mutate({ flow: good });
  const other = await page.context().newPage();
  for (const tab of [page, other]) {
    await tab.goto(`/flows/${id}`);
    await expect(canvas.card(tab, 'one')).toBeVisible();
  }
  const deliver = await holdSaves(page);
  await rename(page, 'Mine');
  await rename(other, 'Theirs');
  await canvas.saved(other);
  await page.bringToFront();
  deliver();

  const dialog = page.getByRole('dialog', { name: 'This flow was changed elsewhere' });
  // Looking away from it decides nothing.
  await closeByKey(dialog);
  expect((await api.flows.get.query({ id })).draft.name).toBe('Theirs');
  await page.getByRole('button', { name: 'Changed elsewhere' }).click();

  await dialog.getByRole('button', { name: 'Load theirs' }).click();
  const name = page.getByRole('textbox', { name: 'Name of the flow' });
  await expect(name).toHaveValue('Theirs');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(name).toHaveValue('Mine');
  await other.close();
});
