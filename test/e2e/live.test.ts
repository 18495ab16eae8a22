/** Pages that follow what happens: many at once, over a stream that breaks, and two people who decide the same. */
import type { Page } from '@playwright/test';
import { beforeAll, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { until } from '../support/until.ts';
import { expect } from './support/browser.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const TABS = 8;
// What a browser itself says of a server that is away, and of an answer that is no success.
const AWAY = /ERR_|Failed to load resource/;

const hearth = useProduct();
let first: Page;
let api: ReturnType<typeof apiOf>;

beforeAll(async () => {
  first = await hearth().newPage({ provokes: AWAY });
  await signUp(first, hearth());
  api = apiOf(first, hearth());
});

async function startRun(flow: ReturnType<typeof draw>): Promise<string> {
  const { id } = await api.flows.create.mutate({ flow });
  return (await api.flows.run.mutate({ id, mode: 'test', input: {} })).runId;
}

/** The request that this run waits for. */
function request(runId: string, step: string): Promise<string> {
  return until(
    async () => {
      const { items } = await api.approvals.list.query({ status: 'waiting' });
      return items.find((item) => item.runId === runId && item.stepId === step)?.id;
    },
    { what: `the request of ${step}` },
  );
}

const stepLine = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Steps' }).getByRole('button', { name: new RegExp(` ${name} `) });

test('eight tabs load, follow the same run to its end, and leave room for a ninth', async () => {
  const runId = await startRun(
    draw({
      name: 'Eight look on',
      nodes: {
        start: ['manual'],
        ask: ['approval', { title: 'Go on?' }],
        note: ['set', { fields: { seen: 'yes' } }],
      },
      wires: ['start > ask', 'ask.approve > note'],
    }),
  );
  const pages = await Promise.all(Array.from({ length: TABS }, () => first.context().newPage()));
  for (const page of pages) {
    await page.goto(`/runs/${runId}`);
    await expect(stepLine(page, 'ask')).toHaveAccessibleName(/^Waiting/);
  }
  await api.approvals.decide.mutate({ id: await request(runId, 'ask'), choice: 'approve' });
  for (const page of pages) await expect(stepLine(page, 'note')).toHaveAccessibleName(/^Done/);

  const ninth = await first.context().newPage();
  await ninth.goto('/flows');
  await expect(ninth.getByRole('link', { name: 'Eight look on' })).toBeVisible();
  await Promise.all([...pages, ninth].map((page) => page.close()));
});

test('a page whose stream breaks catches up by itself and has missed nothing', async () => {
  const runId = await startRun(
    draw({
      name: 'The web goes away',
      nodes: {
        start: ['manual'],
        ask: ['approval', { title: 'Begin?' }],
        rest: ['wait', { mode: 'for', for: '4s' }],
        note: ['set', { fields: { seen: 'yes' } }],
        last: ['approval', { title: 'End?' }],
        end: ['set', { fields: { over: 'yes' } }],
      },
      wires: ['start > ask', 'ask.approve > rest', 'rest > note', 'note > last', 'last.approve > end'],
    }),
  );
  const page = await first.context().newPage();
  await page.goto(`/runs/${runId}`);
  await api.approvals.decide.mutate({ id: await request(runId, 'ask'), choice: 'approve' });
  await expect(stepLine(page, 'rest')).toHaveAccessibleName(/^Waiting/);
  hearth().kill('web');

  // The worker goes on while nobody can be told; then the page reads what it missed.
  await expect(stepLine(page, 'note')).toHaveAccessibleName(/^Done/);
  await expect(stepLine(page, 'last')).toHaveAccessibleName(/^Waiting/);
  await expect(page.getByText('Live updates are paused')).toBeHidden();

  // And the stream is a stream again: this comes without a reload.
  await api.approvals.decide.mutate({ id: await request(runId, 'last'), choice: 'approve' });
  for (const name of ['ask', 'rest', 'note', 'last', 'end']) {
    await expect(stepLine(page, name)).toHaveAccessibleName(/^Done/);
  }
  await page.close();
});

test('the second of two decisions is told who was first, and changes nothing', async () => {
  const runId = await startRun(
    draw({
      name: 'Two decide',
      nodes: { start: ['manual'], ask: ['approval', { title: 'Who is first?' }] },
      wires: ['start > ask'],
    }),
  );
  const id = await request(runId, 'ask');
  const late = await first.context().newPage();
  await late.goto(`/inbox/${id}`);
  const sheet = late.getByRole('article', { name: 'Who is first?' });

  // The late one has pressed already; the words reach Hearth only after the other's.
  let deliver: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (deliver = resolve));
  await late.route('**/api/trpc/approvals.decide**', async (route) => {
    await held;
    await route.continue();
  });
  await sheet.getByRole('button', { name: 'Deny' }).click();
  await sheet.getByRole('textbox', { name: 'Why?' }).fill('Rather not');
  await sheet.getByRole('button', { name: 'Deny' }).click();
  await api.approvals.decide.mutate({ id, choice: 'approve' });
  deliver();

  await expect(sheet).toContainText('Ada decided this already: "Approve"');
  await expect(sheet).toContainText('Chose “Approve” by Ada');
  await expect(sheet.getByRole('button', { name: 'Deny' })).toBeHidden();
  await expect.poll(async () => (await api.runs.get.query({ id: runId })).status).toBe('done');
  expect((await api.approvals.get.query({ id })).choice).toBe('approve');
});
