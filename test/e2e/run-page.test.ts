/** The page of a run: its timeline by mouse and by keys, what a model is writing, what it cost, and what nobody knows. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect as plain, test } from 'vitest';
import { listen, type Listening } from '../fakes/http-server.ts';
import { startModelServer, type ModelServer } from '../fakes/model-server.ts';
import { draw } from '../support/draw.ts';
import { until } from '../support/until.ts';
import { expect } from './support/browser.ts';
import { card } from './support/canvas.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const STORY = 'Once upon a time there was a garden behind a wall, and nobody had seen what grew in it.';
const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;
let service: Listening;
let model: ModelServer;
let answer: (path: string) => number | null;
let asked = 0;

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  api = apiOf(page, hearth());
  model = await startModelServer('openai');
  // Null: no answer at all.
  service = await listen((request, response) => {
    asked += 1;
    const status = answer(request.url ?? '');
    if (status !== null) response.writeHead(status).end('{}');
  });
  await api.contacts.create.mutate({ name: 'Service', kind: 'host', address: service.host });
});
afterAll(async () => {
  await Promise.all([service.stop(), model[Symbol.asyncDispose]()]);
});

const look = (step: string) => card(page, step).locator('[data-look]');
const steps = () => page.getByRole('region', { name: 'Steps' });
const stepLine = (name: string) => steps().getByRole('button', { name: new RegExp(`^\\S.* ${name} `) });
const timeline = () => page.getByRole('treegrid', { name: 'Timeline of the run' });
const line = (name: string) => timeline().getByRole('row', { name });
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

async function start(flow: ReturnType<typeof draw>): Promise<{ id: string; runId: string }> {
  const { id } = await api.flows.create.mutate({ flow });
  const { runId } = await api.flows.run.mutate({ id, mode: 'test', input: {} });
  return { id, runId };
}

const ended = (runId: string) =>
  expect.poll(async () => (await api.runs.get.query({ id: runId })).endedAt, { timeout: 30_000 }).not.toBeNull();

async function openLooping(): Promise<void> {
  const { runId } = await start(
    draw({
      name: 'Over a list',
      nodes: {
        start: ['manual'],
        list: ['set', { fields: { rows: ['a', 'b', 'c'] } }],
        each: ['forEach', { items: '{{ steps.list.rows }}' }],
        hash: ['crypto.hash', { text: '{{ item.value }}' }],
        last: ['set', { fields: { over: 'yes' } }],
      },
      wires: ['start > list', 'list > each', 'each.each > hash', 'hash > each', 'each.done > last'],
    }),
  );
  await ended(runId);
  await page.goto(`/runs/${runId}`);
}

test('the timeline opens loops, looks closer and leads to the details with the mouse', async () => {
  await openLooping();
  await page.getByRole('button', { name: 'Timeline' }).click();
  await expect(line('each')).toHaveAttribute('aria-expanded', 'false');
  await expect(line('each').locator('[data-segment="done"]')).toBeVisible();
  await line('each').click();
  await expect(line('Round 3')).toBeVisible();
  await line('Round 2').click();
  await expect(line('hash')).toHaveAttribute('aria-level', '3');
  const zoom = page.getByRole('group', { name: 'Zoom' });
  const all = zoom.getByRole('button', { name: 'Show all of it' });
  await expect(all).toBeDisabled();
  await zoom.getByRole('button', { name: 'Zoom in' }).click();
  await zoom.getByRole('button', { name: 'Zoom in' }).click();
  await zoom.getByRole('button', { name: 'Later' }).click();
  // What was first of all is not in the window any more.
  await expect(line('list').locator('[data-segment]')).toHaveCount(0);
  await all.click();
  await expect(line('list').locator('[data-segment]')).toHaveCount(1);
  await line('hash').click();
  await expect(stepLine('hash')).toHaveAttribute('aria-expanded', 'true');
  await expect(steps().getByRole('region', { name: 'Output' }).last()).toContainText('3e23e816');
});

test('and with the keys alone', async () => {
  await openLooping();
  await page.getByRole('button', { name: 'Timeline' }).focus();
  await press('Enter');
  await expect(line('list')).toBeVisible();
  await press('Tab', 'Tab');
  await expect(line('list')).toBeFocused();
  await press('ArrowDown');
  await expect(line('each')).toBeFocused();
  await press('ArrowRight');
  await expect(line('each')).toHaveAttribute('aria-expanded', 'true');
  await press('ArrowRight');
  await expect(line('Round 1')).toBeFocused();
  await press('Enter');
  await expect(line('Round 1')).toHaveAttribute('aria-expanded', 'true');
  await press('ArrowLeft', 'ArrowLeft');
  await expect(line('each')).toBeFocused();
  await press('ArrowLeft');
  await expect(line('Round 1')).toBeHidden();
  await press('End');
  await expect(line('last')).toBeFocused();
  await press('+');
  await expect(page.getByRole('button', { name: 'Show all of it' })).toBeEnabled();
  await press('0');
  await expect(page.getByRole('button', { name: 'Show all of it' })).toBeDisabled();
  await press('Home', 'Enter');
  await expect(stepLine('list')).toHaveAttribute('aria-expanded', 'true');
});

test('what a model writes is seen as it comes, then what it gave and what it cost', async () => {
  const { id: connection } = await api.connections.create.mutate({
    name: 'Writer',
    type: 'openai',
    config: { baseUrl: model.baseUrl },
    secrets: { apiKey: model.key },
  });
  let goOn: () => void = () => undefined;
  const rest = new Promise<void>((resolve) => (goOn = resolve));
  model.reply({ text: STORY, model: 'gpt-5', usage: { input: 10_000, output: 2000 }, until: rest });
  const { runId } = await start(
    draw({
      name: 'It writes',
      nodes: {
        start: ['manual'],
        ask: ['approval', { title: 'Write?' }],
        write: ['llm.ask', { model: 'gpt-5', prompt: 'A story, please.' }, { connection }],
      },
      wires: ['start > ask', 'ask.approve > write'],
    }),
  );
  await page.goto(`/runs/${runId}`);
  await expect(look('ask')).toHaveAttribute('data-look', 'asks');
  const request = await until(async () => (await api.approvals.list.query({ status: 'waiting' })).items[0]?.id, {
    what: 'the request',
  });
  await api.approvals.decide.mutate({ id: request, choice: 'approve' });
  await expect(look('write').locator('[data-live-text]')).toContainText('a garden');
  await stepLine('write').click();
  const live = steps().getByRole('region', { name: 'Being written' });
  await expect(live).toContainText('Once upon a time');
  await expect(live).toContainText('Provisional');
  goOn();
  await expect(look('write')).toHaveAttribute('data-look', 'done');
  await expect(live).toBeHidden();
  await expect(steps().getByRole('region', { name: 'Output' })).toContainText('what grew in it');
  for (const place of [look('write').locator('[data-cost]'), stepLine('write').locator('[data-cost]')])
    await expect(place).toHaveText('US$0.0325');
  await expect(page.locator('[data-run-cost]')).toHaveText('US$0.0325');
  await expect(look('write')).toContainText('12,000 tokens');
});

test('a step that tries again says which attempt of how many, and when', async () => {
  answer = () => 503;
  const { runId } = await start(
    draw({
      name: 'It tries',
      nodes: {
        start: ['manual'],
        call: ['http.request', { url: service.url }, { settings: { retry: { attempts: 20, backoff: '5s' } } }],
      },
      wires: ['start > call'],
    }),
  );
  await page.goto(`/runs/${runId}`);
  await expect(look('call')).toContainText(/Attempt \d+ of 20 failed · next in /);
  await stepLine('call').click();
  await expect(steps().locator('[data-retry]')).toContainText(/Attempt \d+ of 20 failed · next in /);
  await page.getByRole('button', { name: 'Timeline' }).click();
  await expect(line('call').locator('[data-segment="pause"]').first()).toBeVisible();
  await api.runs.cancel.mutate({ id: runId });
  await expect(look('call')).toHaveAttribute('data-look', 'cancelled');
});

test('what was cut off while it was done is not called failed or done: nobody knows', async () => {
  answer = () => null;
  const before = asked;
  const { runId } = await start(
    draw({
      name: 'It orders',
      nodes: { start: ['manual'], order: ['http.request', { method: 'POST', url: service.url }] },
      wires: ['start > order'],
    }),
  );
  await page.goto(`/runs/${runId}`);
  await until(() => asked > before, { what: 'the order to arrive' });
  await api.runs.cancel.mutate({ id: runId });
  await expect(look('order')).toHaveAttribute('data-look', 'unknown');
  await expect(look('order')).toContainText('It may have happened');
  await expect(stepLine('order').getByText('Outcome unknown')).toBeVisible();
});

test('a run leads to what was changed since in its drawing', async () => {
  const flow = draw({
    name: 'It greets',
    nodes: { start: ['manual'], greet: ['set', { fields: { text: 'Hello' } }] },
    wires: ['start > greet'],
  });
  const { id, runId } = await start(flow);
  const nodes = flow.nodes.map((node) =>
    node.id === 'greet' ? { ...node, params: { fields: { text: 'Bye' } } } : node,
  );
  const { draftRevision: revision } = await api.flows.get.query({ id });
  await api.flows.save.mutate({ id, draft: { ...flow, nodes }, revision });
  await page.goto(`/runs/${runId}`);
  await page.getByRole('link', { name: 'Compare with now' }).press('Enter');
  await expect(page.locator('[data-diff="changed"]')).toContainText('greet');
  plain(new URL(page.url()).searchParams.get('to')).toBe('draft');
});
