/** A stranger fills in a public form, a person answers the question it leads to: in a browser, wide and narrow. */
import type { Page } from '@playwright/test';
import { beforeAll, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { until } from '../support/until.ts';
import { expect } from './support/browser.ts';
import * as canvas from './support/canvas.ts';
import { hasRoom, isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const PHONE = { width: 390, height: 844 };
const hearth = useProduct();
let owner: Page;
let flowId: string;
let address: string;

const flow = draw({
  name: 'Guests',
  nodes: {
    form: [
      'form',
      {
        title: 'Come to the garden party',
        description: 'From four in the afternoon.\nBring a chair.',
        thanks: 'See you there!',
        fields: [
          { name: 'who', type: 'text', title: 'Your name', required: true, help: 'As we call you' },
          { name: 'mail', type: 'mail', title: 'Mail address' },
          { name: 'seats', type: 'number', title: 'Seats', required: true },
          { name: 'day', type: 'date', title: 'Arrival' },
          { name: 'cake', type: 'boolean', title: 'Do you bring a cake?' },
          { name: 'meal', type: 'choice', title: 'Meal', options: ['Fish', 'Bread'] },
          { name: 'help', type: 'choices', title: 'I help with', required: true, options: ['Music', 'Dishes'] },
          { name: 'note', type: 'multiline', title: 'Anything else' },
          { name: 'photo', type: 'file', title: 'A photo' },
        ],
      },
    ],
    ask: [
      'approval',
      {
        title: 'Shall {{ trigger.fields.who }} come?',
        fields: [
          { name: 'table', type: 'number', title: 'Table', required: true },
          { name: 'side', type: 'choice', title: 'Side', options: ['Left', 'Right'] },
          { name: 'extras', type: 'choices', title: 'Extras', options: ['Cushion', 'Umbrella'] },
        ],
      },
    ],
    end: [
      'set',
      {
        fields: {
          who: '{{ trigger.fields.who }}',
          help: '{{ trigger.fields.help }}',
          photo: '{{ trigger.files.photo.name }}',
          table: '{{ steps.ask.answers.table }}',
          side: '{{ steps.ask.answers.side }}',
          extras: '{{ steps.ask.answers.extras }}',
        },
      },
    ],
  },
  wires: ['form > ask', 'ask.approve > end'],
});

beforeAll(async () => {
  owner = await hearth().newPage();
  await signUp(owner, hearth());
  const api = apiOf(owner, hearth());
  flowId = (await api.flows.create.mutate({ flow })).id;
  await api.flows.publish.mutate({ id: flowId });
});

const runs = async () => (await apiOf(owner, hearth()).runs.list.query({ flowId })).items;

test('the editor shows the address of a published form', async () => {
  await owner.goto(`/flows/${flowId}`);
  const settings = await canvas.select(owner, 'form');
  await settings.getByRole('button', { name: 'Copy form address' }).click();
  address = await owner.evaluate(() => navigator.clipboard.readText());
  expect(address).toContain('/forms/');
  await expect(settings.getByRole('link', { name: 'Open the form' })).toHaveAttribute('href', address);
});

test('the page is open to all, wide and narrow, light and dark, before and after a mistake', async () => {
  const page = await hearth().newPage({ provokes: /status of 422/ });
  for (const size of [PHONE, { width: 1440, height: 900 }]) {
    await page.setViewportSize(size);
    await page.goto(address);
    await expect(page.getByRole('heading', { name: 'Come to the garden party' })).toBeVisible();
    await page.getByLabel('Your name').fill('Bo');
    await page.getByLabel('Seats').fill('2');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(page.getByRole('alert')).toContainText('Look again at: I help with');
    await expect(page.getByLabel('Your name')).toHaveValue('Bo');
    await hasRoom(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await isOpenToAll(page, `the form at ${size.width}, ${colorScheme}`);
    }
  }
  expect(await runs()).toEqual([]);
});

test('a stranger fills it in on a phone, by keyboard, and a double click sends it once', async () => {
  const page = await hearth().newPage();
  await page.setViewportSize(PHONE);
  await page.goto(address);
  await page.getByLabel('Your name').focus();
  await page.keyboard.type('Bo Berg');
  await page.keyboard.press('Tab');
  await page.keyboard.type('bo@example.org');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2');
  await page.getByLabel('Arrival').fill('2027-06-05');
  await page.getByRole('radio', { name: 'Yes' }).check();
  await page.getByRole('radio', { name: 'Bread' }).check();
  await page.getByRole('checkbox', { name: 'Dishes' }).focus();
  await page.keyboard.press('Space');
  await page.getByLabel('A photo').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('png') });
  await page.getByRole('button', { name: 'Send' }).dblclick();
  await expect(page.getByText('See you there!')).toBeVisible();
  await isOpenToAll(page, 'the thanks');
  // Loading the thanks again sends nothing again.
  await page.reload();
  await expect(page.getByText('See you there!')).toBeVisible();
  expect(await runs()).toHaveLength(1);
  expect(await page.context().cookies()).toEqual([]);
});

test('the question it leads to is answered in the inbox on a phone, with a mistake put right', async () => {
  const page = await owner.context().newPage();
  await page.setViewportSize(PHONE);
  await page.goto('/inbox');
  await page.getByRole('link', { name: /Shall Bo Berg come/ }).click();
  await expect(page.getByRole('heading', { name: 'Shall Bo Berg come?' })).toBeVisible();
  await hasRoom(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await isOpenToAll(page, `a question with fields, ${colorScheme}`);
  }
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('Fill this in.')).toBeVisible();
  // The focus is where the mistake is.
  await expect(page.getByLabel('Table')).toBeFocused();
  await page.keyboard.type('seven');
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('This is not a number.')).toBeVisible();
  await page.getByLabel('Table').fill('7');
  await canvas.choose(page, page.getByLabel('Side'), 'Right');
  await page.getByLabel('Umbrella').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('What was filled in')).toBeVisible();
  await expect(page.getByText('Umbrella')).toBeVisible();
  await isOpenToAll(page, 'an answered question');
  await hasRoom(page);

  await until(async () => (await runs())[0]?.status === 'done', { what: 'the run to end' });
  const run = await apiOf(owner, hearth()).runs.get.query({ id: (await runs())[0]?.id ?? '' });
  expect(run.output).toMatchObject({
    value: { who: 'Bo Berg', help: ['Dishes'], photo: 'me.png', table: 7, side: 'Right', extras: ['Umbrella'] },
  });
});
