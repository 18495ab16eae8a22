/** From a bot's token to a flow that hears its owner: connection, pairing on the phone, a published flow, a message. */
import { afterAll, beforeAll, test } from 'vitest';
import { TelegramServer, TOKEN } from '#test/fakes/telegram-server.ts';
import { draw } from '../support/draw.ts';
import { until } from '../support/until.ts';
import { expect } from './support/browser.ts';
import * as canvas from './support/canvas.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const PHONE = 4711;
const hearth = useProduct();
let telegram: TelegramServer;

beforeAll(async () => {
  telegram = await TelegramServer.start();
});

afterAll(() => telegram.stop());

test('a chat is paired with a code and then starts a flow', async () => {
  const page = await hearth().newPage();
  await signUp(page, hearth());
  const api = apiOf(page, hearth());
  const connection = await api.connections.create.mutate({
    name: 'House bot',
    type: 'telegram',
    config: { baseUrl: telegram.url },
    secrets: { botToken: TOKEN },
  });

  await page.goto('/connections');
  await page.getByRole('button', { name: 'Chats' }).click();
  const dialog = page.getByRole('dialog', { name: 'Chats of House bot' });
  await expect(dialog.getByText('No chat is paired yet.')).toBeVisible();
  await dialog.getByLabel('Name').fill('Ada');
  await dialog.getByRole('button', { name: 'Make a code' }).click();
  const code = (await dialog.getByText(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/).textContent()) ?? '';
  telegram.writes({ from: PHONE, text: code });
  await expect(dialog.getByText(String(PHONE))).toBeVisible();
  await expect(dialog.getByText('The chat is paired.')).toBeVisible();
  await dialog.getByRole('switch', { name: /Trust what I write here/ }).click();
  await expect(dialog.getByRole('switch')).toBeChecked();

  const flow = draw({
    name: 'Echo',
    nodes: {
      heard: ['telegram.message', { connection: connection.id }],
      answer: [
        'telegram.send',
        { to: '{{ trigger.chat.id }}', text: 'You said {{ trigger.text }}' },
        { connection: connection.id },
      ],
    },
    wires: ['heard > answer'],
  });
  const { id } = await api.flows.create.mutate({ flow });
  await api.flows.publish.mutate({ id });
  telegram.writes({ from: PHONE, text: 'hello' });
  await until(() => telegram.sent.some(({ text }) => text === 'You said hello'), { what: 'the answer on the phone' });

  await page.goto(`/flows/${id}`);
  const settings = await canvas.select(page, 'heard');
  await expect(settings.getByText(/Listening to @hearth_test_bot/)).toBeVisible();

  // The paired chat is offered where one is asked for.
  await canvas.select(page, 'answer');
  await expect(page.locator('datalist option', { hasText: 'Ada' })).toHaveAttribute('value', String(PHONE));
});
