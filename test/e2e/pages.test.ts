/** Every page, empty and full, light and dark, wide and narrow: nothing shuts people out, nothing scrolls sideways. */
import type { Page } from '@playwright/test';
import { beforeAll, describe, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import * as canvas from './support/canvas.ts';
import { hasRoom, isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const PHONE = 390;
const WIDTHS = [1440, PHONE];

const LONG_LINE = `Somebody wrote a long line: ${'x'.repeat(200)} ${'and more of it. '.repeat(80)}`;

const hearth = useProduct();

type Place = { name: string; at: () => string; until: (page: Page) => Promise<void> };

/** Looks at a place in each width and colour scheme. */
async function inspect(page: Page, { at, until }: Omit<Place, 'name'>): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(at());
    await until(page);
    if (width === PHONE) await hasRoom(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await isOpenToAll(page, `${at()} at ${width}, ${colorScheme}`, { colours: colorScheme === 'dark' });
    }
  }
}

const shows = (text: string) => (page: Page) => expect(page.getByText(text).first()).toBeVisible();
const titled = (text: string) => (page: Page) =>
  expect(page.getByRole('heading', { level: 1, name: text })).toBeVisible();
const press = (name: string, then: (page: Page) => Promise<void>) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
  await then(page);
};
const dialog = (name: string) => (page: Page) => expect(page.getByRole('dialog', { name })).toBeVisible();

test('/join, for whoever has a code', async () => {
  await inspect(await hearth().newPage(), { at: () => '/join', until: titled('Come in') });
});

test('/setup, before there is an owner', async () => {
  await inspect(await hearth().newPage(), { at: () => '/setup', until: titled('Light the fire') });
});

