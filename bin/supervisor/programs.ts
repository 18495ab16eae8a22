/** What the supervisor runs: the Temporal server, the worker, the web. */
import { knownTemporalCli } from '#bin/temporal-cli.mjs';
import { Refused } from '#lib/errors.ts';
import type { Env } from '#platform/env.ts';
import { HANDED_OVER, ringFor } from '#platform/keys.ts';
import type { Program } from '#bin/supervisor/child.ts';
import { temporalIsServing, webIsHealthy } from '#bin/supervisor/health.ts';
import { LEASHED, temporalArguments } from '#bin/supervisor/temporal-server.ts';

const TEMPORAL_GRACE_MS = 10_000;
const WORKER_GRACE_MS = 20_000;
const WEB_GRACE_MS = 8_000;

/** The embedded Temporal server. */
export function temporalProgram(settings: Env): Program {
  const cli = knownTemporalCli();
  if (cli === undefined) throw new Refused('The Temporal CLI is not set up. Start Hearth with "npm start".');
  const { dataDir, temporalPort: port, temporalNamespace: namespace } = settings;
  return {
    name: 'temporal',
    command: '/bin/sh',
    args: ['-c', LEASHED, 'temporal', cli, ...temporalArguments({ dataDir, port, namespace })],
    env: process.env,
    graceMs: TEMPORAL_GRACE_MS,
    ipc: false,
    quiet: true,
    isHealthy: () => temporalIsServing(port),
  };
}

/** The process that runs flows. */
export function workerProgram(settings: Env, dev: boolean): Program {
  return { name: 'worker', graceMs: WORKER_GRACE_MS, ipc: true, ...nodeProgram('worker', settings, dev) };
}

/** The process that serves pages, API and webhooks. */
export function webProgram(settings: Env, dev: boolean): Program {
  const { host, port, tlsCert } = settings;
  return {
    name: 'web',
    graceMs: WEB_GRACE_MS,
    ipc: true,
    // In development it does not answer while it compiles a page.
    ...(dev ? {} : { isHealthy: () => webIsHealthy({ host, port, tls: tlsCert !== undefined }) }),
    ...nodeProgram('web', settings, dev),
  };
}

const SOURCES = { worker: 'worker/main.ts', web: 'server/main.ts' };

// Measured idle: 100 MB less, at no cost that the bench shows. Young objects get little room before they are collected,
// and the many threads of Temporal's core share two arenas of memory instead of taking one each.
const SMALL_NURSERY = '--max-semi-space-size=4';
const FEW_ARENAS = { MALLOC_ARENA_MAX: '2' };

// Who runs compiled runs the compiled others; who runs from source, as in development, runs them from source.
const COMPILED = !import.meta.filename.endsWith('.ts');

function nodeProgram(
  name: keyof typeof SOURCES,
  settings: Env,
  dev: boolean,
): Pick<Program, 'command' | 'args' | 'env' | 'input'> {
  const script = COMPILED ? [`.hearth/build/${name}.mjs`] : ['--import', 'tsx', SOURCES[name]];
  return {
    command: process.execPath,
    args: [SMALL_NURSERY, ...script, ...(dev ? ['--dev'] : [])],
    input: () => ringFor(name),
    env: {
      ...FEW_ARENAS,
      ...process.env,
      // Its keys come through standard input, and no others: neither process can find the master key by its settings.
      [HANDED_OVER]: 'stdin',
      HEARTH_KEY_PASSPHRASE_FILE: undefined,
      CREDENTIALS_DIRECTORY: undefined,
      NODE_ENV: dev ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      HEARTH_DATA: settings.dataDir,
      // The supervisor makes the lines readable.
      HEARTH_LOG: 'json',
    },
  };
}
