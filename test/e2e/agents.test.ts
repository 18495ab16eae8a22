/** An agent drawn in the editor, and watched while it works: what it says, what it asks, what people tell it. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { startModelServer, type ModelServer } from '../fakes/model-server.ts';
import { calls } from '../support/agents.ts';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { card } from './support/canvas.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;
let model: ModelServer;
let flow: string;

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  api = apiOf(page, hearth());
  model = await startModelServer('openai');
  const { id: connection } = await api.connections.create.mutate({
    ...{ name: 'Models', type: 'openai' },
    ...{ config: { baseUrl: model.baseUrl }, secrets: { apiKey: model.key } },
  });
  const drawing = draw({
    name: 'Helper',
    nodes: {
      start: ['manual'],
      agent: ['agent.run', { task: 'Count to three.', model: 'gpt-test' }, { connection }],
    },
    wires: ['start > agent'],
  });
  ({ id: flow } = await api.flows.create.mutate({ flow: drawing }));
});
afterAll(() => model[Symbol.asyncDispose]());

test('its tools are drawn in its form: what is fixed, and what the model fills in', async () => {
  await page.goto(`${hearth().url}/flows/${flow}`);
  await card(page, 'agent').click();
  const tools = page.getByRole('group', { name: 'Tools' });
  await expect(tools.getByText('No tools yet')).toBeVisible();
  await tools.getByRole('combobox', { name: 'Add a tool …' }).click();
  await page.getByRole('option').filter({ hasText: 'counter.add' }).click();
  const tool = tools.getByRole('region', { name: 'counter_add' });
  await tool.getByRole('combobox', { name: 'Who fills in Counter' }).click();
  await page.getByRole('option', { name: 'Fixed by me' }).click();
  await tool.getByLabel('Counter', { exact: true }).fill('steps');
  await tool.getByRole('combobox', { name: 'Who fills in Add' }).click();
  await page.getByRole('option', { name: 'The model fills it in' }).click();
  await expect
    .poll(async () => (await api.flows.get.query({ id: flow })).draft.nodes[1]?.params['tools'])
    .toEqual([{ name: 'counter_add', type: 'counter.add', params: { counter: 'steps' }, fill: ['add'] }]);
});

test('it is watched, paused, told something and answered while it works', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  model.reply(
    { ...calls(['counter_add', { add: 3 }]), until: held },
    calls(['ask_person', { question: 'Shall I go on?', answer: 'yesno' }]),
    { text: 'I counted to three.' },
  );
  const { runId } = await api.flows.run.mutate({ id: flow, mode: 'test', input: {} });
  await expect.poll(async () => (await api.runs.get.query({ id: runId })).steps[0]?.called?.runId).toBeTruthy();
  const work = (await api.runs.get.query({ id: runId })).steps[0]?.called?.runId ?? '';
  await page.goto(`${hearth().url}/runs/${work}`);
  const said = page.getByRole('region', { name: 'Conversation' });
  await expect(said.getByText('Count to three.')).toBeVisible();
  await said.getByRole('button', { name: 'Pause' }).click();
  await expect(said.getByRole('button', { name: 'Go on' })).toBeVisible();
  await said.getByLabel('Tell the agent something').fill('Be quick.');
  await said.getByRole('button', { name: 'Tell it' }).click();
  await expect(said.getByText('Not heard yet')).toBeVisible();
  release();
  await expect(said.getByText('counter_add', { exact: true })).toBeVisible();
  await said.getByRole('button', { name: 'Go on' }).click();
  await expect(said.getByText('ask_person', { exact: true })).toBeVisible();
  await expect(said.getByText('Not heard yet')).toHaveCount(0);
  const [question] = (await api.approvals.list.query({ status: 'waiting' })).items;
  await api.approvals.decide.mutate({ id: question?.id ?? '', choice: 'answer', answers: { answer: true } });
  await expect(said.getByText('I counted to three.')).toBeVisible();
  await expect(said.getByRole('button', { name: 'Pause' })).toHaveCount(0);
});
