import { Invalid, Refused } from '#lib/errors.ts';
import { uniform, untrusted, type FieldLabels, type Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { telegram } from '#nodes/telegram.ts';
import { watchersOf, type Watcher } from '#platform/channels.ts';
import { NotFound } from '#platform/errors.ts';
import { ingest, startRun } from '#platform/ingest.ts';
import { capture, listeningFor } from '#platform/listen.ts';
import { logger } from '#platform/log.ts';
import type { PairedChat } from '#platform/paired-chats.ts';
import { db } from '#prisma/client.ts';
import type { TelegramBot } from '#activities/connections/telegram.ts';
import type { TelegramEvent } from '#worker/triggers/telegram-event.ts';

const TRIGGER = 'telegram.message';

type Accepted = { connectionId: string; bot: TelegramBot; event: TelegramEvent; chat: PairedChat; updateId: number };

// Runs begin in the order of their messages, and a slow start does not keep the next message from the disk.
let starting = Promise.resolve();

/** Commits an event for every flow that waits for it. Throws only where trying again can help. */
export async function acceptTelegram(accepted: Accepted): Promise<void> {
  await captureFor(accepted);
  for (const watcher of await watchersOf(TRIGGER, accepted.connectionId)) {
    try {
      const runId = await acceptFor(watcher, accepted);
      if (runId !== null) starting = starting.then(() => begin(runId));
    } catch (error) {
      // Paused or deleted this very moment, or too large for it: that flow misses it, the others do not.
      if (!(error instanceof Refused || error instanceof Invalid || error instanceof NotFound)) throw error;
      await db().trigger.updateMany({ where: { id: watcher.triggerId }, data: { lastError: error.message } });
    }
  }
}

/** Until every run accepted so far was handed to Temporal. */
export function startsDone(): Promise<void> {
  return starting;
}

/** Keeps the event for those who wait for one in the editor. That it cannot be kept changes nothing about it. */
async function captureFor(accepted: Accepted): Promise<void> {
  try {
    for (const { id, config } of await listeningFor(TRIGGER)) {
      if (config.connection !== accepted.connectionId || !hears(config, accepted)) continue;
      await capture(id, { value: inputOf(accepted), labels: labelsOf(accepted.chat) });
    }
  } catch (error) {
    logger('telegram').warn({ err: error }, 'No sample was kept.');
  }
}

function hears(drawn: Record<string, unknown>, { event, chat }: Accepted): boolean {
  const { data: config } = telegram[TRIGGER].input.safeParse(drawn);
  if (!config) throw new Invalid('The settings of this trigger cannot be read any more. Publish the flow again.');
  if (config.from === 'owner' && chat.role !== 'owner') return false;
  return config.listen === 'all' || (config.listen === 'buttons') === (event.content.kind === 'button');
}

function inputOf({ event, chat }: Accepted): Json {
  return {
    ...event.content,
    chat: { id: event.chatId, isGroup: !event.isPrivate },
    from: { id: event.userId, name: chat.name, role: chat.role },
  };
}

async function acceptFor(watcher: Watcher, accepted: Accepted) {
  const { triggerId, flowId, versionId, planHash } = watcher;
  const { chat, updateId, bot, connectionId } = accepted;
  if (!hears(watcher.config, accepted)) return null;
  const { runId } = await ingest({
    triggerId,
    flowId,
    versionId,
    planHash,
    dedupeKey: `telegram:${connectionId}:${bot.account}:${updateId}`,
    input: inputOf(accepted),
    labels: labelsOf(chat),
    mode: 'production',
  });
  return runId;
}

/** Who wrote, and where, is what we looked up in our own list; what he wrote is his. */
function labelsOf(chat: PairedChat): FieldLabels {
  const origin = `telegram:${chat.name}`;
  const known: Label = { integrity: 'trusted', confidentiality: 'private', origins: [origin] };
  if (chat.trusted) return uniform(known);
  return { rest: untrusted(origin), fields: { chat: known, from: known } };
}

async function begin(runId: string): Promise<void> {
  await startRun(runId).catch((error: unknown) =>
    logger('telegram').warn({ runId, err: error }, 'A run could not be started; the sweeper will.'),
  );
}
