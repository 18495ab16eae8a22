/** Keeps one listener running for every chat connection that is needed, and none for the others. */
import { meaningOf } from '#activities/map-errors.ts';
import { leaveChannel, noteTrouble, wantedConnections, watchersOf } from '#platform/channels.ts';
import { logger } from '#platform/log.ts';
import { db } from '#prisma/client.ts';

/** A way in. A new channel is one more of these. */
export type Channel = {
  /** Type of the connections to listen to, and of the triggers that wait for them. */
  connection: string;
  trigger: string;
  /** Listens until the signal; throws when it cannot go on. Its code is loaded on first use. */
  listen: (at: { connectionId: string; signal: AbortSignal }) => Promise<void>;
};

const CHANNELS: readonly Channel[] = [
  {
    connection: 'telegram',
    trigger: 'telegram.message',
    listen: async (at) => (await import('#worker/triggers/telegram.ts')).listenToTelegram(at),
  },
];

const LOOK_EVERY_MS = 2000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** Who lasted this long was well: the next pause is short again. */
const WELL_AFTER_MS = 60_000;

type Pace = { lookEveryMs?: number; firstPauseMs?: number };
type Running = { version: string; stop: AbortController; done: Promise<void> };

const log = logger('listeners');

/** Starts and stops listeners as flows are published, paused and changed, until the returned function is called. */
export function startListeners(pace: Pace = {}, channels: readonly Channel[] = CHANNELS): () => Promise<void> {
  const running = new Map<string, Running>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();
  const look = async () => {
    try {
      for (const channel of channels) await adjust(channel, running, pace);
    } catch (error) {
      log.warn({ err: error }, 'Could not see which chats to listen to; trying again.');
    }
    if (!stopped) timer = setTimeout(round, pace.lookEveryMs ?? LOOK_EVERY_MS);
  };
  const round = () => void (current = look());
  round();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await current;
    await Promise.all([...running.values()].map(end));
  };
}

async function adjust(channel: Channel, running: Map<string, Running>, pace: Pace): Promise<void> {
  const wanted = new Map((await wantedConnections(channel)).map((one) => [one.connectionId, one.version]));
  const keyOf = (connectionId: string) => `${channel.connection}:${connectionId}`;
  for (const [key, listener] of running) {
    const id = key.slice(channel.connection.length + 1);
    if (!key.startsWith(`${channel.connection}:`) || wanted.get(id) === listener.version) continue;
    running.delete(key);
    await end(listener);
  }
  for (const [connectionId, version] of wanted) {
    if (running.has(keyOf(connectionId))) continue;
    const stop = new AbortController();
    const done = keepListening(channel, { connectionId, signal: stop.signal }, pace);
    running.set(keyOf(connectionId), { version, stop, done });
  }
  await reportMissing(channel, new Set(wanted.keys()));
}

/** A trigger whose bot was deleted would else wait for ever without a word. */
async function reportMissing({ trigger, connection }: Channel, wanted: Set<string>): Promise<void> {
  for (const { triggerId, config } of await watchersOf(trigger)) {
    if (typeof config.connection === 'string' && wanted.has(config.connection)) continue;
    const lastError = `The ${connection} connection that this listens to is gone. Choose another one and publish again.`;
    await db().trigger.updateMany({
      where: { id: triggerId, OR: [{ lastError: null }, { lastError: { not: lastError } }] },
      data: { lastError },
    });
  }
}

async function end({ stop, done }: Running): Promise<void> {
  stop.abort(new Error('Nobody needs this listener any more.'));
  await done;
}

async function keepListening(
  channel: Channel,
  at: { connectionId: string; signal: AbortSignal },
  pace: Pace,
): Promise<void> {
  const { connectionId, signal } = at;
  const first = pace.firstPauseMs ?? FIRST_PAUSE_MS;
  let pause = first;
  while (!signal.aborted) {
    const began = Date.now();
    try {
      await channel.listen(at);
    } catch (error) {
      if (signal.aborted) break;
      if (Date.now() - began > WELL_AFTER_MS) pause = first;
      const { error: told, retryAfterMs } = meaningOf(error);
      log.warn({ connectionId, err: error }, 'A listener was interrupted; it goes on in a moment.');
      await quietly(() => noteTrouble(connectionId, told.message));
      await quietly(() => leaveChannel(connectionId));
      await sleep(Math.max(pause, retryAfterMs ?? 0), signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }
  await quietly(() => leaveChannel(connectionId));
}

/** What only informs must not end a listener. */
async function quietly(note: () => Promise<unknown>): Promise<void> {
  await note().catch((error: unknown) => log.warn({ err: error }, 'The health of a listener could not be noted.'));
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
