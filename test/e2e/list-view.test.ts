/** The list view of a flow: everything that the canvas can, by keyboard, by mouse and with a finger on a phone. */
import type { Page } from '@playwright/test';
import { beforeAll, beforeEach, expect as plain, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { saved, stepType } from './support/canvas.ts';
import { hasRoom, isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;
let id: string;

const drawing = draw({
  name: 'Greeter',
  nodes: {
    start: ['manual'],
    check: ['if', { rows: [{ left: '{{ trigger.name }}', operator: 'exists' }] }],
    yes: ['set', { fields: { text: 'Hello' } }],
    no: ['set', { fields: { text: 'Nobody' } }],
    end: ['set', { fields: { done: 'yes' } }],
  },
  wires: ['start > check', 'check.true > yes', 'check.false > no', 'yes > end', 'no > end'],
});

const line = (of: Page, name: string) => of.locator('[data-line]').filter({ hasText: new RegExp(`^${name}`) });
const edges = async () =>
  (await api.flows.get.query({ id })).draft.edges.map(({ from, to }) => `${from.node}.${from.port}>${to.node}`);

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  api = apiOf(page, hearth());
});
beforeEach(async () => {
  id = (await api.flows.create.mutate({ flow: drawing })).id;
});

test('L turns the drawing into a list with branches and joins, and back', async () => {
  await page.goto(`/flows/${id}`);
  await page.getByRole('group', { name: /^check, / }).click();
  await page.keyboard.press('l');
  const steps = page.getByRole('list', { name: 'Steps of the flow' });
  await expect(steps.getByRole('region', { name: /of check$/ })).toHaveCount(2);
  await expect(line(page, 'end')).toContainText('Comes after 2 steps: yes, no');
  await expect(line(page, 'yes')).toContainText('goes on to end');
  await isOpenToAll(page, 'the list view');
  await page.getByRole('button', { name: 'Show the drawing (L)' }).click();
  await expect(page.getByRole('group', { name: /^check, / })).toBeVisible();
});

test('by keyboard alone: walk, add, rename, switch off, move, remove, undo', async () => {
  await page.goto(`/flows/${id}?view=list`);
  await line(page, 'start').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(line(page, 'yes')).toBeFocused();
  await page.keyboard.press('n');
  await page.keyboard.type('set values');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  const added = page.locator('[data-line]:focus');
  await expect(added).toBeVisible();
  await page.keyboard.press('F2');
  await page.keyboard.type('Shout');
  await page.keyboard.press('Enter');
  await expect(line(page, 'Shout')).toBeFocused();
  await saved(page);
  const now = await edges();
  const shout = now.find((edge) => edge.startsWith('yes.out>'))?.split('>')[1] ?? '';
  plain(now).toContain(`${shout}.out>end`);
  await page.keyboard.press('d');
  await expect(line(page, 'Shout')).toContainText('Switched off');
  await page.keyboard.press('Alt+ArrowUp');
  await saved(page);
  plain(await edges()).toContain(`${shout}.out>yes`);
  await page.keyboard.press('Delete');
  await expect(line(page, 'Shout')).toHaveCount(0);
  await saved(page);
  plain((await edges()).sort()).toEqual([
    'check.false>no',
    'check.true>yes',
    'no.out>end',
    'start.out>check',
    'yes.out>end',
  ]);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(line(page, 'Shout')).toBeVisible();
});

test('by mouse: into a branch, connected to another step, its form opened and changed', async () => {
  await page.goto(`/flows/${id}?view=list`);
  await line(page, 'check').click();
  await page
    .getByRole('region', { name: /of check$/ })
    .first()
    .getByRole('button', { name: /^Add a step into/ })
    .click();
  await stepType(page.getByRole('dialog', { name: 'Add a step' }), 'Set')
    .first()
    .click();
  await saved(page);
  const first = (await edges()).find((edge) => edge.startsWith('check.true>'))?.split('>')[1] ?? '';
  plain(await edges()).toContain(`${first}.out>yes`);
  await page.getByRole('button', { name: 'Actions for start', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Connect to another step …' }).click();
  await page.getByRole('dialog', { name: 'Connect start to …' }).getByRole('option', { name: /^end/ }).click();
  await saved(page);
  plain(await edges()).toContain('start.out>end');
  await line(page, 'yes').click();
  const form = page.getByRole('complementary', { name: 'Settings of yes' });
  const name = form.getByRole('textbox', { name: 'Name of the step' });
  await name.fill('Sure');
  await name.press('Enter');
  await expect(line(page, 'Sure')).toBeVisible();
});

test('on a phone the list comes first, and fingers can do the same', async () => {
  const context = await hearth().newContext({ phone: true });
  await context.addCookies(await page.context().cookies());
  const phone = await context.newPage();
  await phone.goto(`/flows/${id}`);
  await expect(line(phone, 'yes')).toBeVisible();
  await hasRoom(phone);
  await isOpenToAll(phone, 'the list view on a phone');
  await phone.getByRole('button', { name: 'Add a step after yes' }).tap();
  await stepType(phone.getByRole('dialog', { name: 'Add a step' }), 'Set')
    .first()
    .tap();
  await saved(phone);
  plain((await edges()).some((edge) => edge.startsWith('yes.out>set'))).toBe(true);
  await phone.getByRole('button', { name: 'Actions for no', exact: true }).tap();
  await phone.getByRole('menuitem', { name: 'Remove' }).tap();
  await expect(line(phone, 'no')).toHaveCount(0);
  await line(phone, 'yes').tap();
  const sheet = phone.getByRole('dialog');
  await expect(sheet.getByRole('textbox', { name: 'Name of the step' })).toHaveValue('yes');
  await context.close();
});
