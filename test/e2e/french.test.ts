/** Hearth as a French person meets it: asked for by the browser, changed in settings. */
import type { Page } from '@playwright/test';
import { expect as be, test } from 'vitest';
import { en } from '#messages/en.ts';
import { fr } from '#messages/fr.ts';
import { flat } from '../messages/flat.ts';
import { expect } from './support/browser.ts';
import { OWNER } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
const french = flat(fr);
const frenchTexts = new Set(french.values());
/** English sentences that French says differently, as far as they are plain text and long enough to be no name. */
const english = [...flat(en)]
  .filter(([key, text]) => text !== french.get(key) && !/[{<]/.test(text) && text.length > 5 && !frenchTexts.has(text))
  .map(([, text]) => text);

async function isFrench(page: Page): Promise<void> {
  const seen = await page.evaluate(() => document.body.innerText.split('\n').map((line) => line.trim()));
  be(
    english.filter((text) => seen.includes(text)),
    `English on ${page.url()}`,
  ).toEqual([]);
}

test('from sign-up on the pages are French, until English is chosen', async () => {
  const page = await hearth().newPage({ locale: 'fr-FR' });
  await page.goto('/');
  await expect(page).toHaveURL(/\/setup$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await isFrench(page);
  await page.getByLabel('Code de mise en route').fill(hearth().setupCode);
  await page.getByLabel('Votre nom').fill(OWNER.name);
  await page.getByLabel('Adresse mail').fill(OWNER.email);
  await page.getByLabel('Mot de passe').fill(OWNER.password);
  await page.getByRole('button', { name: 'Créer le propriétaire' }).click();
  await expect(page).toHaveURL(/\/flows$/);
  for (const at of ['/settings', '/connections', '/tables', '/variables', '/inbox']) {
    await page.goto(at);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('status', { name: 'Chargement' })).toHaveCount(0);
    await isFrench(page);
  }
  await page.goto('/settings');
  await page.getByRole('combobox', { name: 'Langue' }).click();
  await page.getByRole('option', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
