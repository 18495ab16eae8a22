/** What a drawing lets happen is told while one draws, put right in one change, and in the way of publishing. */
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
let api: ReturnType<typeof apiOf>;
let id: string;

beforeAll(async () => {
  page = await hearth().newPage({ provokes: /status of 400/ });
  await signUp(page, hearth());
  api = apiOf(page, hearth());
  const flow = draw({
    name: 'Answering machine',
    nodes: {
      hook: ['webhook'],
      tidy: ['set', { fields: { to: '{{ trigger.body.to }}' } }],
      post: [
        'http.request',
        { method: 'POST', url: '{{ steps.tidy.to }}', bodyType: 'text', body: '{{ trigger.body.text }}' },
      ],
    },
    wires: ['hook > tidy', 'tidy > post'],
  });
  const spread = { ...flow, nodes: flow.nodes.map((node, at) => ({ ...node, position: { x: at * 400, y: 0 } })) };
  id = (await api.flows.create.mutate({ flow: spread })).id;
});

const found = () => page.getByRole('dialog', { name: 'Problems' });
const leak = () => found().locator('[data-rule="private-way-out"]');
const drawn = async () => (await api.flows.get.query({ id })).draft;

test('a finding names the way of the data, and shows it on the drawing', async () => {
  await page.goto(`/flows/${id}`);
  await expect(canvas.card(page, 'post').getByLabel(/would carry private data/)).toBeVisible();
  await page.getByRole('button', { name: /^\d problems?$/ }).click();
  await expect(leak()).toContainText('hook → tidy → post');
  await isOpenToAll(page, 'findings of the lint', { colours: true });
  await leak()
    .getByRole('button', { name: /would carry private data/ })
    .click();
  await expect(found()).toBeHidden();
  await expect(page.locator('.wire-way')).toHaveCount(2);
  await canvas.select(page, 'tidy');
  await expect(page.locator('.wire-way')).toHaveCount(0);
});

test('by keyboard it is put right in one change, which undo takes back', async () => {
  const before = await drawn();
  await page.getByRole('button', { name: /^\d problems?$/ }).focus();
  await page.keyboard.press('Enter');
  await leak().getByRole('button', { name: 'Ask a person before' }).focus();
  await page.keyboard.press('Enter');
  await expect(canvas.card(page, 'Ask a person')).toBeVisible();
  await canvas.saved(page);
  await expect.poll(async () => (await drawn()).nodes.length).toBe(4);
  await expect(canvas.card(page, 'post').getByLabel(/would carry private data/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(canvas.card(page, 'Ask a person')).toHaveCount(0);
  await expect.poll(async () => (await drawn()).edges).toEqual(before.edges);
});

test('publishing in spite of it takes a reason, which the version keeps', async () => {
  await canvas.saved(page);
  await page.getByRole('button', { name: /^Publish/ }).click();
  const box = page.getByRole('dialog', { name: 'Publish' });
  const go = box.getByRole('button', { name: 'Publish', exact: true });
  await expect(go).toBeDisabled();
  await box.getByLabel('Why is it right?').fill('Only our own shop knows the address.');
  await isOpenToAll(page, 'publishing in spite of errors', { colours: true });
  await go.click();
  await expect(page.getByText('Version 1 is live.')).toBeVisible();
  const { items } = await api.versions.list.query({ flowId: id });
  plain(items[0]?.inSpite).toBe('Only our own shop knows the address.');
});

test('so does going back to it, by the keyboard', async () => {
  const { draft, draftRevision: revision } = await api.flows.get.query({ id });
  const harmless = { ...draft, nodes: draft.nodes.slice(0, 2), edges: draft.edges.slice(0, 1) };
  await api.flows.save.mutate({ id, draft: harmless, revision });
  await api.flows.publish.mutate({ id });
  await page.goto(`/flows/${id}/versions?to=1&from=none`);
  await page.getByRole('button', { name: 'Go back to this version' }).press('Enter');
  const question = page.getByRole('alertdialog', { name: 'Go back to version 1?' });
  const go = question.getByRole('button', { name: 'Go back and publish' });
  await go.press('Enter');
  await expect(question.getByText(/would carry private data/)).toBeVisible();
  await expect(go).toBeDisabled();
  await isOpenToAll(page, 'going back in spite of errors', { colours: true });
  await question.getByLabel('Why is it right?').fill('The shop is ours again.');
  await go.press('Enter');
  await expect(page.getByText('Version 3 is live.')).toBeVisible();
  const { items } = await api.versions.list.query({ flowId: id });
  plain(items[0]?.inSpite).toBe('The shop is ours again.');
});
