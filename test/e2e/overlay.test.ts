/** What a run says on the canvas, in the editor and on its page: each state, decisions where they are asked for, rounds. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { listen, type Listening } from '../fakes/http-server.ts';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { card } from './support/canvas.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;
let service: Listening;
let answers: boolean;

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  api = apiOf(page, hearth());
  service = await listen((_request, response) => {
    response.statusCode = answers ? 200 : 503;
    response.end('{}');
  });
  await api.contacts.create.mutate({ name: 'Service', kind: 'host', address: service.host });
});
afterAll(() => service.stop());

const look = (on: Page, step: string) => card(on, step).locator('[data-look]');

/** A list, a loop over it, a request that fails at first, a question, and what follows each answer. */
function drawing(name: string) {
  const flow = draw({
    name,
    nodes: {
      start: ['manual'],
      list: ['set', { fields: { rows: ['a', 'b', 'c'] } }],
      each: ['forEach', { items: '{{ steps.list.rows }}' }],
      hash: ['crypto.hash', { text: '{{ item.value }}' }],
      ask: ['approval', { title: 'Go on?' }],
      rest: ['wait', { mode: 'for', for: '2h' }],
      other: ['set', { fields: { no: 'yes' } }],
      request: ['http.request', { url: service.url }, { settings: { retry: { attempts: 20, backoff: '3s' } } }],
    },
    wires: [
      'start > list',
      'list > each',
      'each.each > hash',
      'hash > each',
      'each.done > ask',
      'ask.approve > rest',
      'ask.deny > other',
      'list > request',
    ],
  });
  for (const [index, node] of flow.nodes.entries())
    node.position = { x: (index % 4) * 340, y: Math.floor(index / 4) * 260 };
  return flow;
}

async function start(name: string): Promise<{ id: string; runId: string }> {
  const { id } = await api.flows.create.mutate({ flow: drawing(name) });
  const { runId } = await api.flows.run.mutate({ id, mode: 'test', input: {} });
  return { id, runId };
}

test('the canvas of a run shows each state, and a question is decided there with the keyboard', async () => {
  answers = false;
  const { runId } = await start('Each state');
  await page.goto(`/runs/${runId}`);
  await expect(look(page, 'request')).toHaveAttribute('data-look', 'retrying');
  await expect(look(page, 'request')).toContainText(/Attempt \d+ of 20 failed · next in /);
  await expect(look(page, 'ask')).toHaveAttribute('data-look', 'asks');
  await expect(look(page, 'each')).toContainText('3 of 3 done');
  await expect(page.locator('[data-wire-count]').filter({ hasText: '3×' }).first()).toBeVisible();
  answers = true;

  const decide = page.getByRole('button', { name: 'Decide: ask' });
  await decide.focus();
  await page.keyboard.press('Enter');
  const request = page.getByRole('dialog', { name: 'Request to decide' });
  await expect(request.getByRole('heading', { name: 'Go on?' })).toBeVisible();
  const approve = request.getByRole('button', { name: 'Approve' });
  // For a moment after it appears nothing can be pressed by accident.
  await expect(approve).toBeEnabled();
  await approve.focus();
  await page.keyboard.press('Enter');
  await expect(request).toContainText('Chose “Approve” by Ada');
  await page.keyboard.press('Escape');
  await expect(request).toBeHidden();

  await expect(look(page, 'ask')).toHaveAttribute('data-look', 'done');
  await expect(look(page, 'other')).toHaveAttribute('data-look', 'skipped');
  await expect(look(page, 'rest')).toContainText('goes on in ');
  await expect(look(page, 'request')).toHaveAttribute('data-look', 'done');
  await api.runs.cancel.mutate({ id: runId });
  await expect(look(page, 'rest')).toHaveAttribute('data-look', 'cancelled');
});

test('in the editor a run is decided with the mouse, a round of a loop is looked at, and what is reused says so', async () => {
  answers = true;
  const { id, runId } = await start('In the editor');
  await page.goto(`/flows/${id}`);
  await page.getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('switch', { name: 'Follow each new run' }).click();
  await page.keyboard.press('Escape');
  await expect(look(page, 'ask')).toHaveAttribute('data-look', 'asks');

  const rounds = page.getByRole('group', { name: 'Round of each to look at' });
  await expect(look(page, 'hash')).toContainText('3 times');
  await rounds.getByRole('button', { name: 'Next round' }).click();
  await rounds.getByRole('button', { name: 'Next round' }).click();
  await expect(rounds.getByRole('button', { name: 'Round 2' })).toHaveAttribute('aria-pressed', 'true');
  await expect(look(page, 'hash')).not.toContainText('3 times');
  await rounds.getByRole('button', { name: 'Round 2' }).click();
  await expect(look(page, 'hash')).toContainText('3 times');

  await page.getByRole('button', { name: 'Decide: ask' }).click();
  const request = page.getByRole('dialog', { name: 'Request to decide' });
  await request.getByRole('button', { name: 'Deny' }).click();
  await request.getByRole('textbox', { name: 'Why?' }).fill('Not now');
  await request.getByRole('button', { name: 'Deny' }).click();
  await expect(look(page, 'other')).toHaveAttribute('data-look', 'done');
  await expect(look(page, 'rest')).toHaveAttribute('data-look', 'skipped');

  await expect.poll(async () => (await api.runs.get.query({ id: runId })).endedAt).not.toBeNull();
  await api.runs.retry.mutate({ id: runId, from: { step: 'other' } });
  await expect(look(page, 'list')).toHaveAttribute('data-look', 'reused');
});

test('a step that failed says why and what to do; a trigger says how it is', async () => {
  const flow = draw({
    name: 'Fails',
    nodes: {
      start: ['manual'],
      daily: ['schedule', { mode: 'cron', cron: '0 9 * * *' }],
      request: ['http.request', { url: 'http://127.0.0.1:9' }, { settings: { retry: { attempts: 1 } } }],
    },
    wires: ['start > request', 'daily > request'],
  });
  for (const [index, node] of flow.nodes.entries()) node.position = { x: Math.max(0, index - 1) * 360, y: index * 200 };
  const { id } = await api.flows.create.mutate({ flow });
  const { runId } = await api.flows.run.mutate({ id, mode: 'test', input: {}, triggerId: 'start' });
  await page.goto(`/runs/${runId}`);
  await expect(look(page, 'request')).toHaveAttribute('data-look', 'failed');
  await page.goto(`/flows/${id}`);
  const health = card(page, 'daily').locator('[data-trigger-health]');
  await expect(health).toHaveText('Not published');
  await api.flows.publish.mutate({ id });
  await page.reload();
  await expect(health).toHaveText(/^Next in /);
});
