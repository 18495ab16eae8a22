/** What models cost: the page of it, its file, and a budget that asks. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect as same, test } from 'vitest';
import type { Page } from '@playwright/test';
import { startModelServer, type ModelServer } from '../fakes/model-server.ts';
import { chain, draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { hasRoom, isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;
let model: ModelServer;
let connection: string;

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  api = apiOf(page, hearth());
  model = await startModelServer('openai');
  ({ id: connection } = await api.connections.create.mutate({
    ...{ name: 'Models', type: 'openai' },
    ...{ config: { baseUrl: model.baseUrl }, secrets: { apiKey: model.key } },
  }));
});
afterAll(() => model[Symbol.asyncDispose]());

async function asker(name: string, more: Record<string, string> = {}): Promise<string> {
  const ask = { prompt: 'How are you?', model: 'gpt-5.4', maxTokens: 4096, ...more };
  const drawing = draw({
    name,
    nodes: { start: ['manual'], ask: ['llm.ask', ask, { connection }] },
    wires: chain('start', 'ask'),
  });
  return (await api.flows.create.mutate({ flow: drawing })).id;
}

async function run(id: string, answer: Parameters<ModelServer['reply']>[0]): Promise<string> {
  model.reply(answer);
  const { runId } = await api.flows.run.mutate({ id, mode: 'test', input: {} });
  return runId;
}

const over = (runId: string) =>
  expect.poll(async () => (await api.runs.get.query({ id: runId })).endedAt).not.toBeNull();

const said = (model: string, output: number) => ({ text: 'Well.', model, usage: { input: 1000, output } });

test('figures by day, told apart by flow and model, by keyboard, in both colours and on a phone', async () => {
  const letters = await asker('=Letters');
  await over(await run(letters, said('gpt-5.4', 4000)));
  await over(await run(await asker('Notes', { model: 'gpt-5' }), said('gpt-5', 1000)));
  await over(await run(letters, { cut: 'end', text: 'Half of the answer' }));
  await page.goto(`${hearth().url}/settings/usage`);
  const total = page.getByRole('region', { name: 'Altogether' });
  // 1000 and 4000 tokens at 2.50 and 15 dollars, 1000 and 1000 at 1.25 and 10.
  await expect(total.getByText('$0.0738').first()).toBeVisible();
  await expect(total.getByText(/up to US\$0\.\d+ more/)).toBeVisible();
  const chart = page.getByRole('slider', { name: 'Day' });
  await expect(chart).toHaveAttribute('aria-valuetext', /\$0\.0738.*=Letters US\$0\.0625.*Notes US\$0\.0113/);
  await chart.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(chart).toHaveAttribute('aria-valuetext', /: US\$0\.00$/);
  await page.keyboard.press('End');
  await page.getByRole('combobox', { name: 'Added up by' }).click();
  await page.getByRole('option', { name: 'Model' }).click();
  await expect(page.getByRole('rowheader', { name: 'gpt-5.4' })).toBeVisible();
  await expect(chart).toHaveAttribute('aria-valuetext', /gpt-5\.4/);
  await page.getByText('The same as a table').click();
  await page.getByRole('combobox', { name: 'Added up by' }).click();
  await page.getByRole('option', { name: 'Flow' }).click();
  // Nothing was asked before today.
  await expect(page.getByText('Too early to tell', { exact: false })).toBeVisible();
  const flow = page.getByRole('link', { name: '=Letters' });
  await expect(flow).toHaveAttribute('href', `/flows/${letters}`);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await hasRoom(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await isOpenToAll(page, `usage at ${width}, ${colorScheme}`);
      if (process.env['HEARTH_TEST_PICTURES'])
        await page.screenshot({ path: `/tmp/usage-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as CSV' }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  same(text).toContain(`'=Letters`);
  same(text).not.toMatch(/(^|,|")=/m);
});

test('a budget that is used up asks in the inbox; after a yes the run goes on', async () => {
  const budget = { name: 'Models', tool: 'llm.*', max: 0.1, window: '1d', cost: true as const, atCap: 'ask' as const };
  await api.policy.save.mutate({ document: { budgets: [budget] }, base: 0 });
  const asked = model.questions.length;
  const runId = await run(await asker('Dear'), said('gpt-5.4', 100));
  await expect.poll(async () => (await api.approvals.count.query()).waiting).toBe(1);
  await page.goto(`${hearth().url}/inbox`);
  await page.getByRole('link', { name: /raise the budget "Models"/ }).click();
  await expect(page.getByText('May this cost more?')).toBeVisible();
  await isOpenToAll(page, 'a budget that asks');
  if (process.env['HEARTH_TEST_PICTURES']) await page.screenshot({ path: '/tmp/usage-asks.png', fullPage: true });
  same(model.questions).toHaveLength(asked);
  await page.getByRole('button', { name: 'Raise it' }).click();
  await over(runId);
  same((await api.runs.get.query({ id: runId })).status).toBe('done');
  same(model.questions).toHaveLength(asked + 1);
  await page.goto(`${hearth().url}/settings/usage`);
  const caps = page.getByRole('region', { name: 'Caps' });
  await expect(caps.getByText('raised by', { exact: false })).toBeVisible();
});
