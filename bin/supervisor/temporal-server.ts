/** The embedded Temporal server: how it is started. */
import { join } from 'node:path';

const PRAGMAS = ['journal_mode=WAL', 'synchronous=NORMAL', 'busy_timeout=5000'];

// The defaults cap a dispatch at 50 ms and a timer at 1 s.
const DYNAMIC_CONFIG = [
  'history.transferProcessorMaxPollRPS=1000',
  'history.timerProcessorMaxPollRPS=200',
  'history.visibilityProcessorMaxPollRPS=200',
  'history.timerProcessorMaxTimeShift="20ms"',
];

/** The arguments of the Temporal CLI: on loopback, without its own pages, its data in the data folder. */
export function temporalArguments(server: { dataDir: string; port: number; namespace: string }): string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(server.port), '--headless'],
    ...['--db-filename', join(server.dataDir, 'temporal.db'), '--namespace', server.namespace],
    ...PRAGMAS.flatMap((pragma) => ['--sqlite-pragma', pragma]),
    ...DYNAMIC_CONFIG.flatMap((setting) => ['--dynamic-config-value', setting]),
    ...['--log-level', 'error', '--log-format', 'json'],
  ];
}

/**
 * Shell code that becomes the server (same process number) and leaves a watcher behind, which ends the server when the
 * supervisor's end of stdin closes: even a killed supervisor leaves no server running.
 */
export const LEASHED = 'exec 3<&0; (read -r _ <&3; kill -TERM $$) >/dev/null 2>&1 & exec 3<&- </dev/null "$@"';
