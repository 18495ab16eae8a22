/** Names and data that want to be code, or to be read as something else, on every page that shows them. */
import type { Locator, Page } from '@playwright/test';
import { beforeAll, test } from 'vitest';
import type { Flow } from '#lib/flow.ts';
import { putBlob } from '#platform/blobs.ts';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const HTML = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';
// Reads as "…exe" backwards where nothing keeps it apart.
const BIDI = 'invoice\u202Egnp.exe\u2066';
const LONG = `${HTML}${BIDI}`.padEnd(120, 'W').slice(0, 120);

// A file of a run is written here as a step would write it: into the data folder of the product.
const hearth = useProduct({ HEARTH_DATA: process.env.HEARTH_DATA ?? '' });
let page: Page;
let ids: { flow: string; run: string; table: string };

const drawing: Flow = draw({
  name: LONG,
  nodes: {
    call: ['webhook', { respond: 'when-received' }],
    ask: ['approval', { title: '{{ trigger.body.title }}', message: '{{ trigger.body.text }}' }],
    keep: ['set', { fields: { text: '{{ trigger.body.text }}' } }],
  },
  wires: ['call > keep', 'keep > ask'],
});

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  const api = apiOf(page, hearth());
  const named = { ...drawing, nodes: drawing.nodes.map((node) => ({ ...node, name: LONG })) };
  const { id } = await api.flows.create.mutate({ flow: named });
  await api.flows.publish.mutate({ id });
  const address = (await api.flows.get.query({ id })).triggers[0]?.url ?? '';
  const body = JSON.stringify({ title: `${HTML} ${BIDI}`, text: `${BIDI}\n${HTML}\n${'W'.repeat(3000)}` });
  const call = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(call.status).toBe(202);
  await expect.poll(async () => (await api.approvals.count.query()).waiting).toBe(1);
  const [run] = (await api.runs.list.query({})).items;
  const { id: table } = await api.tables.create.mutate({ name: 'Guests' });
  await api.tables.addRow.mutate({ tableId: table, data: { name: LONG, note: `${BIDI}${'W'.repeat(3000)}` } });
  await api.connections.create.mutate({
    name: LONG,
    type: 'http-bearer',
    config: { hosts: ['api.example.org'] },
    secrets: { token: 'not-shown' },
  });
  await api.variables.set.mutate({ name: 'said', value: `${HTML}${BIDI}` });
  const invite = await api.invites.create.mutate({ role: 'viewer', note: LONG });
  const guest = { name: LONG, email: 'guest@example.org', password: 'correct horse battery', code: invite.code };
  await api.invites.join.mutate(guest);
  const rule = {
    id: 'hostile',
    match: { tool: 'mail.*' },
    effect: 'ask' as const,
    reason: `${LONG}${'W'.repeat(300)}`,
  };
  const lists = [{ name: LONG, match: {}, targets: [LONG] }];
  await api.policy.save.mutate({ document: { rules: [rule], allowLists: lists, budgets: [] }, base: 0 });
  ids = { flow: id, run: run?.id ?? '', table };
});

/** Texts with a character that turns the direction, shown where it would turn what stands around it too. */
function turning(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!/[\u202A-\u202E\u2066-\u2069]/.test(node.textContent ?? '')) continue;
    const parent = node.parentElement;
    if (parent?.closest('script, style, textarea, title')) continue;
    const apart = (element: Element | null): boolean =>
      element !== null &&
      (/isolate|plaintext/.test(getComputedStyle(element).unicodeBidi) || apart(element.parentElement));
    if (!apart(parent)) found.push(`${parent?.tagName ?? ''}: ${(node.textContent ?? '').slice(0, 60)}`);
  }
  return found;
}

