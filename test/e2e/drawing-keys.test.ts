/** Drawing without a pointer: every key of the canvas, the search, and the command bar. */
import type { Page } from '@playwright/test';
import { beforeAll, expect as plain, test } from 'vitest';
import { KEYS } from '#components/editor/canvas/shortcuts.ts';
import { draw } from '../support/draw.ts';
import { closeByKey, expect } from './support/browser.ts';
import { card, stepType } from './support/canvas.ts';
import { inRow, openFlow, picker, savedFlow, wire } from './support/drawing.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
});

const set = (n: number): [string, { fields: { n: number } }] => ['set', { fields: { n } }];
const three = () =>
  inRow(draw({ nodes: { start: ['manual'], one: set(1), two: set(2) }, wires: ['start > one', 'one > two'] }));
const open = (flow = three()) => openFlow(page, hearth(), flow);
const saved = (id: string) => savedFlow(page, hearth(), id);
const wires = (flow: { edges: { from: { node: string }; to: { node: string } }[] }) =>
  flow.edges.map(({ from, to }) => `${from.node} > ${to.node}`).sort();
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const selected = () => page.locator('.react-flow__node.selected');
const told = () => page.locator('[data-live-changes]');

test('arrows walk the drawing, Enter opens, F2 renames, D switches off, 1 and 0 show it', async () => {
  const id = await open();
  await press('ArrowRight', 'ArrowRight');
  await expect(card(page, 'one')).toBeFocused();
  await press('D');
  await expect(card(page, 'one')).toContainText('Switched off');
  await expect(told()).toHaveText('Switched off: one');
  await press('Enter');
  await closeByKey(page.getByRole('dialog', { name: 'Step one' }));
  await expect(page.getByRole('complementary', { name: 'Settings of one' })).toBeVisible();
  await card(page, 'one').focus();
  await press('F2');
  await expect(page.getByRole('textbox', { name: 'Name of the step' })).toBeFocused();
  await page.keyboard.type('Uno');
  await press('Enter');
  await expect(card(page, 'Uno')).toBeVisible();
  await card(page, 'Uno').focus();
  await press('0', '1', 'Control+z', 'Control+z');
  await expect(card(page, 'one')).not.toContainText('Switched off');
  plain((await saved(id)).nodes[1]).toMatchObject({ name: 'one' });
});

