/** The documentation in the app: read, searched and walked through, by mouse and by keyboard. */
import type { Page } from '@playwright/test';
import { beforeAll, test } from 'vitest';
import { expect } from './support/browser.ts';
import { hasRoom } from './support/inspect.ts';
import { signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
/** Where the page's own requests went. */
const hosts = new Set<string>();

beforeAll(async () => {
  page = await hearth().newPage();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await signUp(page, hearth());
});

const title = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });

test('nobody reads it without being signed in', async () => {
  const stranger = await hearth().newPage();
  await stranger.goto('/docs/steps/mail.send');
  await expect(stranger).toHaveURL(/\/sign-in\?next=/);
});

test('the navigation leads to guides, steps and the reference, and pages follow each other', async () => {
  await page.goto('/flows');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Help' }).click();
  await expect(title('Documentation')).toBeVisible();

  const all = page.getByRole('navigation', { name: 'All pages' });
  await all.getByRole('link', { name: 'Flow control' }).click();
  await expect(title('Flow control')).toBeVisible();
  await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'Loops' }).click();
  await expect(page).toHaveURL(/#loops$/);
  await expect(page.getByRole('heading', { name: /^Loops/ })).toBeInViewport();

  await page.getByRole('navigation', { name: 'Before and after' }).getByRole('link', { name: /^Next/ }).click();
  await expect(title('Flow control')).toBeHidden();
  await expect(all.locator('[aria-current="page"]')).toHaveCount(1);
});

test('a step’s page tells of its fields, examples, output, and what asks a person', async () => {
  await page.goto('/docs/steps/mail.send');
  await expect(title('Send mail')).toBeVisible();
  const main = page.getByRole('main');
  await expect(main).toContainText('Blind copy to');
  await expect(main).toContainText('A person is asked first if untrusted data chooses');
  await expect(main.getByRole('region', { name: 'What it gives' })).toContainText('messageId');
  await main.getByRole('link', { name: 'Mail (SMTP)' }).click();
  await expect(page).toHaveURL(/\/docs\/connections#smtp$/);
});

test('the search finds while one types, with the keyboard alone', async () => {
  await page.goto('/docs');
  await page.getByRole('searchbox', { name: 'Search the documentation' }).focus();
  await page.keyboard.type('debounce');
  await expect(page).toHaveURL(/\/docs\/search\?q=debounce$/);
  await expect(page.getByRole('status').filter({ hasText: /page/ })).toBeVisible();
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page
    .getByRole('main')
    .getByRole('link', { name: /Flow control/ })
    .last()
    .press('Enter');
  await expect(title('Flow control')).toBeVisible();

  await page.goto(`/docs/search?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
  await expect(page.getByText('No page has all of these words')).toBeVisible();
});

test('on a phone the pages fold away, and nothing scrolls sideways', async () => {
  const phone = await page.context().newPage();
  await phone.setViewportSize({ width: 390, height: 844 });
  for (const path of ['/docs/commands', '/docs/steps/http.request', '/docs/cli', '/docs/rest']) {
    await phone.goto(path);
    await expect(phone.getByRole('heading', { level: 1 })).toBeVisible();
    await hasRoom(phone);
  }
  await phone.getByText('All pages', { exact: true }).click();
  await phone.getByRole('navigation', { name: 'All pages' }).getByRole('link', { name: 'Expressions' }).click();
  await expect(phone.getByRole('heading', { level: 1, name: 'Expressions' })).toBeVisible();
});

test('nothing is fetched from anywhere else', () => {
  expect([...hosts]).toEqual([new URL(hearth().url).host]);
});

test('an empty place leads to the page that tells what belongs there', async () => {
  const places = ['/flows', '/runs', '/inbox', '/tables', '/variables', '/connections', '/settings/people'];
  for (const at of places) {
    await page.goto(at);
    const link = page.getByRole('main').getByRole('link', { name: 'Learn more' });
    const target = (await link.getAttribute('href')) ?? '';
    expect((await page.request.get(target)).status(), `${at} leads to ${target}`).toBe(200);
  }
});
