import { spawn, type ChildProcess } from 'node:child_process';
import { temporalIsServing } from '#bin/supervisor/health.ts';
import { temporalArguments } from '#bin/supervisor/temporal-server.ts';
import { NAMESPACE } from '#lib/messages.ts';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

export type TemporalServer = { port: number; process: ChildProcess; stop: () => Promise<void> };

/** Starts a real Temporal server whose data is in `dataDir`. `config`: dynamic settings beside Hearth's own. */
export async function startTemporal(options: {
  dataDir: string;
  port?: number;
  config?: string[];
}): Promise<TemporalServer> {
  const port = options.port ?? (await freePort());
  const cli = process.env['TEMPORAL_CLI_PATH'];
  if (!cli) throw new Error('No Temporal CLI was found. Run "npm test" once, or set TEMPORAL_CLI_PATH.');
  const args = temporalArguments({ dataDir: options.dataDir, port, namespace: NAMESPACE });
  const more = (options.config ?? []).flatMap((setting) => ['--dynamic-config-value', setting]);
  const child = spawn(cli, [...args, ...more], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await until(() => temporalIsServing(port), { what: 'the Temporal server' });
  return {
    port,
    process: child,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
