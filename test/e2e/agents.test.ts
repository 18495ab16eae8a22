/** An agent drawn in the editor, and watched while it works: what it says, what it asks, what people tell it. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect as plain, test } from 'vitest';
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

test('what it wants to do in one turn is read as a plan; what a model aimed is in the answer by hand alone', async () => {
  const drawing = draw({
    name: 'Reader',
    nodes: {
      start: ['manual'],
      agent: [
        'agent.run',
        { task: 'Look it up.', model: 'gpt-test', tools: [{ name: 'page', type: 'http.request', fill: ['url'] }] },
        { connection },
      ],
    },
    wires: ['start > agent'],
  });
  const { id } = await api.flows.create.mutate({ flow: drawing });
  const open = (host: string): [string, object] => ['page', { url: `https://${host}/` }];
  model.reply(calls(open('one.example'), open('two.example'), open('three.example')), { text: 'Nobody answered.' });
  await api.flows.run.mutate({ id, mode: 'test', input: {} });
  const waiting = async () => (await api.approvals.list.query({ status: 'waiting' })).items;
  await expect.poll(async () => (await waiting()).length).toBe(3);
  await page.goto(`${hearth().url}/inbox/${(await waiting())[0]?.id ?? ''}`);
  await page.getByRole('button', { name: 'Read them as a plan' }).click();
  const plan = page.getByRole('dialog', { name: 'What this run wants to do' });
  const approve = plan.getByRole('button', { name: /^Approve/ });
  await expect(plan.getByText('Tick at least two')).toBeVisible();
  await expect(approve).toBeDisabled();
  for (const host of ['one.example', 'three.example'])
    await plan.getByRole('article').filter({ hasText: host }).getByRole('checkbox').click();
  await plan.getByRole('button', { name: 'Approve all 2' }).click();
  await expect(plan).toHaveCount(0);
  const [left, ...others] = await waiting();
  plain(others).toEqual([]);
  plain((await api.approvals.get.query({ id: left?.id ?? '' })).request.target?.id).toBe('two.example');
  await api.approvals.decide.mutate({ id: left?.id ?? '', choice: 'deny' });
  await expect.poll(async () => (await api.runs.list.query({ flowId: id })).items[0]?.status).toBe('done');
});
