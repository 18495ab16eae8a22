/** Health, record and rules, by mouse and by keyboard. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { beforeAll, expect as same, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { choose } from './support/canvas.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let flowId: string;

beforeAll(async () => {
  // A rule that is not filled in is refused by the server.
  page = await hearth().newPage({ provokes: /status of 400.*policy\.save/ });
  await signUp(page, hearth());
  const api = apiOf(page, hearth());
  const flow = draw({
    name: 'Every hour',
    nodes: { clock: ['schedule', { mode: 'every', every: '1h' }], keep: ['counter.add', { counter: 'hours' }] },
    wires: ['clock > keep'],
  });
  flowId = (await api.flows.create.mutate({ flow })).id;
  await api.flows.publish.mutate({ id: flowId });
});

test('people, rules, health and the record are one step from the settings, by mouse, keys and finger', async () => {
  const nav = (at: Page) => at.getByRole('navigation', { name: 'About this Hearth' });
  await page.goto('/settings');
  await nav(page).getByRole('link', { name: 'People' }).click();
  await expect(page).toHaveURL(/\/settings\/people$/);
  await nav(page).getByRole('link', { name: 'General' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings$/);
  await nav(page).getByRole('link', { name: 'General' }).focus();
  for (const [name, at] of [
    ['Rules', 'policy'],
    ['Health', 'health'],
    ['Record', 'audit'],
  ] as const) {
    for (
      let n = 0;
      n < 10 &&
      !(await nav(page)
        .getByRole('link', { name })
        .evaluate((one) => one === document.activeElement));
      n += 1
    )
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/settings/${at}$`));
    await expect(nav(page).getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
    await nav(page).getByRole('link', { name: 'General' }).focus();
  }
  const phone = await hearth().newContext({ phone: true });
  await phone.addCookies(await page.context().cookies());
  const small = await phone.newPage();
  await small.goto('/settings');
  await nav(small).getByRole('link', { name: 'Record' }).tap();
  await expect(small).toHaveURL(/\/settings\/audit$/);
  await phone.close();
});

test('health says that all is well, which triggers there are and what comes next', async () => {
  await page.goto('/settings/health');
  const parts = page.getByRole('region', { name: 'Parts' });
  await expect(parts.getByText('All is well').first()).toBeVisible();
  for (const part of ['Web', 'Worker', 'Engine (Temporal)', 'Database', 'Disk'])
    await expect(parts.getByText(part, { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Triggers' }).getByText('Scheduled')).toBeVisible();
  await expect(page.getByRole('region', { name: 'What schedules start next' }).getByText('Every hour')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Versions' }).getByText('Temporal')).toBeVisible();
});

test('the record is narrowed in the address, opened by keyboard, exported and verified', async () => {
  await page.goto('/settings/audit');
  const rows = page.getByRole('list', { name: 'Record' }).getByRole('listitem');
  await expect(rows.first()).toContainText('flow.publish');
  await choose(page, page.getByRole('combobox', { name: 'What' }), 'flow.publish');
  await expect(page).toHaveURL(/action=flow\.publish/);
  await expect(rows).toHaveCount(1);
  await rows.first().locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(rows.first().getByRole('link', { name: `flow:${flowId}` })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Words in subject or details' }).fill('nothing like it');
  await expect(page.getByText('Nothing fits')).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page).toHaveURL(/audit$/);
  await expect(rows.first()).toBeVisible();

  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'As JSON lines' }).click();
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\n');
  same(lines.map((line) => (JSON.parse(line) as { action: string }).action)).toContain('owner.create');

  await page.getByRole('button', { name: 'Verify chain' }).click();
  await expect(page.getByRole('dialog').getByText(/^All \d+ rows are as written/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a rule is drawn up, looked at before it holds, put in force, and an earlier version taken up again', async () => {
  await page.goto('/settings/policy');
  await page.getByRole('button', { name: 'Add rule' }).click();
  const rule = page.getByRole('group', { name: 'Rule rule' });
  await rule.getByRole('combobox', { name: 'Steps' }).fill('counter.*');
  await page.getByRole('button', { name: 'Save rules' }).click();
  await expect(rule.getByRole('alert')).toContainText('Say why');
  await rule.getByRole('textbox', { name: 'Why' }).fill('Numbers matter.');
  await page.getByRole('button', { name: 'What would ask now' }).click();
  const preview = page.getByRole('dialog', { name: 'What would ask now' });
  await expect(preview.getByText('1 step, 1 changes.')).toBeVisible();
  await expect(preview.getByText('Asks', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  same((await apiOf(page, hearth()).policy.get.query()).version).toBe(0);
  await page.getByRole('button', { name: 'Save rules' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Version 1 is in force.')).toBeVisible();

  await page.getByRole('button', { name: 'Remove Rule rule' }).click();
  await page.getByRole('button', { name: 'Save rules' }).click();
  await expect(page.getByText('Version 2 is in force.')).toBeVisible();
  await page.getByRole('button', { name: 'Start from version 1' }).click();
  await expect(page.getByRole('group', { name: 'Rule rule' })).toBeVisible();
  await expect(page.getByText('Your changes are not in force yet.')).toBeVisible();
});

test('one flow is stopped from its menu, one kind of step in the settings, and both are let go on', async () => {
  const api = apiOf(page, hearth());
  await page.goto('/flows');
  await page.getByRole('button', { name: 'Actions for Every hour' }).click();
  await page.getByRole('menuitem', { name: 'Stop now' }).click();
  const ask = page.getByRole('alertdialog');
  await ask.getByLabel('Reason').fill('It counts too fast.');
  await ask.getByRole('button', { name: 'Stop this flow' }).click();
  await expect(page.getByText('Flow: Every hour', { exact: true })).toBeVisible();

  const part = page.getByRole('combobox', { name: 'One flow, or one kind of step' });
  await choose(page, part, 'Step: Send mail');
  await page.getByRole('button', { name: 'Stop it' }).click();
  await expect(ask.getByText('Runs that are open')).toBeHidden();
  await ask.getByRole('button', { name: 'Stop these steps' }).click();
  await expect(page.getByText('Tool: mail.send')).toBeVisible();
  const { stopped } = await api.settings.status.query();
  same(stopped.map(({ scope, reason }) => [scope, reason]).sort()).toEqual([
    [`flow:${flowId}`, 'It counts too fast.'],
    ['tool:mail.send', null],
  ]);
  const release = page.getByRole('region', { name: 'Stop' }).getByRole('button', { name: 'Release' });
  await release.first().click();
  await expect(release).toHaveCount(1);
  await release.click();
  await expect(page.getByText('Nothing is stopped.')).toBeVisible();
});

test('an incident is begun from its page: everything stops, others and tokens are out, one stays signed in', async () => {
  const api = apiOf(page, hearth());
  await api.tokens.create.mutate({ name: 'script', scopes: ['view'] });
  await page.goto('/settings/incident');
  await expect(page.getByText(/1 token works/)).toBeVisible();
  await page.getByRole('button', { name: 'Stop and lock out' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: 'Stop and lock out' })).toBeDisabled();
  await dialog.getByLabel('What happened').fill('odd mails');
  await dialog.getByRole('button', { name: 'Stop and lock out' }).click();
  await expect(page.getByText(/Everything is stopped\. Let it go on/)).toBeVisible();
  await expect(page.getByText(/1 session is open, no token works/)).toBeVisible();
  await api.stop.release.mutate({ scope: 'global' });
});

test('what a step wrote over is found among the files, compared, and put back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-papers-'));
  const plan = join(folder, 'plan.txt');
  writeFileSync(plan, 'Water the roses today');
  const api = apiOf(page, hearth());
  const config = { path: folder, access: 'write' };
  const { id: connection } = await api.connections.create.mutate({
    name: 'Papers',
    type: 'folder',
    config,
    secrets: {},
  });
  const flow = draw({
    name: 'Plans',
    nodes: {
      start: ['manual'],
      write: ['file.write', { path: 'plan.txt', content: 'Sell the roses today' }, { connection }],
    },
    wires: ['start > write'],
  });
  const { id } = await api.flows.create.mutate({ flow });
  const { runId } = await api.flows.run.mutate({ id, mode: 'test', input: {} });
  await expect.poll(async () => (await api.runs.get.query({ id: runId })).endedAt).not.toBeNull();
  same(readFileSync(plan, 'utf8')).toBe('Sell the roses today');
  await page.goto('/settings/files');
  await page.getByRole('searchbox', { name: 'Path' }).fill('PLAN');
  await page.getByRole('button', { name: 'Look at the version of plan.txt' }).click();
  const difference = page.getByRole('region', { name: 'What putting it back would change' });
  await expect(difference.locator('del')).toContainText('Sell');
  await expect(difference.locator('ins')).toContainText('Water');
  await page.getByRole('button', { name: 'Put this version back' }).press('Enter');
  await expect(page.getByText('put back over')).toBeVisible();
  same(readFileSync(plan, 'utf8')).toBe('Water the roses today');
  rmSync(folder, { recursive: true });
});
