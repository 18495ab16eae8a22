import { join } from 'node:path';
import type { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll } from 'vitest';
import { closePool } from '#platform/expressions/pool.ts';
import { closeNudge } from '#platform/nudge.ts';
import { stopReleasing } from '#platform/release-timer.ts';
import { stopSweeping } from '#platform/start-run.ts';
import { closeTemporal, ensureNamespace } from '#platform/temporal.ts';
import { closeDb } from '#prisma/client.ts';
import { freshBundle } from '#worker/bundle.ts';
import { createWorker } from '#worker/create.ts';
import { connectWorker, installRuntime } from '#worker/runtime.ts';
import { startTemporal, type TemporalServer } from './temporal-server.ts';

/** Built once, and again when its sources change. */
export const TEST_BUNDLE = join('.hearth', 'test', 'workflow-bundle.js');

type Running = { server: TemporalServer; connection: NativeConnection; worker: Worker; done: Promise<void> };

let running: Running | undefined;

/** Gives the test file a Temporal server, and a worker in this process. Call it once, at the top. */
export function useHearth(temporal: { config?: string[] } = {}): void {
  beforeAll(async () => {
    const dataDir = process.env['HEARTH_DATA'] ?? '';
    const server = await startTemporal({ dataDir, ...temporal });
    process.env['HEARTH_TEMPORAL_PORT'] = String(server.port);
    installRuntime();
    const connection = await connectWorker();
    await ensureNamespace();
    const worker = await createWorker({ connection, bundleFile: await freshBundle(TEST_BUNDLE) });
    running = { server, connection, worker, done: worker.run() };
  });
  afterAll(async () => {
    stopSweeping();
    await stopReleasing();
    running?.worker.shutdown();
    await running?.done;
    await running?.connection.close();
    await Promise.all([closeTemporal(), closePool()]);
    closeNudge();
    await closeDb();
    await running?.server.stop();
    running = undefined;
  });
}
