/** The whole product as `npm start` runs it: supervisor, Temporal server, worker, web, on ports and data of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFile, type LockContent } from '#bin/supervisor/lock.ts';
import { freePort } from '../../support/free-port.ts';
import { until } from '../../support/until.ts';

export type Product = AsyncDisposable & {
  /** Where the pages are, without a slash at the end. */
  url: string;
  /** The one-time code that the terminal shows. */
  setupCode: string;
  dataDir: string;
  keyFile: string;
  /** Of the supervisor; the rest are its children. */
  pid: number;
  /** All that the processes have written so far. */
  log: () => string;
  /** Ends one process as `kill -9` does; the supervisor starts it again. */
  kill: (name: 'web' | 'worker' | 'temporal') => void;
};

const START_WITHIN_MS = 90_000;
const CODE = /Set-up code: ([A-Z0-9]{5}(?:-[A-Z0-9]{5}){3})/;

/** Starts the product and resolves once it is ready. Dispose of it to stop it in order. */
export async function startProduct(settings: Record<string, string> = {}): Promise<Product> {
  const [port, temporalPort] = [await freePort(), await freePort()];
  const dataDir = settings.HEARTH_DATA ?? mkdtempSync(join(process.env['HEARTH_DATA'] ?? tmpdir(), 'product-'));
  // Apart from the data, as Hearth wants it.
  const keyFile = settings.HEARTH_KEY_FILE ?? join(settings.HEARTH_DATA ?? `${dataDir}-key`, 'hearth.key');
  const env = {
    ...process.env,
    HEARTH_DATA: dataDir,
    HEARTH_KEY_FILE: keyFile,
    HEARTH_PORT: String(port),
    HEARTH_TEMPORAL_PORT: String(temporalPort),
    HEARTH_LOG_LEVEL: 'info',
    ...settings,
  };
  const child = spawn(process.execPath, ['.hearth/build/start.mjs'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await until(() => isReady(child, output), { what: 'Hearth to be ready', withinMs: START_WITHIN_MS }).catch(
    (error: unknown) => {
      child.kill('SIGTERM');
      throw new Error(`${String(error)}\n${output()}`);
    },
  );
  return {
    url: /is ready at (\S+)/.exec(output())?.[1] ?? '',
    setupCode: CODE.exec(output())?.[1] ?? '',
    dataDir,
    keyFile,
    pid: child.pid ?? 0,
    log: output,
    kill: (name) => process.kill(childrenOf(dataDir)[name]?.pid ?? 0, 'SIGKILL'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stdout?.on('data', (chunk) => (text += String(chunk)));
  child.stderr?.on('data', (chunk) => (text += String(chunk)));
  return () => text;
}

function isReady(child: ChildProcess, output: () => string): boolean {
  if (child.exitCode !== null) throw new Error(`Hearth ended with ${child.exitCode} instead of starting.`);
  return output().includes('Hearth is ready at');
}

function childrenOf(dataDir: string): LockContent['children'] {
  return (JSON.parse(readFileSync(lockFile(dataDir), 'utf8')) as LockContent).children;
}
