import { DefaultLogger, NativeConnection, Runtime, type LogEntry } from '@temporalio/worker';
import { logger } from '#platform/log.ts';
import { connectionOptions } from '#platform/temporal.ts';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Sends what the SDK has to say to our log. Once per process, before any connection. */
export function installRuntime(): void {
  const log = logger('temporal');
  Runtime.install({
    logger: new DefaultLogger('INFO', ({ level, message, meta }: LogEntry) => {
      // "Worker state changed" and the like are of use to nobody but us.
      const named = level === 'INFO' ? 'debug' : LEVELS[level];
      log[named]({ ...meta }, message);
    }),
    // Signals are ours: the worker drains first.
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
  });
}

/** A connection for workers. Compression costs more than it saves on one machine. */
export async function connectWorker(): Promise<NativeConnection> {
  return NativeConnection.connect({ ...connectionOptions(), grpcCompression: { codec: 'none' } } as Parameters<
    typeof NativeConnection.connect
  >[0]);
}
