/** The tour on an empty install, from the offer to a published flow: with the mouse, and left, resumed and small by keyboard. */
import type { Page } from '@playwright/test';
import { beforeAll, test } from 'vitest';
import { expect } from './support/browser.ts';
import * as canvas from './support/canvas.ts';
import { endsAs, testRun } from './support/gallery.ts';
import { hasRoom, isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;

const card = () => page.getByRole('region', { name: 'Tour' });
const says = (title: string) => expect(card().getByRole('heading', { name: title })).toBeVisible();

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
});

test('it ends with a flow that ran and is published', async () => {
  await card().getByRole('button', { name: 'Start the tour' }).click();
  await says('Begin with a template');
  await page.getByRole('button', { name: 'New flow' }).first().click();
  await page.getByRole('button', { name: /^Two parallel checks joined/ }).click();

  await says('Try it out');
  await testRun(page, { purpose: 'Desk', amount: 400 });
  await says('Decide');
  await page.reload();
  await says('Decide');
  await card().getByRole('link', { name: 'Take me there' }).click();
  await page.getByRole('article', { name: 'Book this expense?' }).getByRole('button', { name: 'Approve' }).click();

  await says('Look at the data');
  await card().getByRole('link', { name: 'Take me there' }).click();
  await expect(page).toHaveURL(/\/runs\//);
  await endsAs(page, 'Done');
  await card().getByRole('button', { name: 'Next' }).click();
  await says('Publish');
  await card().getByRole('link', { name: 'Take me there' }).click();
  await canvas.publish(page);
  await says('That is all of it');
  await card().getByRole('button', { name: 'Finish' }).click();
  await expect(card()).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Test run' })).toBeVisible();
  await expect(card()).toHaveCount(0);
});

test('it is begun again from the help, made small and left with the keyboard, and shuts nobody out', async () => {
  await page.goto('/docs');
  await page.getByRole('button', { name: 'Take the tour' }).press('Enter');
  await says('Begin with a template');
  await expect(page).toHaveURL(/\/flows$/);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await hasRoom(page);
    await isOpenToAll(page, `the tour at ${width}`);
  }
  await card().getByRole('button', { name: 'Next' }).focus();
  await page.keyboard.press('Escape');
  await expect(card()).toHaveCount(0);
  await page.getByRole('button', { name: 'Tour, step 1 of 6' }).press('Enter');
  await card().getByRole('button', { name: 'Leave the tour' }).press('Enter');
  await expect(card()).toHaveCount(0);
  expect((await apiOf(page, hearth()).me.get.query())?.tour).toBe('over');
});

test('an example fills the form of a step as one change, and leads on to the documentation', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const { id } = await apiOf(page, hearth()).flows.create.mutate({ name: 'Examples' });
  await page.goto(`/flows/${id}`);
  await canvas.stepType(canvas.palette(page), 'Schedule').click();
  const settings = await canvas.select(page, 'Schedule');
  await settings.getByText('More', { exact: true }).click();
  await settings.getByRole('button', { name: 'Use this example: Every quarter of an hour' }).click();
  await expect(settings.getByRole('spinbutton', { name: /^Every/ })).toHaveValue('15');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(settings.getByRole('spinbutton', { name: /^Every/ })).toHaveCount(0);
  await expect(settings.getByRole('link', { name: 'Learn more' })).toHaveAttribute('href', '/docs/steps/schedule');
});
