import { expect, test } from 'vitest';
import { temporalIsDown } from '#test/platform/given.ts';
import { draw } from '#test/support/draw.ts';
import { published } from '#test/support/flow-run.ts';
import { addPerson } from './house.ts';
import { enterChannel, leaveChannel, noteTrouble } from '#platform/channels.ts';
import { saveConnection } from '#platform/connections.ts';
import { redeemCode } from '#platform/pairing.ts';
import { appRouter } from '#server/routers/index.ts';

temporalIsDown();

const SECRETS = { botToken: '123456789:AAEfakefakefakefakefakefakefakefake' };

async function givenBot(): Promise<string> {
  return (await saveConnection({ name: 'Bot', type: 'telegram', config: {}, secrets: SECRETS, by: 'system' })).id;
}

test('an administrator pairs a chat, trusts it and forgets it', async () => {
  const caller = appRouter.createCaller({ actor: await addPerson('owner') });
  const id = await givenBot();
  const { code, expiresAt } = await caller.chats.pair({ connectionId: id, name: 'Me', role: 'owner' });
  expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  expect(await caller.chats.list({ id })).toEqual({ accountName: null, pairing: { expiresAt }, chats: [] });
  await redeemCode({ connectionId: id, text: code, userId: '7', chatId: '7' });
  const [chat] = (await caller.chats.list({ id })).chats;
  expect(chat).toMatchObject({ name: 'Me', chatId: '7', role: 'owner', trusted: false, isPrivate: true });
  await caller.chats.trust({ id: chat?.id ?? '', trusted: true });
  expect((await caller.chats.list({ id })).chats[0]?.trusted).toBe(true);
  await caller.chats.remove({ id: chat?.id ?? '' });
  expect(await caller.chats.list({ id })).toMatchObject({ pairing: null, chats: [] });
  expect(await caller.contacts.list()).toEqual([]);
});

test('who may only look or draw pairs nobody', async () => {
  const id = await givenBot();
  for (const role of ['viewer', 'editor', 'runner', 'approver']) {
    const caller = appRouter.createCaller({ actor: await addPerson(role) });
    const pair = caller.chats.pair({ connectionId: id, name: 'Me', role: 'owner' });
    await expect(pair).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }
});

test('a contact that is taken off the list is paired no more', async () => {
  const caller = appRouter.createCaller({ actor: await addPerson('owner') });
  const id = await givenBot();
  const { code } = await caller.chats.pair({ connectionId: id, name: 'Me', role: 'guest' });
  await redeemCode({ connectionId: id, text: code, userId: '8', chatId: '8' });
  const contact = (await caller.contacts.list()).find(({ address }) => address === '8');
  await caller.contacts.remove({ id: contact?.id ?? '' });
  expect((await caller.chats.list({ id })).chats).toEqual([]);
});

test('a flow shows how its bot is listened to, and what is wrong', async () => {
  const caller = appRouter.createCaller({ actor: await addPerson('owner') });
  const id = await givenBot();
  const flow = draw({
    nodes: { heard: ['telegram.message', { connection: id }], end: ['set', { fields: { done: true } }] },
    wires: ['heard > end'],
  });
  const { flowId } = await published(flow);
  const trigger = async () => (await caller.flows.get({ id: flowId })).triggers[0];
  expect((await trigger())?.listener).toBeNull();
  await enterChannel({ connectionId: id, account: '1', accountName: 'my_bot' });
  expect((await trigger())?.listener).toMatchObject({
    accountName: 'my_bot',
    connectedAt: expect.any(String) as string,
  });
  await leaveChannel(id);
  await noteTrouble(id, 'Cannot reach it.');
  expect(await trigger()).toMatchObject({ lastError: 'Cannot reach it.', listener: { connectedAt: null } });
  expect((await caller.connections.get({ id })).usedBy).toMatchObject([{ flowId }]);
});