async function isInert(): Promise<void> {
  expect(await page.evaluate(() => (window as { pwned?: number }).pwned)).toBeUndefined();
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  expect(await page.evaluate(turning)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
}

type Place = {
  name: string;
  at: () => string;
  /** The button that brings it. */
  press?: string | RegExp;
  shows: () => Locator;
};

const PLACES: Place[] = [
  { name: 'the list of flows', at: () => '/flows', shows: () => page.getByRole('link', { name: /onerror/ }) },
  { name: 'the list of runs', at: () => '/runs', shows: () => page.getByRole('link', { name: /onerror/ }) },
  {
    name: 'the page of a run',
    at: () => `/runs/${ids.run}`,
    shows: () => page.getByRole('button', { name: /onerror/ }),
  },
  {
    name: 'the timeline of a run',
    at: () => `/runs/${ids.run}`,
    press: 'Timeline',
    shows: () => page.getByRole('treegrid').getByText(/onerror/),
  },
  {
    name: 'a request on the canvas of a run',
    at: () => `/runs/${ids.run}`,
    press: /^Decide: /,
    shows: () => page.getByRole('dialog', { name: 'Request to decide' }).getByText(/onerror/),
  },
  { name: 'the inbox', at: () => '/inbox', shows: () => page.getByText(/onerror/) },
  {
    name: 'the editor',
    at: () => `/flows/${ids.flow}?view=drawing`,
    shows: () => page.getByRole('group', { name: /onerror/ }),
  },
  {
    name: 'the list view',
    at: () => `/flows/${ids.flow}?view=list`,
    shows: () => page.locator('[data-line]', { hasText: 'onerror' }),
  },
  {
    name: 'the versions',
    at: () => `/flows/${ids.flow}/versions?from=none&to=1`,
    shows: () => page.getByText(/onerror/),
  },
  { name: 'a table', at: () => `/tables/${ids.table}`, shows: () => page.getByRole('gridcell', { name: /onerror/ }) },
  { name: 'the list of connections', at: () => '/connections', shows: () => page.getByText(/onerror/) },
  { name: 'the list of variables', at: () => '/variables', shows: () => page.getByText(/onerror/) },
  { name: 'the list of people', at: () => '/settings/people', shows: () => page.getByText(/onerror/) },
  // What is written in a box is not a text of the page.
  { name: 'the rules', at: () => '/settings/policy', shows: () => page.getByRole('group', { name: 'Rule hostile' }) },
  { name: 'health', at: () => '/settings/health', shows: () => page.getByText(/onerror/) },
  {
    name: 'the record',
    at: () => '/settings/audit?action=connection.create',
    shows: () => page.getByRole('list', { name: 'Record' }).getByRole('listitem'),
  },
];

test.for(PLACES)('$name shows hostile names as what they are: text', async ({ at, press, shows }) => {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(at());
    if (press) await page.getByRole('button', { name: press }).first().press('Enter');
    await expect(shows().first()).toBeVisible();
    await isInert();
  }
});

test('what a stranger sent stays text where it is read in full', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/runs/${ids.run}`);
  await page.locator('button[aria-controls^="detail-"]').first().click();
  await expect(page.getByRole('region', { name: 'Output' }).first()).toContainText('onerror');
  await isInert();
});

test('what the record keeps of a hostile name stays text where it is opened', async () => {
  await page.goto('/settings/audit?action=connection.create');
  await page.getByRole('list', { name: 'Record' }).locator('summary').first().click();
  await expect(page.getByText(/onerror/).first()).toBeVisible();
  await isInert();
});

async function file(name: string, contentType: string, content: string) {
  return { ...(await putBlob({ runId: 'files', bytes: Buffer.from(content), contentType })), name, preview: '' };
}

test('data that wants to be code is text in every view of it', async () => {
  const api = apiOf(page, hearth());
  const long = `${BIDI} ${HTML} ${'W'.repeat(3000)}`;
  const rows = Array.from({ length: 3 }, () => ({ [LONG]: long, [BIDI]: HTML }));
  const flow = draw({ name: 'Data', nodes: { start: ['manual'] }, wires: [] });
  const { id } = await api.flows.create.mutate({ flow });
  const value = {
    [LONG]: long,
    rows: await file(`${BIDI}.json`, 'application/json', JSON.stringify(rows)),
    words: await file(`${HTML}.txt`, 'text/plain', long),
  };
  const { runId } = await api.flows.run.mutate({ id, mode: 'test', input: value });
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`/runs/${runId}`);
    const input = page.getByRole('region', { name: 'Input' }).first();
    await expect(input.getByRole('tree')).toContainText('onerror');
    await isInert();
    for (const [name, views] of [
      ['rows', ['Table', 'Tree', 'JSON']],
      ['words', ['Text']],
    ] as const) {
      await expect(async () => {
        await input.getByRole('treeitem', { name: new RegExp(`^${name}\\b`) }).click();
        await input.getByRole('button', { name: 'Preview' }).click({ timeout: 2000 });
      }).toPass();
      const content = input.getByRole('region', { name: 'Content' });
      for (const view of views) {
        if (views.length > 1) await content.getByRole('radio', { name: view, exact: true }).click();
        await expect(content).toContainText('onerror');
        await isInert();
      }
    }
    await input.getByRole('radio', { name: 'JSON', exact: true }).first().click();
    await expect(input).toContainText('onerror');
    await isInert();
  }
});
