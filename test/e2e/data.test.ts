/** How data is looked at: every view, search, what is large, and what strangers put into files. */
import type { Locator, Page } from '@playwright/test';
import { beforeAll, expect as plain, test } from 'vitest';
import { putBlob } from '#platform/blobs.ts';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

// Files of a run are written here as a step would write them: into the data folder of the product.
const hearth = useProduct({ HEARTH_DATA: process.env.HEARTH_DATA ?? '' });
let page: Page;
let input: Locator;

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const EVIL = '<script>parent.pwned=1;top.pwned=1</script><meta http-equiv="refresh" content="0;url=http://evil.test/">';
const SITE = `<!doctype html><h1>A page</h1>${EVIL}<img src="http://evil.test/x.png"><a href="http://evil.test/">go</a>`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="red"/><script>parent.pwned=1;top.pwned=1</script></svg>`;

const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF`;

async function file(name: string, contentType: string, content: string | Buffer) {
  const bytes = Buffer.from(content);
  return { ...(await putBlob({ runId: 'files', bytes, contentType })), name, preview: '' };
}

beforeAll(async () => {
  // The viewer of documents is a part of the browser, and fetches its own parts from there.
  const provokes = /sandbox|Content Security Policy|status of 4\d\d|foreign request: chrome(-extension)?:/i;
  page = await hearth().newPage({ provokes });
  await signUp(page, hearth());
  const api = apiOf(page, hearth());
  const { id } = await api.flows.create.mutate({
    flow: draw({
      name: 'Data',
      nodes: { start: ['manual', {}], keep: ['set', { fields: { n: 1, text: '{{ trigger.note }}' } }] },
      wires: ['start > keep'],
    }),
  });
  const rows = Array.from({ length: 20_000 }, (_, n) => ({ n, text: n === 17_777 ? 'the needle' : `line ${n}` }));
  const value = {
    people: Array.from({ length: 12 }, (_, n) => ({ id: n, name: `Person ${n}`, mail: `p${n}@example.org` })),
    note: `Turned \u202Earound\n${'and on it goes. '.repeat(60)}`,
    message: SITE,
    picture: await file('dot.png', 'image/png', Buffer.from(PNG, 'base64')),
    drawing: await file('drawing.svg', 'image/svg+xml', SVG),
    site: await file('site.html', 'text/html', SITE),
    paper: await file('paper.pdf', 'application/pdf', PDF),
    log: await file('log.json', 'application/json', JSON.stringify(rows)),
  };
  const { runId } = await api.flows.run.mutate({ id, mode: 'test', input: value });
  await expect.poll(async () => (await api.runs.get.query({ id: runId })).status).toBe('done');
  await page.goto(`/runs/${runId}`);
  input = page.getByRole('region', { name: 'What went in and came out' }).getByRole('region', { name: 'Input' });
  await expect(input.getByRole('tree')).toBeVisible();
});

const row = (name: string) => input.getByRole('treeitem', { name: new RegExp(`^${name}\\b`) });

test('a tree opens and closes by mouse and by keyboard, and copies values and paths', async () => {
  await row('people').click();
  await expect(row('people')).toHaveAttribute('aria-expanded', 'true');
  await row('0').click();
  await expect(row('name')).toContainText('Person 0');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(row('name')).toHaveAttribute('aria-selected', 'true');
  await input.getByRole('button', { name: 'Copy path' }).click();
  plain(await page.evaluate(() => navigator.clipboard.readText())).toBe('people[0].name');
  await input.getByRole('button', { name: 'Copy value' }).click();
  plain(await page.evaluate(() => navigator.clipboard.readText())).toBe('Person 0');
  await input.getByRole('tree').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(row('name')).toHaveCount(0);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect(row('people')).toHaveAttribute('aria-expanded', 'false');
});

test('a text that is chosen shows whole, with what is hidden in it', async () => {
  await row('note').click();
  await expect(input.getByRole('group', { name: 'The whole text' })).toContainText('U+202E');
  await isOpenToAll(page, 'a tree of data and a whole text');
});