test('N adds after the selected step, R replaces it in place, Ctrl with Delete joins its neighbours', async () => {
  const id = await open();
  await press('ArrowRight', 'ArrowRight', 'n');
  const list = picker(page, 'Add a step');
  await expect(list.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('wait');
  await press('Enter');
  await expect(wire(page, 'one', 'wait')).toBeAttached();
  await expect(told()).toHaveText('Added: Wait');
  await press('Control+z');
  await card(page, 'one').focus();
  await press('r');
  await picker(page, 'Replace by').getByRole('combobox').fill('filter');
  await stepType(picker(page, 'Replace by'), 'Filter').click();
  await expect(wire(page, 'start', 'one')).toBeAttached();
  const replaced = await saved(id);
  plain(replaced.nodes[1]?.type).toContain('filter');
  plain(wires(replaced)).toContain('start > one');
  await press('Control+z');
  await card(page, 'one').focus();
  await press('Control+Delete');
  await expect(wire(page, 'start', 'two')).toBeAttached();
  plain(wires(await saved(id))).toEqual(['start > two']);
});

test('C draws a wire from a chosen output to a chosen step, and takes it away', async () => {
  const branches = draw({
    nodes: { start: ['manual'], ask: ['if', { conditions: [] }], yes: set(1), no: set(2) },
    wires: ['start > ask'],
  });
  const id = await open(inRow(branches));
  await press('ArrowRight', 'ArrowRight', 'c');
  const dialog = page.getByRole('dialog', { name: 'Connect ask to …' });
  await dialog.getByRole('radio').nth(1).check();
  await dialog.getByRole('combobox').fill('no');
  await press('Enter');
  await expect(wire(page, 'ask', 'no')).toBeAttached();
  plain((await saved(id)).edges[1]).toMatchObject({ from: { node: 'ask', port: 'false' }, to: { node: 'no' } });
  await press('c');
  await dialog.getByRole('radio').nth(1).check();
  await dialog.getByRole('option', { name: /no.*connected/ }).click();
  await expect(wire(page, 'ask', 'no')).toBeHidden();
  plain(wires(await saved(id))).toEqual(['start > ask']);
});

test('a wire is reached with Tab: N puts a step in, Delete removes it', async () => {
  const id = await open();
  await wire(page, 'one', 'two').focus();
  await press('Shift+Tab', 'Tab');
  await expect(wire(page, 'one', 'two')).toBeFocused();
  await press('n');
  await picker(page, 'Put a step in here').getByRole('combobox').fill('wait');
  await press('Enter');
  await expect(wire(page, 'wait', 'two')).toBeAttached();
  await wire(page, 'start', 'one').focus();
  await press('Shift+Tab', 'Tab', 'Delete');
  await expect(wire(page, 'start', 'one')).toBeHidden();
  plain(wires(await saved(id))).toEqual(['one > wait', 'wait > two']);
});

test('Shift with arrows selects what leads here or follows; Ctrl with arrows moves it; Ctrl+D duplicates', async () => {
  const id = await open();
  await press('ArrowRight', 'ArrowRight', 'Shift+ArrowRight');
  await expect(selected()).toHaveCount(2);
  await press('Control+ArrowDown', 'Control+ArrowDown');
  await press('Control+d');
  await expect(card(page, 'two 2')).toBeVisible();
  const flow = await saved(id);
  plain(flow.nodes.map(({ position }) => position.y)).toEqual([0, 16, 16, 48, 48]);
  plain(wires(flow)).toContain('one_2 > two_2');
  await press('Control+a');
  await expect(selected()).toHaveCount(5);
});

test('Ctrl+G groups and folds, F2 names, Enter opens, and the frame can be taken away', async () => {
  const id = await open();
  await press('ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'Control+g');
  const group = page.getByRole('group', { name: /^Group: / });
  await expect(group).toHaveAccessibleName('Group: Group 1');
  await press('F2');
  await page.getByRole('textbox', { name: 'Name of the group' }).fill('Greeting');
  await press('Enter', 'Control+g');
  await expect(card(page, 'one')).toBeHidden();
  await expect(wire(page, 'start', 'group:group')).toBeAttached();
  await expect(group).toContainText('2 steps');
  await saved(id);
  await page.reload();
  await expect(group).toContainText('one · two');
  await expect(card(page, 'one')).toBeHidden();
  await press('ArrowRight', 'ArrowRight');
  await expect(group).toBeFocused();
  await press('Enter');
  await expect(card(page, 'one')).toBeVisible();
  plain((await saved(id)).groups).toEqual([{ id: 'group', name: 'Greeting', members: ['one', 'two'] }]);
  await press('Control+Shift+g');
  await expect(group).toBeHidden();
  plain((await saved(id)).groups).toBeUndefined();
  await press('Control+z');
  await expect(group).toBeVisible();
});

test('a note is put down, written on, sized by keys and tidied along, all of it undone', async () => {
  const id = await open();
  await press('Shift+n');
  await page.getByRole('textbox', { name: 'Text of the note' }).fill('# Mind\n- the **gap**');
  await press('Escape');
  const note = page.getByRole('group', { name: /^Note: / });
  await expect(note.locator('strong')).toHaveText('gap');
  await note.getByRole('button', { name: /^Size of the note/ }).focus();
  await press('ArrowRight', 'ArrowDown');
  plain((await saved(id)).notes[0]).toMatchObject({ size: { width: 256, height: 136 } });
  await card(page, 'one').focus();
  await press('Escape', 'Shift+t');
  const flow = await saved(id);
  plain(flow.nodes.map(({ position }) => position.x)).toEqual([0, 352, 704]);
  await card(page, 'one').focus();
  await press('Control+z', 'Control+z', 'Control+z', 'Control+z');
  await expect(note).toBeHidden();
  plain((await saved(id)).nodes.map(({ position }) => position.x)).toEqual([0, 400, 800]);
});

test('Ctrl+F finds in names, values and notes, walks the hits, and replaces in one step of undo', async () => {
  const flow = inRow(
    draw({
      nodes: {
        start: ['manual'],
        one: ['set', { fields: { text: 'the old mill' } }],
        old: ['set', { fields: { text: 'OLD {{ trigger.x }}' } }],
      },
      wires: ['start > one', 'one > old'],
    }),
  );
  const id = await open(flow);
  await press('Control+f');
  const bar = page.getByRole('search', { name: 'Find in this flow' });
  await bar.getByRole('textbox', { name: 'Find in this flow' }).fill('old');
  await expect(bar.getByRole('status')).toHaveText('1 of 3 · in a value');
  await expect(page.locator('.search-hit')).toHaveCount(2);
  await press('Enter');
  await expect(bar.getByRole('status')).toHaveText('2 of 3 · in the name');
  await expect(page.locator('.search-at')).toHaveAccessibleName(/^old, /);
  await press('Shift+Enter');
  await expect(bar.getByRole('status')).toHaveText('1 of 3 · in a value');
  await bar.getByRole('textbox', { name: 'Replace by' }).fill('new');
  await bar.getByRole('button', { name: 'Replace all' }).click();
  await expect(bar.getByRole('status')).toHaveText('2 values changed');
  const texts = async () => (await saved(id)).nodes.slice(1).map(({ params }) => params.fields);
  plain(await texts()).toEqual([{ text: 'the new mill' }, { text: 'new {{ trigger.x }}' }]);
  await press('Escape');
  await expect(bar).toBeHidden();
  await press('Control+z');
  await expect.poll(texts).toEqual([{ text: 'the old mill' }, { text: 'OLD {{ trigger.x }}' }]);
});

test('the command bar finds steps, flows, runs, pages and commands, on every page', async () => {
  const api = apiOf(page, hearth());
  const other = await api.flows.create.mutate({ flow: { ...three(), name: 'Lighthouse' } });
  const { runId } = await api.flows.run.mutate({ id: other.id, mode: 'test', input: {} });
  await open();
  const bar = page.getByRole('dialog', { name: 'Find anything, do anything' });
  const ask = async (text: string) => {
    await press('Control+k');
    await bar.getByRole('combobox').fill(text);
  };
  await ask('two');
  await expect(bar.getByRole('option', { name: /^two/ })).toBeVisible();
  await press('Enter');
  await expect(card(page, 'two')).toBeFocused();
  await ask('wait');
  await bar.getByRole('option', { name: /^Wait/ }).click();
  await expect(wire(page, 'two', 'wait')).toBeAttached();
  await ask('keys');
  await press('Enter');
  const keys = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(keys).toContainText('Replace the selected step');
  await closeByKey(keys);
  await ask(runId.slice(0, 8));
  await bar.getByRole('option', { name: /Lighthouse/ }).click();
  await expect(page).toHaveURL(new RegExp(`/runs/${runId}$`));
  await ask('lighth');
  await bar.getByRole('group', { name: 'Flows' }).getByRole('option', { name: 'Lighthouse' }).click();
  await expect(page).toHaveURL(new RegExp(`/flows/${other.id}$`));
  await ask('inbox');
  await press('Enter');
  await expect(page).toHaveURL(/\/inbox$/);
});

test('? shows every key, M the overview', async () => {
  await open();
  await press('?');
  const keys = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(keys.getByRole('definition')).toHaveCount(KEYS.length);
  await press('Escape', 'm');
  await expect(page.getByRole('img', { name: /^Overview of the drawing/ })).toBeVisible();
  await press('m');
  await expect(page.getByRole('img', { name: /^Overview of the drawing/ })).toBeHidden();
});