describe('once there is an owner', () => {
  let page: Page;
  const ids = { empty: '', full: '', waiting: '', done: '', counted: '', table: '' };

  beforeAll(async () => {
    page = await hearth().newPage();
    await signUp(page, hearth());
    const api = apiOf(page, hearth());
    ids.empty = (await api.flows.create.mutate({ name: 'Nothing yet' })).id;
  });

  test('/sign-in', async () => {
    await inspect(await hearth().newPage(), { at: () => '/sign-in', until: titled('Welcome back') });
  });

  const EMPTY: Place[] = [
    { name: '/flows', at: () => '/flows', until: shows('Nothing yet') },
    {
      name: '/flows, choosing how to begin',
      at: () => '/flows',
      until: press('New flow', shows('Daily reminder list')),
    },
    { name: '/flows, importing', at: () => '/flows', until: press('Import', dialog('Import a flow file')) },
    { name: 'an empty editor', at: () => `/flows/${ids.empty}?view=drawing`, until: shows('What starts this flow?') },
    { name: '/runs', at: () => '/runs', until: shows('Nothing has run yet') },
    { name: '/inbox', at: () => '/inbox', until: shows('Nothing waits for you') },
    { name: '/chat', at: () => '/chat', until: shows('Nobody to write to yet') },
    { name: '/connections', at: () => '/connections', until: titled('Connections') },
    { name: '/tables', at: () => '/tables', until: titled('Tables') },
    { name: '/variables', at: () => '/variables', until: shows('No variables yet') },
    { name: '/memory', at: () => '/memory', until: shows('Nothing remembered yet') },
    { name: '/settings', at: () => '/settings', until: titled('Settings') },
    { name: 'people', at: () => '/settings/people', until: shows('Nobody is invited') },
    { name: 'the rules', at: () => '/settings/policy', until: shows('No rules of your own.') },
    { name: 'skill packs', at: () => '/settings/skills', until: shows('No skill packs yet') },
    { name: 'usage', at: () => '/settings/usage', until: shows('No model has been asked yet') },
    { name: 'health', at: () => '/settings/health', until: shows('All is well') },
    { name: 'kept files', at: () => '/settings/files', until: shows('Nothing was replaced or deleted') },
    { name: 'an incident', at: () => '/settings/incident', until: shows('Nothing was done to the world') },
    {
      name: 'locking out',
      at: () => '/settings/incident',
      until: press('Stop and lock out', shows('Stop everything and lock everybody out?')),
    },
    { name: '/docs', at: () => '/docs', until: titled('Documentation') },
    { name: 'a step in /docs', at: () => '/docs/steps/http.request', until: titled('HTTP request') },
    { name: 'the search of /docs', at: () => '/docs/search?q=approval', until: titled('Search') },
    { name: 'notices', at: () => '/runs', until: press('Notices', shows('Nothing to tell')) },
  ];
  test('an address where nothing is', async () => {
    const lost = await hearth().newPage({ provokes: /status of 404.*nowhere/ });
    await lost.context().addCookies(await page.context().cookies());
    await inspect(lost, { at: () => '/nowhere', until: shows('There is no such page') });
  });

  test.for(EMPTY)('$name, with nothing in it', (place) => inspect(page, place));

  describe('with flows, runs and a request', () => {
    beforeAll(async () => {
      const api = apiOf(page, hearth());
      const templates = await api.flows.templates.query();
      const form = templates.find(({ id }) => id.startsWith('form'));
      ids.full = (await api.flows.create.mutate({ flow: form?.flow })).id;
      await api.flows.publish.mutate({ id: ids.full });
      const { draft, draftRevision: revision } = await api.flows.get.query({ id: ids.full });
      await api.flows.save.mutate({ id: ids.full, draft: { ...draft, settings: { deadline: '2d' } }, revision });
      const thrown = await api.flows.create.mutate({ name: 'Thrown away' });
      await api.flows.remove.mutate({ id: thrown.id });
      const call = { method: 'POST', path: '/', headers: {}, query: {} };
      const start = async (body: Record<string, string>) =>
        (await api.flows.run.mutate({ id: ids.full, mode: 'production', triggerId: 'form', input: { ...call, body } }))
          .runId;
      ids.waiting = await start({ name: 'Bo', email: 'bo@example.org', message: 'May I come?' });
      ids.done = await start({ name: 'Bo' });
      const telling = draw({
        name: 'It tells',
        nodes: { start: ['manual'], tell: ['notify', { title: 'News', text: LONG_LINE, level: 'urgent' }] },
        wires: ['start > tell'],
      });
      const told = await api.flows.create.mutate({ flow: telling });
      await api.flows.run.mutate({ id: told.id, mode: 'test', input: {} });
      const failing = draw({
        name: 'It fails',
        nodes: { start: ['manual'], end: ['stop', { outcome: 'failed', message: 'No.' }] },
        wires: ['start > end'],
      });
      const { id } = await api.flows.create.mutate({ flow: failing });
      await api.flows.run.mutate({ id, mode: 'test', input: {} });
      const counting = draw({
        name: 'It counts',
        nodes: { start: ['manual'], count: ['counter.add', { counter: 'visits' }] },
        wires: ['start > count'],
      });
      const counts = await api.flows.create.mutate({ flow: counting });
      ids.counted = (await api.flows.run.mutate({ id: counts.id, mode: 'test', input: {} })).runId;
      await api.variables.set.mutate({ name: 'greeting', value: 'A long greeting from the garden. '.repeat(12) });
      ids.table = (await api.tables.create.mutate({ name: 'Guests' })).id;
      const data = { name: 'Bo', seats: 2, note: 'A long note about the garden. '.repeat(12) };
      await api.tables.addRow.mutate({ tableId: ids.table, data });
      await api.connections.create.mutate({
        name: 'Shop',
        type: 'http-bearer',
        config: { hosts: ['api.example.org'] },
        secrets: { token: 'not-shown' },
      });
    });

    const FULL: Place[] = [
      { name: '/flows', at: () => '/flows', until: shows('Form to table with approval') },
      {
        name: 'the editor with the settings of a step',
        at: () => `/flows/${ids.full}?view=drawing`,
        async until(at) {
          await canvas.showAll(at);
          await canvas.card(at, 'Ask whether to keep it').getByRole('heading').click();
          await expect(at.getByRole('textbox', { name: 'What they need to know' })).toBeVisible();
        },
      },
      {
        name: 'the editor as a list',
        at: () => `/flows/${ids.full}?view=list`,
        until: shows('Ask whether to keep it'),
      },
      {
        name: 'the versions of a flow',
        at: () => `/flows/${ids.full}/versions?to=1&from=none`,
        until: shows('First version'),
      },
      {
        name: 'what differs between versions',
        at: () => `/flows/${ids.full}/versions?to=draft&from=1`,
        until: press('Next change', shows('Change 1 of')),
      },
      { name: 'the bin', at: () => '/flows?view=bin', until: shows('Thrown away') },
      {
        name: 'the editor about to test',
        at: () => `/flows/${ids.full}`,
        until: press('Test run', dialog('Test run')),
      },
      {
        name: 'the editor about to publish',
        at: () => `/flows/${ids.full}`,
        until: press('Publish', shows('Version 1 is live')),
      },
      { name: '/runs', at: () => '/runs', until: shows('It fails') },
      { name: 'a run that waits', at: () => `/runs/${ids.waiting}`, until: shows('Ask whether to keep it') },
      { name: 'a run that is over', at: () => `/runs/${ids.done}`, until: shows('Say what is missing') },
      {
        name: 'the timeline of a run',
        at: () => `/runs/${ids.done}`,
        until: press('Timeline', (at) => expect(at.getByRole('treegrid')).toBeVisible()),
      },
      {
        name: 'a request decided on the canvas',
        at: () => `/runs/${ids.waiting}`,
        async until(at) {
          await at.getByRole('button', { name: /^Decide: / }).press('Enter');
          await dialog('Request to decide')(at);
        },
      },
      {
        name: 'a run about to run again',
        at: () => `/runs/${ids.counted}`,
        until: press('Run again …', async (at) => {
          await expect(at.getByRole('checkbox', { name: 'count' })).toBeVisible();
          await expect(at.getByRole('button', { name: 'Run again', exact: true })).toBeDisabled();
        }),
      },
      {
        name: 'failed runs about to be retried',
        at: () => '/runs?status=failed',
        until: press('Retry all failed …', dialog('Retry these runs?')),
      },
      { name: '/inbox', at: () => '/inbox', until: shows('Add this request to the table?') },
      { name: '/tables', at: () => '/tables', until: shows('Guests') },
      { name: 'a table', at: () => `/tables/${ids.table}`, until: shows('seats') },
      {
        name: 'adding a row',
        at: () => `/tables/${ids.table}`,
        until: press('Add row', (at) => expect(at.getByRole('dialog')).toBeVisible()),
      },
      {
        name: 'the menu of a column',
        at: () => `/tables/${ids.table}`,
        until: press('Column seats', (at) => expect(at.getByRole('menuitem', { name: 'Largest first' })).toBeVisible()),
      },
      {
        name: 'importing rows',
        at: () => `/tables/${ids.table}`,
        until: press('More about this table', async (at) => {
          await at.getByRole('menuitem', { name: 'Import CSV' }).click();
          const file = { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('name,seats\nEve,4\na,b,c\n') };
          await at.getByLabel('File').setInputFiles(file);
          await expect(at.getByText('Line 3 has 3 values')).toBeVisible();
        }),
      },
      { name: '/variables', at: () => '/variables', until: shows('greeting') },
      {
        name: 'a variable',
        at: () => '/variables',
        until: press('Edit greeting', (at) => expect(at.getByRole('textbox', { name: 'Value' })).toBeVisible()),
      },
      { name: '/connections', at: () => '/connections', until: shows('Shop') },
      {
        name: 'choosing a connection',
        at: () => '/connections',
        until: press('New connection', shows('HTTP with a token')),
      },
      {
        name: 'filling in a connection',
        at: () => '/connections',
        until: press('New connection', press('HTTP with a token', shows('The secret is sent to these hosts only.'))),
      },
      {
        name: 'filling in a mail server',
        at: () => '/connections',
        until: press('New connection', press('Mail (SMTP)', shows('Encryption'))),
      },
      {
        name: 'filling in a folder',
        at: () => '/connections',
        until: press('New connection', press('Folder', shows('Steps may'))),
      },
      { name: 'notices', at: () => '/runs', until: press('Notices', shows('Somebody wrote a long line')) },
      {
        name: 'runs about to be cancelled',
        at: () => '/runs',
        until: press('Cancel all open …', dialog('Cancel these runs?')),
      },
      { name: 'kept filters', at: () => '/runs', until: press('Kept filters', shows('You keep no filters yet.')) },
      { name: 'an invite', at: () => '/settings/people', until: press('Invite somebody', dialog('Invite somebody')) },
      { name: 'the record', at: () => '/settings/audit', until: shows('flow.publish') },
      {
        name: 'the record, verified',
        at: () => '/settings/audit',
        until: press('Verify chain', shows('nothing was changed or removed')),
      },
      {
        name: 'a rule',
        at: () => '/settings/policy',
        until: press('Add rule', shows('Shown to whoever meets the rule.')),
      },
      {
        name: 'what the rules would ask',
        at: () => '/settings/policy',
        until: press('What would ask now', dialog('What would ask now')),
      },
    ];
    test.for(FULL)('$name, full', (place) => inspect(page, place));
  });
});
