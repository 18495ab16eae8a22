import { spawn, type ChildProcess } from 'node:child_process';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { NAMESPACE } from '#lib/messages.ts';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** The settings that `npm start` uses too: what is fast and durable here is so there. */
const SETTINGS = [
  'history.transferProcessorMaxPollRPS=1000',
  'history.timerProcessorMaxPollRPS=200',
  'history.visibilityProcessorMaxPollRPS=200',
  'history.timerProcessorMaxTimeShift="20ms"',
];
const PRAGMAS = ['journal_mode=WAL', 'synchronous=NORMAL', 'busy_timeout=5000'];

export type TemporalServer = { port: number; process: ChildProcess; stop: () => Promise<void> };

/** Starts a real Temporal server whose data is in `dataDir`. */
export async function startTemporal(options: { dataDir: string; port?: number }): Promise<TemporalServer> {
  const port = options.port ?? (await freePort());
  const cli = process.env['TEMPORAL_CLI_PATH'];
  if (!cli) throw new Error('No Temporal CLI was found. Run "npm test" once, or set TEMPORAL_CLI_PATH.');
  const args = [
    'server',
    'start-dev',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--headless',
    '--log-level',
    'error',
  ];
  args.push('--namespace', NAMESPACE, '--db-filename', join(options.dataDir, 'temporal.db'));
  for (const pragma of PRAGMAS) args.push('--sqlite-pragma', pragma);
  for (const setting of SETTINGS) args.push('--dynamic-config-value', setting);
  const child = spawn(cli, args, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await until(() => listens(port), { what: 'the Temporal server' });
  return {
    port,
    process: child,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Does anybody listen there? */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
