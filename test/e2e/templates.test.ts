/** Each flow of the gallery, from a click in the gallery to its end, as a person tries it. */
import type { Page } from '@playwright/test';
import { beforeAll, test } from 'vitest';
import { expect } from './support/browser.ts';
import * as canvas from './support/canvas.ts';
import { beginWith, endsAs, openRun, stepOf, testRun } from './support/gallery.ts';
import { signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
});

/** From the waiting card to the request, and back to the run that went on. */
async function decide(step: string, { question, choice }: { question: string; choice: string }): Promise<void> {
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await canvas.showAll(page);
  await canvas
    .card(page, step)
    .getByRole('button', { name: /^Decide/ })
    .click();
  const request = page.getByRole('article', { name: question });
  await request.getByRole('button', { name: choice }).click();
  await expect(request).toContainText(`Chose “${choice}” by Ada`);
  await request.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/runs\//);
}

test('“Form to table with approval” answers the sender once somebody has accepted the request', async () => {
  await beginWith(page, 'Form to table with approval');
  await canvas.publish(page);
  const address = await canvas.webhookAddress(page, 'Request comes in');
  const send = (fields: Record<string, string>) =>
    fetch(address, { method: 'POST', body: new URLSearchParams(fields) }).then(async (answer) => ({
      status: answer.status,
      body: (await answer.json()) as unknown,
    }));

  expect(await send({ name: 'Bo' })).toEqual({
    status: 400,
    body: { error: 'Please send name, email and message.' },
  });
  const answer = send({ name: 'Bo', email: 'bo@example.org', message: 'May I come?' });
  await page.goto('/inbox');
  const request = page.getByRole('article', { name: 'Add this request to the table?' });
  await expect(request).toContainText('bo@example.org');
  await request.getByRole('button', { name: 'Add it' }).click();
  expect(await answer).toEqual({ status: 201, body: { accepted: true, id: expect.any(String) as unknown } });

  await openRun(page, 'Form to table with approval');
  await endsAs(page, 'Done');
  const saved = await stepOf(page, 'Add to Requests');
  await expect(saved.getByRole('region', { name: 'Output' })).toContainText(/decided_by.*Ada/);
});

test('“Daily reminder list” takes a reminder, shows the list and notes who did it', async () => {
  await beginWith(page, 'Daily reminder list');
  await testRun(page, { task: 'Water the plants' }, 'Add one, or look now');
  await decide('Show it and wait', { question: "Are today's reminders done?", choice: 'All done' });
  await endsAs(page, 'Done');
  const log = await stepOf(page, 'Note it in the log');
  await expect(log.getByRole('region', { name: 'Output' })).toContainText('- Water the plants');
  await expect(log.getByRole('region', { name: 'Output' })).toContainText(/done_by.*Ada/);
});

test('“Two parallel checks joined” books a small expense and asks about a large one', async () => {
  await beginWith(page, 'Two parallel checks joined');
  await testRun(page, { purpose: 'Office chair', amount: 180 });
  await expect(canvas.card(page, 'Say that it is booked')).toContainText('Done');
  await expect(canvas.card(page, 'Ask about a large one')).toContainText('Skipped');

  await testRun(page, { purpose: 'Desk', amount: 400 });
  await decide('Ask about a large one', { question: 'Book this expense?', choice: 'Approve' });
  await endsAs(page, 'Done');
  const booked = await stepOf(page, 'Say that it is booked');
  await expect(booked.getByRole('region', { name: 'Input' })).toContainText(/left.*420/);
});
