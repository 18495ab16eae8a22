/** Conditions are written as rows or as one expression, and go from one to the other without loss. */
import type { Page } from '@playwright/test';
import { beforeAll, expect as plain, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import * as canvas from './support/canvas.ts';
import { isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;
let id: string;

const ROWS = [
  { left: '{{ trigger.kind }}', operator: 'equals', right: 'urgent' },
  { left: '{{ trigger.count }}', operator: 'greater', right: 3 },
];

beforeAll(async () => {
  page = await hearth().newPage({ provokes: /status of 400/ });
  await signUp(page, hearth());
  api = apiOf(page, hearth());
  const flow = draw({
    name: 'Sorting',
    nodes: { start: ['manual'], check: ['if', { match: 'any', rows: ROWS }] },
    wires: ['start > check'],
  });
  id = (await api.flows.create.mutate({ flow })).id;
});

const params = async () => (await api.flows.get.query({ id })).draft.nodes.find((node) => node.id === 'check')?.params;
const TEXT = '{{ trigger.kind = "urgent" or $number(trigger.count) > 3 }}';

test('by mouse rows become an expression and rows again', async () => {
  await page.goto(`/flows/${id}`);
  const form = await canvas.select(page, 'check');
  await form.getByRole('radio', { name: 'One expression' }).click();
  await expect(form.getByRole('textbox', { name: /^Expression instead/ })).toHaveValue(TEXT);
  await expect(form.getByRole('group', { name: 'Conditions', exact: true })).toBeHidden();
  await isOpenToAll(page, 'conditions as an expression');
  await canvas.saved(page);
  plain(await params()).toEqual({ match: 'any', expression: TEXT });
  await form.getByRole('radio', { name: 'Rows' }).click();
  await expect(form.getByRole('textbox', { name: 'Condition 2: Value' })).toHaveValue('{{ trigger.count }}');
  await canvas.saved(page);
  plain(await params()).toEqual({ match: 'any', rows: ROWS });
});

test('by keyboard too; what rows cannot say stays an expression and says why; undo brings back the rows', async () => {
  await page.goto(`/flows/${id}`);
  const form = await canvas.select(page, 'check');
  await form.getByRole('radio', { name: 'Rows' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(form.getByRole('radio', { name: 'One expression' })).toBeFocused();
  await page.keyboard.press('Enter');
  const box = form.getByRole('textbox', { name: /^Expression instead/ });
  await expect(box).toHaveValue(TEXT);
  await box.fill('{{ $count(trigger.list) > 3 and trigger.a = 1 or trigger.b = 2 }}');
  await form.getByRole('radio', { name: 'One expression' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(form.getByRole('radio', { name: 'Rows' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(form.getByRole('status').filter({ hasText: 'It stays an expression' })).toContainText(
    'mixes “and” with “or”',
  );
  await box.fill('{{ $count(trigger.list) > 3 }}');
  await expect(form.getByText('It stays an expression')).toBeHidden();
  await form.getByRole('radio', { name: 'Rows' }).focus();
  await page.keyboard.press('Enter');
  await expect(form.getByRole('textbox', { name: 'Condition 1: Value' })).toHaveValue('{{ $count(trigger.list) }}');
  await canvas.card(page, 'check').focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(box).toHaveValue('{{ $count(trigger.list) > 3 }}');
});
