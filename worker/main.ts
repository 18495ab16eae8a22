/** The worker process: runs flows and everything that touches the world. The supervisor starts it again when it ends. */
import type { NativeConnection, Worker } from '@temporalio/worker';
import { durationMs } from '#lib/duration.ts';
import { Invalid, Refused } from '#lib/errors.ts';
import { env } from '#platform/env.ts';
import { syncSchedules } from '#platform/flows.ts';
import { keyGuard } from '#platform/keys.ts';
import { logger } from '#platform/log.ts';
import { closeTemporal, ensureNamespace } from '#platform/temporal.ts';
import { closePool } from '#platform/expressions/pool.ts';
import { closeDb } from '#prisma/client.ts';
import { freshBundle } from '#worker/bundle.ts';
import { createWorker } from '#worker/create.ts';
import { connectWorker, installRuntime } from '#worker/runtime.ts';
import { reconcileAtBoot, startSweeping } from '#worker/sweep.ts';
import { startTidying } from '#worker/tidy.ts';
import { startListeners } from '#worker/triggers/listeners.ts';

/** Tells the supervisor that starting again is no use. */
const BAD_SETTINGS = 78;
const CONNECT_EVERY_MS = 500;
const CONNECT_FOR_MS = 60_000;
const log = logger('worker');

/** Waits for the server: at boot it may be a moment behind us. */
async function connected(): Promise<NativeConnection> {
  const deadline = Date.now() + CONNECT_FOR_MS;
  for (;;) {
    try {
      const connection = await connectWorker();
      await ensureNamespace();
      return connection;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      log.debug({ err: error }, 'Temporal is not there yet.');
      await new Promise((resolve) => setTimeout(resolve, CONNECT_EVERY_MS));
    }
  }
}

function onEnd(worker: Worker): void {
  let ending = false;
  const end = (why: string) => {
    if (ending) return;
    ending = true;
    log.info(`Draining: ${why}.`);
    worker.shutdown();
  };
  process.on('SIGTERM', () => end('asked to stop'));
  process.on('SIGINT', () => end('asked to stop'));
  // The supervisor is gone: a worker of its own would compete with the next one's.
  process.on('disconnect', () => end('the supervisor is gone'));
}

async function main(): Promise<void> {
  // Takes over what the supervisor hands it, before anything else reads standard input.
  keyGuard();
  installRuntime();
  const { dataDir, temporalNamespace } = env();
  const bundleFile = await freshBundle();
  const connection = await connected();
  await reconcileAtBoot();
  const worker = await createWorker({ connection, bundleFile });
  onEnd(worker);
  const polling = worker.run();
  const stopSweeping = startSweeping(durationMs(env().sweepEvery));
  const stopListening = startListeners();
  const stopTidying = startTidying();
  syncSchedules().catch((error: unknown) => log.warn({ err: error }, 'The schedules could not be brought up to date.'));
  log.info({ dataDir, namespace: temporalNamespace }, 'The worker is ready.');
  process.send?.({ type: 'ready' });
  try {
    await polling;
  } finally {
    await Promise.all([stopSweeping(), stopListening(), stopTidying()]);
    await connection.close();
    await Promise.all([closeTemporal(), closePool(), closeDb()]);
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  log.error({ err: error }, 'The worker has stopped.');
  process.exit(error instanceof Invalid || error instanceof Refused ? BAD_SETTINGS : 1);
}
