/** The list of runs: narrowed, kept, picked, cancelled and retried, by mouse and by keyboard. */
import type { Page } from '@playwright/test';
import { beforeAll, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { choose } from './support/canvas.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const MANY = 130;
const hearth = useProduct();
let page: Page;
let ids: { failing: string; waiting: string };

const rows = () => page.getByRole('list', { name: 'Runs' }).getByRole('listitem');
const boxes = () => page.getByRole('checkbox', { name: /^Pick .+, / });

async function start(id: string, count: number): Promise<void> {
  const api = apiOf(page, hearth());
  for (let n = 0; n < count; n += 1) await api.flows.run.mutate({ id, mode: 'production', input: {} });
}

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  const api = apiOf(page, hearth());
  const make = async (flow: ReturnType<typeof draw>) => {
    const { id } = await api.flows.create.mutate({ flow });
    await api.flows.publish.mutate({ id });
    return id;
  };
  const failing = await make(
    draw({
      name: 'It fails',
      nodes: { start: ['manual'], end: ['stop', { outcome: 'failed', message: 'The well is dry.' }] },
      wires: ['start > end'],
    }),
  );
  const waiting = await make(
    draw({
      name: 'It waits',
      nodes: { start: ['manual'], hold: ['approval', { title: 'May it go on?' }] },
      wires: ['start > hold'],
    }),
  );
  ids = { failing, waiting };
  await start(failing, 3);
  await start(waiting, 3);
  await expect.poll(async () => (await api.runs.count.query({ status: 'failed' })).count).toBe(3);
  await expect.poll(async () => (await api.runs.count.query({ status: 'waiting' })).count).toBe(3);
});

test('what failed since one last looked is marked in the navigation, until one looks', async () => {
  await page.goto('/flows');
  await expect(page.getByRole('link', { name: 'Runs, 3 failed since you last looked' })).toBeVisible();
  await page.getByRole('link', { name: /^Runs, / }).click();
  await expect(page.getByRole('link', { name: 'Runs', exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('link', { name: 'Runs', exact: true })).toBeVisible();
});

test('filters stand in the address, are kept by name, and come back with one click', async () => {
  await page.goto('/runs');
  await expect(rows()).toHaveCount(6);
  await choose(page, page.getByRole('combobox', { name: 'Status' }), 'Failed');
  await expect(page).toHaveURL(/status=failed/);
  await expect(rows()).toHaveCount(3);
  await page.getByRole('searchbox', { name: 'Flow, error or run id' }).fill('WELL is');
  await expect(page).toHaveURL(/q=WELL\+is/);
  await expect(page.getByText('3 runs', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Kept filters' }).click();
  await page.getByRole('textbox', { name: 'Name for these filters' }).fill('Dry wells');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Kept. Only you see it.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(page).toHaveURL(/\/runs$/);
  await expect(rows()).toHaveCount(6);
  await page.getByRole('button', { name: 'Kept filters' }).click();
  await page.getByRole('button', { name: 'Dry wells', exact: true }).click();
  await expect(page).toHaveURL(/status=failed&q=WELL\+is/);
  await page.getByRole('searchbox', { name: 'Flow, error or run id' }).fill('nothing like it');
  await expect(page.getByText('No run fits these filters')).toBeVisible();
  await page.goto('/runs?mode=test');
  await expect(page.getByText('No run fits these filters')).toBeVisible();
  await page.goto('/runs?trigger=manual');
  await expect(rows()).toHaveCount(6);
});

test('by keyboard one goes through the runs, picks some and opens one', async () => {
  await page.goto('/runs');
  await rows().first().getByRole('link').focus();
  await page.keyboard.press('j');
  await expect(rows().nth(1).getByRole('link')).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByText('1 run picked')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+X');
  await expect(page.getByText('3 runs picked')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('6 runs', { exact: true })).toBeVisible();
  await page.keyboard.press('k');
  await expect(rows().nth(2).getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}$/);
});

test('picked runs are cancelled, and only those', async () => {
  await page.goto('/runs?status=waiting');
  await boxes().nth(0).click();
  await boxes().nth(1).click();
  await page.getByRole('button', { name: 'Cancel picked …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel these runs?' });
  await expect(dialog.getByText('2 open runs will be told to stop.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Not today');
  await dialog.getByRole('button', { name: 'Cancel 2 runs' }).click();
  await expect(page.getByText('2 runs are told to stop.')).toBeVisible();
  await expect(rows()).toHaveCount(1);
});

test('all that a filter finds is counted first, then retried', async () => {
  await page.goto(`/runs?flow=${ids.failing}&status=failed`);
  await page.getByRole('button', { name: 'Retry all failed …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry these runs?' });
  await expect(dialog.getByText('3 runs found, 3 can be retried as they are.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Retry 3 runs' }).click();
  await expect(page.getByText('3 runs were retried.')).toBeVisible();
  const api = apiOf(page, hearth());
  await expect.poll(async () => (await api.runs.count.query({ flowId: ids.failing })).count).toBe(6);
});

test('of a long list only what is in view is there; the end is reached by scrolling and by End', async () => {
  await start(ids.failing, MANY);
  await page.goto(`/runs?flow=${ids.failing}`);
  await expect(page.getByText(`${MANY + 6} runs`, { exact: true })).toBeVisible();
  await expect(rows().first()).toBeVisible();
  // Half the list at most is drawn, however many there are.
  await expect.poll(() => rows().count()).toBeLessThan(60);
  await rows().first().getByRole('link').focus();
  await expect
    .poll(async () => {
      await page.keyboard.press('End');
      return page.locator(`li[aria-posinset="${MANY + 6}"]`).count();
    })
    .toBe(1);
});
