/** Hearth as a French person meets it: asked for by the browser, changed in settings. */
import type { Page } from '@playwright/test';
import { expect as be, test } from 'vitest';
import { en } from '#messages/en.ts';
import { fr } from '#messages/fr.ts';
import sentences from '#messages/fr/sentences.json';
import steps from '#messages/fr/nodes.json';
import { catalogue } from '#nodes/index.ts';
import { firstSentence } from '#components/editor/model/catalogue.ts';
import { flat } from '../messages/flat.ts';
import { expect } from './support/browser.ts';
import { OWNER } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
const french = flat(fr);
const frenchTexts = new Set(french.values());
const declared = Object.values(catalogue).flatMap(({ title, help }) => [title, help, firstSentence(help)]);
/** What French says differently, as far as it is plain text and long enough to be no name. */
const english = [
  ...[...flat(en)].filter(([key, text]) => text !== french.get(key)).map(([, text]) => text),
  ...declared,
  ...Object.keys(sentences),
].filter((text) => !/[{<]/.test(text) && text.length > 5 && !frenchTexts.has(text));

async function isFrench(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const said: string[] = [];
    for (const element of document.body.querySelectorAll('*')) {
      // What a flow carries is never translated.
      if (element.closest('[role="tree"], [data-inspector] textarea, [data-inspector] code, script')) continue;
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent ?? '');
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) said.push(element.getAttribute(name) ?? '');
    }
    return said.map((text) => text.trim());
  });
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

const titles = steps.steps;
const named = (text: string) => text.replace(/ \{.*|\{.*/, '');

test('a flow is drawn, published, run and approved without a word of English', async () => {
  const page = await hearth().newPage({ locale: 'fr-FR' });
  await page.goto('/sign-in');
  await page.getByLabel(fr.auth.signInForm.email).fill(OWNER.email);
  await page.getByLabel(fr.auth.signInForm.password).fill(OWNER.password);
  await page.getByRole('button', { name: fr.auth.signInForm.submit }).click();
  await page.getByRole('button', { name: fr.flows.page.new }).first().click();
  await isFrench(page);
  await page.getByRole('button', { name: new RegExp(`^${fr.docs.gallery.blank}`) }).click();
  await expect(page.getByRole('heading', { name: fr.drawing.empty.title })).toBeVisible();
  await isFrench(page);

  await page.getByRole('button', { name: new RegExp(`^${titles.manual.title}`) }).click();
  const list = page.getByRole('complementary', { name: fr.drawing.palette.panel });
  await list.getByRole('option', { name: new RegExp(`^${titles.approval.title}`) }).click();
  const form = page.getByRole('complementary', { name: new RegExp(titles.approval.title) });
  await expect(page.getByRole('button', { name: /1 problème/ })).toBeVisible();
  await page.getByRole('button', { name: /1 problème/ }).click();
  await isFrench(page);
  await page.keyboard.press('Escape');
  await form.getByRole('textbox', { name: titles.approval.fields.title.title }).fill('On y va ?');
  await expect(page.getByRole('button', { name: /problème/ })).toBeHidden();
  await isFrench(page);

  await expect(page.locator('[data-save="saved"]')).toBeVisible();
  await page.getByRole('button', { name: new RegExp(`^${fr.versions.publish.button}`) }).click();
  await isFrench(page);
  await page.getByRole('dialog').getByRole('button', { name: fr.versions.publish.do }).click();
  await expect(page.getByText(named(fr.versions.publish.done), { exact: false }).first()).toBeVisible();
  await isFrench(page);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: fr.editor.bar.test, exact: true }).click();
  await isFrench(page);
  await page.getByRole('dialog').getByRole('button', { name: fr.editor.test.run, exact: true }).click();
  await page.getByRole('link', { name: fr.editor.run.whole }).click();
  await expect(page.getByText(fr.runs.notes.waits).last()).toBeVisible();
  await isFrench(page);
  const run = page.url();
  await page.getByRole('link', { name: fr.runs.notes.open }).click();
  await expect(page.getByRole('button', { name: 'Approuver' })).toBeVisible();
  await isFrench(page);
  await page.getByRole('button', { name: 'Approuver' }).click();
  await expect(page.getByRole('button', { name: 'Approuver' })).toBeHidden();
  await page.goto(run);
  await expect(page.getByText(fr.data.status.done).first()).toBeVisible();
  await isFrench(page);
  await page.goto('/runs');
  await expect(page.getByRole('link', { name: fr.docs.gallery.title }).first()).toBeVisible();
  await isFrench(page);
});
