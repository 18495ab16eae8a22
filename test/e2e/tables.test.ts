/** The page of a table, by mouse and by keys: cells, columns, order, filters, undo, CSV in and out. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { beforeAll, beforeEach, expect as same, test } from 'vitest';
import { expect } from './support/browser.ts';
import { choose } from './support/canvas.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let id: string;
let tables = 0;

beforeAll(async () => {
  // A name that is taken is refused by the server, and a change to what one has not seen.
  page = await hearth().newPage({ provokes: /status of 409.*tables\.(renameColumn|changeRow)/ });
  await signUp(page, hearth());
});

beforeEach(async () => {
  const api = apiOf(page, hearth());
  tables += 1;
  id = (await api.tables.create.mutate({ name: `Guests ${tables}` })).id;
  for (const data of [
    { name: 'Cyd', seats: 1 },
    { name: 'Bo', seats: 12 },
    { name: 'Ada', seats: 2 },
  ])
    await api.tables.addRow.mutate({ tableId: id, data });
  await page.goto(`/tables/${id}`);
  await expect(grid().getByRole('gridcell', { name: 'Ada' })).toBeVisible();
});

const grid = () => page.getByRole('grid', { name: 'Rows' });
const cell = (name: string): Locator => grid().getByRole('gridcell', { name, exact: true });
const rows = async () => (await apiOf(page, hearth()).tables.rows.query({ id })).items.map(({ data }) => data);
const names = () => grid().locator('[role=gridcell][aria-colindex="2"]').allTextContents();

test('a value is changed by keys alone: typed over, opened, given up, emptied, and on to the next', async () => {
  await page.getByRole('button', { name: 'Filter', exact: true }).focus();
  await page.keyboard.press('Tab');
  await expect(grid()).toBeFocused();
  await expect(cell('Ada')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await page.keyboard.type(' Lovelace');
  await page.keyboard.press('Tab');
  await expect(cell('Ada Lovelace')).toBeVisible();
  await expect(cell('2')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.type('33');
  await page.keyboard.press('Enter');
  await expect(cell('33')).toBeVisible();
  await expect(cell('12')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('F2');
  await page.keyboard.type('999');
  await page.keyboard.press('Escape');
  await expect(grid()).toBeFocused();
  await expect(cell('12')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await expect(cell('1')).toHaveCount(0);
  await expect.poll(rows).toEqual([{ name: 'Ada Lovelace', seats: 33 }, { name: 'Bo', seats: 12 }, { name: 'Cyd' }]);
  await page.keyboard.press('Tab');
  await expect(grid()).not.toBeFocused();
});

test('a value is changed with the mouse, and what a run changed meanwhile is not overwritten', async () => {
  await cell('Bo').click();
  await cell('Bo').click();
  await page.getByRole('textbox', { name: 'name, row 2' }).fill('Bob');
  await cell('Ada').click();
  await expect(cell('Bob')).toBeVisible();
  await expect.poll(rows).toContainEqual({ name: 'Bob', seats: 12 });

  const api = apiOf(page, hearth());
  const [ada] = (await api.tables.rows.query({ id })).items;
  await api.tables.changeRow.mutate({ id: ada!.id, updatedAt: ada!.updatedAt, data: { name: 'Ada', seats: 7 } });
  await cell('Ada').click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('8');
  await page.keyboard.press('Enter');
  await expect(page.getByText('A run or a person changed this row in the meantime.')).toBeVisible();
  await expect(cell('7')).toBeVisible();
});

test('a row is opened, deleted and brought back: from its head by keys, and from its window', async () => {
  await cell('Bo').click();
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  await expect(cell('Bo')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(cell('Bo')).toBeVisible();
  same(await rows()).toHaveLength(3);

  await grid().focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Enter');
  const window = page.getByRole('dialog', { name: 'Edit row' });
  await expect(window.getByRole('textbox', { name: 'name' })).toHaveValue('Ada');
  await window.getByRole('button', { name: 'Delete' }).click();
  await expect(cell('Ada')).toHaveCount(0);
  await expect(window).toBeHidden();
});

test('columns are added, renamed by keys, and removed once it was said what goes', async () => {
  await page.getByRole('button', { name: 'Add column' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('table no');
  await page.keyboard.press('Enter');
  await expect(grid().getByRole('columnheader', { name: 'table no' })).toBeVisible();

  await cell('2').click();
  await page.keyboard.press('Control+ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Rename …' }).press('Enter');
  const naming = page.getByRole('dialog', { name: 'Rename seats' });
  await naming.getByRole('textbox', { name: 'Name' }).fill('name');
  await page.keyboard.press('Enter');
  await expect(naming.getByText('There is a column of this name already.')).toBeVisible();
  await naming.getByRole('textbox', { name: 'Name' }).fill('chairs');
  await page.keyboard.press('Enter');
  await expect(grid().getByRole('columnheader', { name: 'chairs' })).toBeVisible();
  await expect.poll(async () => (await rows())[0]).toEqual({ name: 'Ada', chairs: 2 });

  await page.getByRole('button', { name: 'Column chairs' }).click();
  await page.getByRole('menuitem', { name: 'Remove …' }).click();
  const asking = page.getByRole('alertdialog', { name: 'Remove the column chairs?' });
  await expect(asking.getByText('The values of 3 rows are lost for good.')).toBeVisible();
  await asking.getByRole('button', { name: 'Remove column' }).click();
  await expect(asking).toBeHidden();
  await expect(grid().getByRole('columnheader', { name: 'chairs' })).toHaveCount(0);
  await expect.poll(async () => (await rows())[0]).toEqual({ name: 'Ada' });
});

test('rows are ordered and filtered by the server', async () => {
  await page.getByRole('button', { name: 'Column seats' }).click();
  await page.getByRole('menuitem', { name: 'Largest first' }).click();
  await expect.poll(names).toEqual(['Bo', 'Ada', 'Cyd']);
  await expect(grid().getByRole('columnheader', { name: 'seats' })).toHaveAttribute('aria-sort', 'descending');

  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const filter = page.getByRole('dialog', { name: 'Filter' });
  await choose(page, filter.getByRole('combobox', { name: 'Column' }), 'seats');
  await choose(page, filter.getByRole('combobox', { name: 'Rows where it' }), 'is above');
  await filter.getByRole('textbox', { name: 'Value' }).fill('1');
  await page.keyboard.press('Enter');
  await expect.poll(names).toEqual(['Bo', 'Ada']);
  await expect(page.getByRole('status').filter({ hasText: '2 rows' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search this table' }).fill('nobody');
  await expect(page.getByText('No row fits.')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search this table' }).fill('');
  await page.getByRole('button', { name: 'Take away the filter seats is above “1”' }).click();
  await expect.poll(names).toEqual(['Bo', 'Ada', 'Cyd']);
});

test('a CSV file is looked at, sent to the right columns and taken in; a table is exported and its deletion undone', async () => {
  await page.getByRole('button', { name: 'More about this table' }).click();
  await page.getByRole('menuitem', { name: 'Import CSV' }).click();
  const window = page.getByRole('dialog', { name: 'Import CSV' });
  const text = 'Name;Diet;Seats\nEve;none;4\nBad;a;b;c\n"=1+1";vegan;5\n';
  await window
    .getByLabel('File')
    .setInputFiles({ name: 'guests.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await expect(window.getByText('Line 3 has 4 values, but there are only 3 columns.')).toBeVisible();
  await expect(window.getByRole('combobox', { name: 'Where Name goes' })).toHaveText('name');
  await choose(page, window.getByRole('combobox', { name: 'Where Diet goes' }), 'Leave out');
  const take = window.getByRole('button', { name: 'Import 2 rows' });
  await expect(take).toBeDisabled();
  await window.getByRole('checkbox', { name: 'Leave out the lines with something wrong' }).press('Space');
  await take.click();
  await expect(page.getByText('2 rows were added.')).toBeVisible();
  await expect(grid().getByRole('gridcell', { name: 'Eve untrusted' })).toBeVisible();
  same((await rows()).slice(0, 2)).toEqual([
    { name: '=1+1', seats: 5 },
    { name: 'Eve', seats: 4 },
  ]);

  await page.getByRole('button', { name: 'More about this table' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export CSV' }).press('Enter');
  same(readFileSync(await (await download).path(), 'utf8')).toContain("\r\n'=1+1,5\r\nEve,4\r\n");

  await page.getByRole('button', { name: 'More about this table' }).click();
  await page.getByRole('menuitem', { name: 'Delete table' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete table' }).click();
  await expect(page).toHaveURL(/\/tables$/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: `Guests ${tables}` }).click();
  await expect(cell('Bo')).toBeVisible();
});

test('a long table is fetched as one goes through it, and only what is on the screen is there', async () => {
  const text = `n\n${Array.from({ length: 450 }, (_, n) => n).join('\n')}\n`;
  await apiOf(page, hearth()).tables.importCsv.mutate({ tableId: id, text, columns: ['n'] });
  await page.reload();
  await expect(grid()).toHaveAttribute('aria-rowcount', '454');
  await cell('449 untrusted').click();
  await expect(async () => {
    await page.keyboard.press('Control+End');
    await expect(grid().locator('[aria-rowindex="454"]')).toBeVisible({ timeout: 1000 });
  }).toPass();
  same(await grid().getByRole('rowheader').count()).toBeLessThan(80);
});
