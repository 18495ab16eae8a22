import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TelegramServer } from '#test/fakes/telegram-server.ts';
import { draw } from '#test/support/draw.ts';
import { testFlow, type FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { givenBot, givenChat, OWNER, STRANGER } from '#test/worker/triggers/bot.ts';
import type { Json } from '#lib/value.ts';
import { addNotice, claimPush, listNotices } from '#platform/notices.ts';
import { trustChat } from '#platform/paired-chats.ts';
import { db } from '#prisma/client.ts';

useHearth();

let server: TelegramServer;

beforeAll(async () => {
  server = await TelegramServer.start();
  const bot = await givenBot(server);
  const mine = await givenChat(bot);
  await trustChat({ id: mine.id, trusted: true, by: 'user:tester' });
  // None of these is the owner's own, trusted chat.
  await givenChat(bot, { user: 1002, role: 'guest' });
  await givenChat(bot, { user: 1003, role: 'owner' });
  await givenChat(bot, { user: OWNER, chat: -500, role: 'owner' });
  await givenChat(bot, { user: STRANGER, role: 'guest' });
  // Not even if somebody marked them so in the database.
  await db().pairedChat.updateMany({ where: { chatId: { in: ['-500', String(STRANGER)] } }, data: { trusted: true } });
});
beforeEach(async () => {
  server.forget();
  await db().notice.deleteMany();
});
afterAll(() => server.stop());

function telling(params: Record<string, Json>, options: { input?: Json; from?: string } = {}): Promise<FlowRun> {
  const drawn = { title: 'Backup is done', ...params };
  return testFlow(
    draw({ name: 'Nightly', nodes: { start: ['manual'], tell: ['notify', drawn] }, wires: ['start > tell'] }),
    options,
  );
}

describe('a notice', () => {
  it('is kept for the owner and sent to his own trusted chat alone', async () => {
    await using run = await telling({ text: '3 GB' });
    expect(await run.outputOf('tell')).toMatchObject({ chats: 1, missed: 0 });
    expect(await listNotices(10)).toMatchObject([
      { title: 'Backup is done', text: '3 GB', level: 'info', flowName: 'Nightly', runId: run.runId, readAt: null },
    ]);
    expect(server.sent).toMatchObject([
      { chat_id: String(OWNER), text: 'Hearth, Nightly:\nBackup is done\n\n3 GB', disable_notification: true },
    ]);
    expect(server.sent[0]).not.toHaveProperty('entities');
  });

  it('goes without asking though its text comes from outside, and says so', async () => {
    const text = 'Click https://evil.example now';
    await using run = await telling(
      { text: '{{ trigger.text }}', level: 'urgent' },
      { input: { text }, from: 'webhook:x' },
    );
    expect((await run.ends()).type).toBe('run.done');
    expect(await listNotices(10)).toMatchObject([
      { text, level: 'urgent', label: { integrity: 'untrusted', origins: ['webhook:x'] } },
    ]);
    const [sent] = server.sent;
    const [entity] = sent?.['entities'] as { type: string; offset: number; length: number }[];
    const marked = String(sent?.['text']).slice(entity?.offset, (entity?.offset ?? 0) + (entity?.length ?? 0));
    expect([entity?.type, marked]).toEqual(['pre', `Backup is done\n\n${text}`]);
    expect(sent).toMatchObject({ link_preview_options: { is_disabled: true } });
    expect(sent).not.toHaveProperty('disable_notification');
  });

  it('stays in Hearth when the author wants that', async () => {
    await using run = await telling({ where: 'page' });
    expect(await run.outputOf('tell')).toMatchObject({ chats: 0, missed: 0 });
    expect(server.sent).toEqual([]);
  });

  it('is there though the chat could not be reached; it is not sent again', async () => {
    server.fail('sendMessage', { kind: 'lost' });
    await using run = await telling({});
    expect(await run.outputOf('tell')).toMatchObject({ chats: 0, missed: 1 });
    expect([(await listNotices(10)).length, server.sent.length]).toEqual([1, 1]);
  });

  it('longer than a chat takes is cut there, and whole here', async () => {
    const text = 'x'.repeat(5000);
    await using run = await telling({ text });
    expect((await run.ends()).type).toBe('run.done');
    expect(String(server.sent[0]?.['text'])).toHaveLength(4096);
    expect((await listNotices(10))[0]?.text).toBe(text);
  });

  it('is kept once per effect, and one attempt alone may send it', async () => {
    const told = { title: 'a', text: '', level: 'info' as const, runId: 'r', flowId: 'f', flowName: 'F' };
    const label = { integrity: 'trusted', confidentiality: 'public', origins: [] } as const;
    const first = await addNotice({ ...told, effectKey: 'k', label: { ...label, origins: [] } });
    expect(await addNotice({ ...told, effectKey: 'k', label: { ...label, origins: [] } })).toEqual(first);
    expect([await claimPush(first.id), await claimPush(first.id)]).toEqual([true, false]);
  });
});
