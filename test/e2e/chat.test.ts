/** The chat page: a flow with an agent answers, asks where it is read, and is all there again after a reload. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import type { Json } from '#lib/value.ts';
import { startModelServer, type ModelServer } from '../fakes/model-server.ts';
import { calls } from '../support/agents.ts';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { hasRoom, isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;
let model: ModelServer;

beforeAll(async () => {
  model = await startModelServer('openai');
  page = await hearth().newPage();
  await signUp(page, hearth());
  api = apiOf(page, hearth());
  const config = { baseUrl: model.baseUrl };
  const made = await api.connections.create.mutate({
    name: 'Model',
    type: 'openai',
    config,
    secrets: { apiKey: model.key },
  });
  const tools = [{ name: 'count', type: 'counter.add', params: { counter: 'walks' }, fill: ['add'] }];
  const params = {
    ...{ message: '{{ trigger.text }}', conversation: '{{ trigger.conversation }}', model: 'gpt-test' },
    files: '{{ trigger.files }}',
    tools: tools as unknown as Json,
  };
  const flow = draw({
    name: 'Assistant',
    nodes: {
      heard: ['chat.message', { greeting: 'I count your walks.' }],
      agent: ['agent.chat', params, { connection: made.id }],
    },
    wires: ['heard > agent'],
  });
  const { id } = await api.flows.create.mutate({ flow });
  await api.flows.publish.mutate({ id });
});
afterAll(() => model[Symbol.asyncDispose]());

const log = () => page.getByRole('log', { name: 'Conversation' });
const box = () => page.getByRole('textbox', { name: 'Message' });
const write = async (text: string) => {
  await expect(box()).toBeEditable();
  await box().fill(text);
  await box().press('Enter');
};

/** For eyes, where a folder is named. */
async function photo(name: string): Promise<void> {
  const folder = process.env['CHAT_SHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

test('asks where one reads, by its buttons alone; shows what a model writes; and the answer stays', async () => {
  await page.goto('/chat');
  await page.getByRole('button', { name: /Assistant.*I count your walks/ }).click();
  await expect(log()).toContainText('I count your walks.');
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const links = '[Map](https://maps.example/walks) ![x](https://evil.example/p.png)';
  model.reply(
    calls(['ask_person', { question: 'How many?', details: 'You did not say.' }]),
    calls(['count', { add: 2 }]),
    { text: `You took **two walks**.\n\n- one\n- two\n\n${links}`, until: held },
  );
  await write('Some walks today');
  await expect(log().getByRole('article', { name: 'You' })).toContainText('Some walks today');
  const request = log().getByRole('article', { name: 'How many?' });
  await expect(request).toContainText('You did not say.');
  await expect(log()).toContainText('Waits for you: decide above');
  await photo('asks');
  await request.getByRole('textbox', { name: 'Answer' }).fill('Two');
  await request.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(log().locator('[data-live-text]')).toContainText('You took');
  await expect(log().getByRole('button', { name: /count/ })).toBeVisible();
  await photo('writes');
  release();
  const said = log().getByRole('article', { name: 'Answer of Assistant' });
  await expect(said.locator('strong')).toHaveText('two walks');
  await expect(said).toContainText('(maps.example)');
  await expect(said).toContainText('(evil.example)');
  expect(await said.locator('img').count()).toBe(0);
  await expect(page.getByRole('status').filter({ hasText: 'Assistant: You took' })).toBeAttached();
  await page.reload();
  await expect(said.locator('strong')).toHaveText('two walks');
  await said.getByRole('button', { name: 'What it did' }).click();
  await said.getByRole('button', { name: /count/ }).click();
  await expect(said.getByRole('region', { name: 'Input' })).toContainText('walks');
});

test('a file goes along, another run is stopped, and a phone has room for it all', async () => {
  let release = () => {};
  model.reply({ text: 'Never said.', until: new Promise<void>((resolve) => (release = resolve)) });
  await expect(box()).toBeEditable();
  await page.locator('input[type=file]').setInputFiles([
    { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('Up the hill') },
    { name: 'hill.png', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') },
    { name: 'map.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') },
  ]);
  await expect(page.getByRole('list', { name: 'Attached files' })).toContainText('plan.txt');
  await write('Read this');
  await expect(log().getByRole('link', { name: /plan\.txt/ })).toBeVisible();
  await log().getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(log()).toContainText('It was stopped before it answered.');
  release();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.reload();
    await expect(log()).toContainText('It was stopped before it answered.');
    await expect(log().locator('strong')).toHaveText('two walks');
    await hasRoom(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await isOpenToAll(page, `a chat at ${width}, ${colorScheme}`, { colours: colorScheme === 'dark' });
      await photo(`chat-${width}-${colorScheme}`);
    }
  }
});

test('the run of the agent shows which files its model was given, and how', async () => {
  const { items } = await api.chat.list.query({});
  const { runs } = await api.chat.get.query({ id: items[0]?.id ?? '' });
  const { steps } = await api.runs.get.query({ id: runs.at(-1)?.id ?? '' });
  await page.goto(`${hearth().url}/runs/${steps[0]?.called?.runId ?? ''}`);
  const files = page.getByRole('region', { name: 'Conversation' }).getByRole('list', { name: 'Files' });
  const lines = files.getByRole('listitem');
  await expect(lines.nth(0)).toContainText('Up the hill');
  await expect(lines.nth(1)).toContainText('picture, shown if the model can see');
  await expect(lines.nth(2)).toContainText('not readable for the model');
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await hasRoom(page);
    await isOpenToAll(page, `files of an agent at ${width}`, { colours: true });
    await files.scrollIntoViewIfNeeded();
    await photo(`agent-files-${width}`);
  }
});
