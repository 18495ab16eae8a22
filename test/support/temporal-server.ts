import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { temporalIsServing } from '#bin/supervisor/health.ts';
import { temporalArguments } from '#bin/supervisor/temporal-server.ts';
import { NAMESPACE } from '#lib/messages.ts';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

export type TemporalServer = { port: number; process: ChildProcess; stop: () => Promise<void> };

type Options = { dataDir: string; port?: number; config?: string[] };

const MOST_TRIES = 3;

/** Starts a real Temporal server whose data is in `dataDir`. `config`: dynamic settings beside Hearth's own. */
export async function startTemporal(options: Options): Promise<TemporalServer> {
  // It takes further ports by itself, which something else may have got in between: then it ends at once.
  for (let tries = 1; ; tries++) {
    const server = await attempt(options);
    if (typeof server !== 'string') return server;
    if (tries === MOST_TRIES) throw new Error(`The Temporal server ended as it started:\n${server}`);
  }
}

/** The server, or what it wrote before it ended. */
async function attempt(options: Options): Promise<TemporalServer | string> {
  const port = options.port ?? (await freePort());
  const cli = process.env['TEMPORAL_CLI_PATH'];
  if (!cli) throw new Error('No Temporal CLI was found. Run "npm test" once, or set TEMPORAL_CLI_PATH.');
  const args = temporalArguments({ dataDir: options.dataDir, port, namespace: NAMESPACE });
  const more = (options.config ?? []).flatMap((setting) => ['--dynamic-config-value', setting]);
  const child = spawn(cli, [...args, ...more], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  let gone = false;
  const ended = once(child, 'exit').then(() => void (gone = true));
  await until(async () => gone || (await temporalIsServing(port)), { what: 'the Temporal server' });
  if (gone) return said;
  return {
    port,
    process: child,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
