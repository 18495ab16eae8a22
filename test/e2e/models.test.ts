/** An Ollama on this computer: found, connected with one click, told to fetch a model, and its models offered to steps. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { startModelServer } from '../fakes/model-server.ts';
import { chain, draw } from '../support/draw.ts';
import { closeByKey, expect } from './support/browser.ts';
import { card } from './support/canvas.ts';
import { isOpenToAll } from './support/inspect.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const ollama = await startModelServer('ollama');
const hearth = useProduct({ HEARTH_OLLAMA_URL: ollama.baseUrl });
let page: Page;

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
});
afterAll(() => ollama[Symbol.asyncDispose]());

test('it is offered where connections are made, fetches a model in sight of the person, and steps take its models', async () => {
  await page.goto('/connections');
  await page.getByRole('button', { name: 'New connection' }).first().click();
  const choice = page.getByRole('dialog', { name: 'New connection' });
  await expect(choice.getByText('Ollama answers on this computer, with 2 models.')).toBeVisible();
  await choice.getByRole('button', { name: 'Connect it' }).click();
  await expect(choice).toHaveCount(0);
  await page.getByRole('button', { name: 'Models', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Models of Ollama' });
  await dialog.getByRole('button', { name: 'Ask the service' }).click();
  await expect(dialog.getByRole('list', { name: 'Models', exact: true }).getByText('model-a')).toBeVisible();

  let go = () => {};
  ollama.fetch({ until: new Promise<void>((resolve) => (go = resolve)) });
  await dialog.getByLabel('Fetch a model').fill('qwen3:8b');
  await dialog.getByLabel('Fetch a model').press('Enter');
  const fetched = dialog.getByRole('list', { name: 'Fetched models' });
  await expect(fetched.getByText('1 GB of 4 GB')).toBeVisible();
  await expect(fetched.getByRole('progressbar', { name: 'qwen3:8b' })).toHaveAttribute('aria-valuenow', '25');
  await isOpenToAll(page, 'a model that is fetched');
  go();
  await expect(fetched.getByText('There', { exact: true })).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'Models', exact: true }).getByText('qwen3:8b')).toBeVisible();
  await closeByKey(dialog);

  const api = apiOf(page, hearth());
  const [connection] = await api.connections.list.query();
  const ask = ['llm.ask', { prompt: 'Hello' }, { connection: connection?.id ?? '' }] as const;
  const nodes = { start: ['manual'], ask } as unknown as Parameters<typeof draw>[0]['nodes'];
  const { id } = await api.flows.create.mutate({ flow: draw({ nodes, wires: chain('start', 'ask') }) });
  await page.goto(`/flows/${id}`);
  await card(page, 'ask').click();
  const box = page.getByRole('combobox', { name: 'Model', exact: true });
  await expect(page.locator(`datalist[id="${(await box.getAttribute('list')) ?? ''}"] option`)).toHaveCount(3);
});