test('words are found in keys and values, counted, and gone through with the keyboard', async () => {
  await input.getByRole('tree').focus();
  await page.keyboard.press('Control+f');
  const box = input.getByRole('searchbox', { name: 'Search in this value' });
  await expect(box).toBeFocused();
  await box.fill('person 1');
  await expect(input.getByRole('status')).toHaveText('1 of 3');
  await box.press('Enter');
  await expect(input.getByRole('status')).toHaveText('2 of 3');
  await expect(input.getByRole('treeitem', { selected: true })).toContainText('Person 10');
  await box.press('Shift+Enter');
  await expect(input.getByRole('treeitem', { selected: true })).toContainText('Person 1');
  await box.fill('nobody at all');
  await expect(input.getByRole('status')).toHaveText('Not found');
  await input.getByRole('radio', { name: 'JSON' }).click();
  await box.fill('"name"');
  await expect(input.getByRole('status')).toHaveText('1 of 17');
  await isOpenToAll(page, 'data as JSON, searched');
  await box.press('Escape');
  await expect(box).toBeHidden();
  await input.getByRole('radio', { name: 'Tree' }).click();
});

test('a picture and a drawing show, and the drawing runs nothing', async () => {
  for (const name of ['picture', 'drawing']) {
    // Rows move while others open: pressed until it is the one that is chosen.
    await expect(async () => {
      await row(name).click();
      await expect(row(name)).toHaveAttribute('aria-selected', 'true', { timeout: 2000 });
    }).toPass();
    await input.getByRole('button', { name: 'Preview' }).click();
    const image = input.getByRole('img', { name: /^(dot|drawing)\./ });
    await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  }
  await isOpenToAll(page, 'a picture');
  plain(await page.evaluate(() => (window as { pwned?: number }).pwned)).toBeUndefined();
});

test('a page from outside shows without running, asking or leading anywhere', async () => {
  await row('site').click();
  await input.getByRole('button', { name: 'Preview' }).click();
  const frame = input.frameLocator('iframe');
  await expect(frame.getByRole('heading', { name: 'A page' })).toBeVisible();
  await frame.getByRole('link', { name: 'go' }).click();
  plain(await page.evaluate(() => (window as { pwned?: number }).pwned)).toBeUndefined();
  plain(await input.locator('iframe').evaluate((one: HTMLIFrameElement) => one.contentDocument)).toBeNull();
});

test('a document shows in the viewer of the browser, apart from the page, and can be saved where there is none', async () => {
  for (const viewer of [true, false]) {
    await page.evaluate(
      (on) => Object.defineProperty(navigator, 'pdfViewerEnabled', { get: () => on, configurable: true }),
      viewer,
    );
    await expect(async () => {
      await row('site').click();
      await row('paper').click();
      await expect(row('paper')).toHaveAttribute('aria-selected', 'true', { timeout: 2000 });
    }).toPass();
    await input.getByRole('button', { name: 'Preview' }).click();
    const frame = input.locator('iframe[title="paper.pdf"]');
    await expect(frame).toHaveCount(viewer ? 1 : 0);
    await expect(input.getByRole('link', { name: 'Save' }).first()).toBeVisible();
    if (!viewer) continue;
    const answer = await page.request.get((await frame.getAttribute('src')) ?? '');
    plain(answer.headers()).toMatchObject({ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff' });
    plain(answer.headers()['content-disposition'] ?? '').toMatch(/^inline/);
  }
});

test('a file of 20,000 rows is a table of which only pages are fetched, searched on the server', async () => {
  await row('log').click();
  await input.getByRole('button', { name: 'Preview' }).click();
  const table = input.getByRole('grid', { name: 'Content' });
  await expect(table).toHaveAttribute('aria-rowcount', '20001');
  await expect(table.getByText('line 3', { exact: true })).toBeVisible();
  plain(await table.getByRole('row').count()).toBeLessThan(80);
  const content = input.getByRole('region', { name: 'Content' });
  await content.getByRole('button', { name: 'Search' }).click();
  await content.getByRole('searchbox').fill('the needle');
  await expect(content.getByRole('status')).toHaveText('1 of 1');
  await expect(table.getByRole('gridcell', { selected: true })).toHaveText('the needle');
  await table.focus();
  await page.keyboard.press('ArrowDown');
  await expect(table.getByRole('gridcell', { selected: true })).toHaveText('line 17778');
  await isOpenToAll(page, 'data as a table');
});

test('a value says where it came from and where it is used, and leads there', async () => {
  const used = page.getByRole('region', { name: 'Where it is used' });
  await expect(used).toContainText('note by keep in fields.text');
  await used.getByRole('button', { name: 'keep' }).press('Enter');
  const line = page.getByRole('region', { name: 'Steps' }).getByRole('button', { name: /^Done keep/ });
  await expect(line).toBeFocused();
  await line.press('Enter');
  const from = page.getByRole('region', { name: 'Where it comes from' });
  await expect(from).toContainText('fields.text from what started the run, note');
});
