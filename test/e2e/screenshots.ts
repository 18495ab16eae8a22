/**
 * The pictures of the documentation, taken of the real product with `npm run screenshots`.
 * Each page in two widths, light and dark; docs/screenshots/editor.png is the README's.
 */
import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, launchBrowser } from './support/browser.ts';
import { card } from './support/canvas.ts';
import { apiOf, signUp } from './support/owner.ts';
import { startProduct } from './support/product.ts';

const FOLDER = 'docs/screenshots';
const PHONE = 390;
const SIZES = [
  { width: 1440, height: 900 },
  { width: PHONE, height: 844 },
];
const REQUESTS = [
  { name: 'Jonas Weber', email: 'jonas@weber.example', message: 'Could the reading group use the hall on Thursday?' },
  {
    name: 'Orchard club',
    email: 'club@orchard.example',
    message: 'May we meet in your garden on 12 June, about 20 of us?',
  },
];

type Api = ReturnType<typeof apiOf>;
type Shown = { form: string; done: string; waiting: string; table: string };

async function waitingRequest(api: Api): Promise<{ id: string; runId: string }> {
  await expect.poll(async () => (await api.approvals.count.query()).waiting).toBe(1);
  const [request] = (await api.approvals.list.query({ status: 'waiting' })).items;
  if (!request) throw new Error('The request has gone.');
  return request;
}

/** Flows as somebody has them after a day: live ones, a run that is over, one that failed, one that asks. */
async function fill(api: Api): Promise<Shown> {
  const ids: Record<string, string> = {};
  for (const { id, flow, needs } of await api.flows.templates.query()) {
    ids[id] = (await api.flows.create.mutate({ flow })).id;
    // Those that sign in to something stay drafts.
    if (needs.length === 0) await api.flows.publish.mutate({ id: ids[id] });
  }
  const over = async (runId: string) => {
    await expect.poll(async () => (await api.runs.get.query({ id: runId })).endedAt).not.toBeNull();
  };
  const form = ids['form-to-table'] ?? '';
  const checks = ids['parallel-checks'] ?? '';
  for (const amount of [180, 5000]) {
    const input = { purpose: 'Chairs', amount };
    await over((await api.flows.run.mutate({ id: checks, mode: 'production', input })).runId);
  }
  const call = { method: 'POST', path: '/', headers: {}, query: {} };
  const asked = async (body: Record<string, string>) => {
    await api.flows.run.mutate({ id: form, mode: 'production', triggerId: 'form', input: { ...call, body } });
    return waitingRequest(api);
  };
  const [first, second] = REQUESTS;
  const decided = await asked(first ?? {});
  await api.approvals.decide.mutate({ id: decided.id, choice: 'approve' });
  await over(decided.runId);
  const waiting = (await asked(second ?? {})).runId;
  const [table] = await api.tables.list.query();
  await api.variables.set.mutate({ name: 'greeting', value: 'Good morning', updatedAt: null });
  return { form, done: decided.runId, waiting, table: table?.id ?? '' };
}

/** Lays the newest run over the drawing; phones have no room for that menu. */
async function showRun(page: Page): Promise<void> {
  await expect(card(page, 'Ask whether to keep it')).toBeVisible();
  if ((page.viewportSize()?.width ?? 0) === PHONE) return;
  await page.getByRole('button', { name: 'Hide the list of steps' }).click();
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').click();
  await expect(card(page, 'Ask whether to keep it')).toContainText('Waiting for a person');
  await page.getByRole('button', { name: 'Show everything' }).click();
}

/** A phone shows the list first, a wide window the newest request beside it. */
async function showRequest(page: Page): Promise<void> {
  const request = page.getByRole('article', { name: 'Add this request to the table?' });
  if ((page.viewportSize()?.width ?? 0) === PHONE) await page.getByRole('link', { name: /Add this request/ }).click();
  await expect(request.getByRole('button', { name: 'Add it' })).toBeVisible();
}

/** Everything loaded is also painted. */
async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await expect(page.locator('.animate-breathe')).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
}

const titled = (text: string) => (page: Page) =>
  expect(page.getByRole('heading', { level: 1, name: text })).toBeVisible();

async function openStep(page: Page): Promise<void> {
  const name = 'Ask whether to keep it';
  await expect(card(page, name)).toBeVisible();
  await card(page, name).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: `Step ${name}` })).toBeVisible();
}

const places = ({ form, done, table }: Shown) => [
  { name: 'flows', at: '/flows', ready: (page: Page) => expect(page.getByText('Daily reminder list')).toBeVisible() },
  {
    name: 'templates',
    at: '/flows',
    ready: async (page: Page) => {
      await page.getByRole('button', { name: 'New flow' }).first().click();
      await expect(page.getByRole('dialog').getByText('Daily reminder list')).toBeVisible();
    },
  },
  { name: 'editor', at: `/flows/${form}?view=drawing`, ready: showRun },
  { name: 'step', at: `/flows/${form}?view=drawing&run=${done}`, ready: openStep },
  {
    name: 'list',
    at: `/flows/${form}?view=list`,
    ready: (page: Page) => expect(page.getByRole('list', { name: 'Steps of the flow' })).toBeVisible(),
  },
  { name: 'versions', at: `/flows/${form}/versions`, ready: titled('Versions') },
  { name: 'runs', at: '/runs', ready: (page: Page) => expect(page.getByText('Waiting').first()).toBeVisible() },
  {
    name: 'run',
    at: `/runs/${done}`,
    ready: (page: Page) => expect(card(page, 'Answer: accepted')).toContainText('Done'),
  },
  { name: 'inbox', at: '/inbox', ready: showRequest },
  { name: 'connections', at: '/connections', ready: titled('Connections') },
  { name: 'table', at: `/tables/${table}`, ready: (page: Page) => expect(page.getByRole('grid')).toBeVisible() },
  { name: 'variables', at: '/variables', ready: titled('Variables') },
  { name: 'people', at: '/settings/people', ready: titled('People') },
  { name: 'settings', at: '/settings', ready: titled('Settings') },
  {
    name: 'health',
    at: '/settings/health',
    ready: (page: Page) => expect(page.getByText('All is well')).toBeVisible(),
  },
  { name: 'docs', at: '/docs/steps/approval', ready: titled('Ask a person') },
];

async function take(page: Page, shown: Shown): Promise<void> {
  for (const { name, at, ready } of places(shown)) {
    for (const size of SIZES) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.goto(at);
        await ready(page);
        await picture(page, `${name}-${size.width}-${colorScheme}`);
      }
    }
  }
}

/** The README's: an editor that is no taller than its drawing needs. */
async function takeForReadme(page: Page, { form }: Shown): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 640 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(`/flows/${form}`);
  await showRun(page);
  await picture(page, 'editor');
}

mkdirSync(FOLDER, { recursive: true });
await using product = await startProduct();
const browser = await launchBrowser();
try {
  const context = await browser.newContext({ baseURL: product.url, reducedMotion: 'reduce', locale: 'en-GB' });
  const page = await context.newPage();
  await signUp(page, product);
  const shown = await fill(apiOf(page, product));
  await take(page, shown);
  await takeForReadme(page, shown);
} finally {
  await browser.close();
}
