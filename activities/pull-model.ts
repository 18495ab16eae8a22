/** Fetching models, and looking for a service on this computer: no run is behind these. */
import { setTimeout } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { PullProgress } from '#activities/connections/model-client.ts';
import { openModel } from '#activities/connections/open-model.ts';
import { Invalid, Refused, Unreachable } from '#lib/errors.ts';
import type { FoundOllama } from '#lib/views-models.ts';
import { connectionTypes, OLLAMA_URL } from '#nodes/connections.ts';
import { noteModels, notePull, runningPull } from '#platform/connection-models.ts';
import { openConnection, type OpenConnection } from '#platform/connections.ts';
import { egressFetch } from '#platform/egress.ts';
import { env } from '#platform/env.ts';

/** So long the service may say nothing: it checks a large file for minutes. */
const SILENCE_MS = 10 * 60_000;
const NOTE_EVERY_MS = 500;
const LOOK_MS = 3000;

function wiringOf(connection: OpenConnection, signal: AbortSignal) {
  const { hosts } = connection;
  const fetch = (url: string | URL, init?: Parameters<typeof egressFetch>[1]) =>
    egressFetch(url, { signal, ...init, connectionHosts: hosts, allowHosts: hosts });
  return { connection, signal, fetch, now: () => new Date(), silenceMs: SILENCE_MS };
}

/** Has the service fetch a model, and notes how far it is. What it has already it does not fetch again. */
export async function pullModel({ pullId }: { pullId: string }): Promise<void> {
  const context = Context.current();
  const asked = await runningPull(pullId);
  if (!asked) return;
  const connection = await openConnection(asked.connectionId);
  const client = await openModel(wiringOf(connection, context.cancellationSignal));
  if (!client.pull) throw new Invalid(`The connection "${connection.name}" fetches no models.`);
  const news = new LatestNews((now) => notePull(pullId, now));
  await client.pull({
    model: asked.model,
    onProgress: (now) => {
      context.heartbeat();
      news.tell(now);
    },
  });
  await news.written();
  await noteModels(connection.id, await client.models());
}

/** Writes down the latest news, not each of them: there are many in a second. */
class LatestNews {
  readonly #write: (now: PullProgress) => Promise<void>;
  #latest: PullProgress | undefined;
  #writing: Promise<void> | undefined;
  #problem: Error | undefined;

  constructor(write: (now: PullProgress) => Promise<void>) {
    this.#write = write;
  }

  tell(now: PullProgress): void {
    this.#latest = now;
    this.#writing ??= this.#writeOn();
  }

  /** Throws what went wrong while it was written. */
  async written(): Promise<void> {
    await this.#writing;
    if (this.#problem) throw this.#problem;
  }

  async #writeOn(): Promise<void> {
    try {
      while (this.#latest) {
        const now = this.#latest;
        this.#latest = undefined;
        await this.#write(now);
        await setTimeout(NOTE_EVERY_MS);
      }
    } catch (error) {
      this.#problem = error instanceof Error ? error : new Error(String(error));
    }
    this.#writing = undefined;
  }
}

/** An Ollama on this computer, or where its address is set; null where none answers. */
export async function findOllama(signal: AbortSignal): Promise<FoundOllama | null> {
  const url = env().baseUrls.ollama ?? OLLAMA_URL;
  const config = { baseUrl: url };
  const hosts = connectionTypes.ollama.hostsOf(config);
  const connection = { id: 'found', name: 'Ollama', type: 'ollama', config, secrets: {}, hosts };
  const soon = AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]);
  try {
    const client = await openModel({ ...wiringOf(connection, soon), silenceMs: LOOK_MS });
    return { url, models: (await client.models()).length };
  } catch (error) {
    if (signal.aborted) throw error;
    // Whatever answers there is no Ollama.
    if (soon.aborted || error instanceof Unreachable || error instanceof Refused) return null;
    throw error;
  }
}
