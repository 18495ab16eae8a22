/** A template tried without any model, and a model's real answer kept for the next rehearsal. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { startModelServer, type ModelServer } from '#test/fakes/model-server.ts';
import { draw } from '#test/support/draw.ts';
import { expect } from './support/browser.ts';
import * as canvas from './support/canvas.ts';
import { connect, endsAs, openRun, stepOf, testRun } from './support/gallery.ts';
import { isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let model: ModelServer;

beforeAll(async () => {
  model = await startModelServer('ollama');
  page = await hearth().newPage();
  await signUp(page, hearth());
});
afterAll(() => model[Symbol.asyncDispose]());

test('“Research with sources” is tried in a rehearsal, and says everywhere that it is one', async () => {
  await connect(page, { kind: 'Rehearsal', fields: { Name: 'Stage' } });
  const folder = mkdtempSync(join(tmpdir(), 'hearth-reports-'));
  const config = { path: folder, access: 'write' };
  await apiOf(page, hearth()).connections.create.mutate({ name: 'Reports', type: 'folder', config, secrets: {} });

  await page.goto('/flows');
  await page.getByRole('button', { name: 'New flow' }).first().click();
  await page.getByRole('button', { name: /^Research with sources/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Research with sources' });
  const choice = dialog.getByRole('combobox', { name: /Anthropic/ });
  // Nobody rehearses unasked.
  await expect(choice).not.toContainText('Stage');
  await canvas.choose(page, choice, 'Stage');
  await dialog.getByRole('button', { name: 'Create the flow' }).click();
  await expect(page.getByRole('textbox', { name: 'Name of the flow' })).toHaveValue('Research with sources');
  await canvas.showAll(page);
  await expect(page.getByText('Rehearsal: Stage').first()).toBeVisible();

  await testRun(page, { question: 'Which heat pumps suit an old house?', file: 'pumps.md' });
  await openRun(page, 'Research with sources');
  await endsAs(page, 'Done');
  await expect(page.getByText('Rehearsal: scripted answers, no model was asked')).toBeVisible();
});

test('an answer of a model goes into the script, once one has seen what it replaces', async () => {
  const api = apiOf(page, hearth());
  const ollama = { name: 'At home', type: 'ollama', config: { baseUrl: model.baseUrl }, secrets: {} };
  const { id: connection } = await api.connections.create.mutate(ollama);
  const flow = draw({
    name: 'Greeting',
    nodes: { start: ['manual'], greet: ['llm.ask', { model: 'model-a', prompt: 'Greet Ada.' }, { connection }] },
    wires: ['start > greet'],
  });
  const { id } = await api.flows.create.mutate({ flow });
  const script = async () => {
    const stage = (await api.connections.list.query()).find(({ name }) => name === 'Stage');
    return JSON.parse(typeof stage?.config['script'] === 'string' ? stage.config['script'] : '[]') as unknown;
  };
  const dialog = page.getByRole('dialog', { name: 'Use this answer in a rehearsal' });
  const openDialog = async (answer: string) => {
    model.reply({ text: answer });
    const { runId } = await api.flows.run.mutate({ id, mode: 'test', input: {} });
    await page.goto(`/runs/${runId}`);
    await endsAs(page, 'Done');
    const step = await stepOf(page, 'greet');
    await step.getByRole('button', { name: 'Use this answer in a rehearsal' }).click();
    await expect(dialog.getByRole('group', { name: 'The answer' })).toContainText(answer);
  };

  await openDialog('Good morning, Ada.');
  await expect(dialog.getByLabel('When this was said last')).toHaveValue('Greet Ada.');
  await isOpenToAll(page, 'an answer for a rehearsal');
  await dialog.getByLabel('When this was said last').fill('Ada');
  await dialog.getByRole('button', { name: 'Put it into the script' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('It is in the script, which has 1 line now.')).toBeVisible();
  expect(await script()).toEqual([{ when: 'Ada', answer: 'Good morning, Ada.' }]);

  await openDialog('Good evening, Ada.');
  await dialog.getByLabel('When this was said last').fill('ada');
  await expect(dialog.getByRole('group', { name: 'Until now' })).toContainText('Good morning, Ada.');
  await dialog.getByRole('button', { name: 'Replace it in the script' }).click();
  await expect(dialog).toBeHidden();
  expect(await script()).toEqual([{ when: 'ada', answer: 'Good evening, Ada.' }]);
});
