/** Hearth as an app, and in high contrast. */
import { expect as be, test } from 'vitest';
import { expect } from './support/browser.ts';
import { isOpenToAll } from './support/inspect.ts';
import { signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();

test('it can be installed, keeps no page with data, and says when it cannot be reached', async () => {
  const page = await hearth().newPage({ withWorker: true, provokes: /ERR_|Failed to (load|fetch)/ });
  await signUp(page, hearth());
  await page.addInitScript(() => {
    navigator.setAppBadge = (count) =>
      Promise.resolve(document.documentElement.setAttribute('data-badge', String(count)));
  });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Flows' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-badge', '0');
  await page.evaluate(() => navigator.serviceWorker.dispatchEvent(new Event('controllerchange')));
  await expect(page.getByText('Hearth has been updated.')).toBeVisible();
  const kept = await page.evaluate(async () => {
    const caches = await Promise.all((await window.caches.keys()).map((name) => window.caches.open(name)));
    const requests = (await Promise.all(caches.map((cache) => cache.keys()))).flat();
    return requests.map(({ url }) => new URL(url).pathname);
  });
  be(kept).toContain('/offline');
  be(kept.filter((path) => path !== '/offline' && !path.startsWith('/_next/static/'))).toEqual([]);
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A test's window is always in private mode.
  be(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
  await page.context().setOffline(true);
  await page.goto('/runs');
  await expect(page.getByRole('heading', { name: 'Hearth cannot be reached' })).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Flows' })).toBeVisible();
  await page.getByRole('button', { name: 'Your account and appearance' }).press('Enter');
  await page.getByRole('menuitemradio', { name: 'High contrast' }).press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-contrast', '');
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const at of ['/flows', '/settings', '/connections']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(at);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await isOpenToAll(page, `${at} in high contrast, ${colorScheme}`);
    }
  }
});
