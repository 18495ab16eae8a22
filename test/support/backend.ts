import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { startTemporal, type TemporalServer } from './temporal-server.ts';
import { until } from './until.ts';

const FILES = ['temporal.db', 'temporal.db-wal', 'temporal.db-shm'];

/** Temporal and the worker on the test file's data folder, in processes of their own that can die together. */
export class Backend {
  private readonly port: number;
  private server: TemporalServer | undefined;
  private worker: ChildProcess | undefined;
  private log = '';

  private constructor(port: number) {
    this.port = port;
    process.env['HEARTH_TEMPORAL_PORT'] = String(port);
  }

  static async start(): Promise<Backend> {
    const one = new Backend(await freePort());
    await one.up();
    return one;
  }

  /** Starts both (again); returns when the worker says that it is ready. */
  async up(): Promise<void> {
    this.server = await startTemporal({ dataDir: this.folder, port: this.port });
    this.log = '';
    const env = { ...process.env, HEARTH_LOG_LEVEL: 'info' };
    const child = spawn(process.execPath, ['--import', 'tsx', 'worker/main.ts'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.worker = child;
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (this.log += text));
    const ready = () => {
      if (child.exitCode !== null) throw new Error(`The worker ended at its start:\n${this.log}`);
      return this.log.includes('The worker is ready.');
    };
    await until(ready, { what: 'the worker to be ready' });
  }

  /** What the worker wrote since it came up. */
  written(): string {
    return this.log;
  }

  /** SIGKILL to both, at one blow. */
  async kill(): Promise<void> {
    const { worker, server } = this;
    const gone = new Promise((resolve) => worker?.once('exit', resolve));
    if (worker && worker.exitCode === null && worker.signalCode === null) worker.kill('SIGKILL');
    else return server?.stop();
    await Promise.all([server?.stop(), gone]);
  }

  /** Copies Temporal's file as it is at this moment, as a power cut or a backup would catch it. */
  copyTemporal(name: string): void {
    const pid = this.server?.process.pid;
    if (pid === undefined) throw new Error('Temporal does not run.');
    mkdirSync(join(this.folder, name));
    process.kill(pid, 'SIGSTOP');
    for (const file of FILES.slice(0, 2))
      if (existsSync(join(this.folder, file))) copyFileSync(join(this.folder, file), join(this.folder, name, file));
    process.kill(pid, 'SIGCONT');
  }

  /** Puts a copy in the place of Temporal's file; nothing without a name. Both must be dead. */
  putBack(name?: string): void {
    for (const file of FILES) {
      rmSync(join(this.folder, file), { force: true });
      const copy = join(this.folder, name ?? 'none', file);
      if (existsSync(copy)) copyFileSync(copy, join(this.folder, file));
    }
  }

  private get folder(): string {
    return process.env['HEARTH_DATA'] ?? '';
  }
}
