import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { LockContent } from '#bin/supervisor/lock.ts';
import { lockFile } from '#bin/supervisor/lock.ts';
import { isSameProcess, type ProcessMark } from '#bin/supervisor/identity.ts';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

export type Part = 'temporal' | 'worker' | 'web';
/** `all`: the supervisor and everything it started, at one blow. */
export type Victim = Part | 'all';

/** A real Hearth on the test file's data folder: supervisor, Temporal, worker and web in processes of their own. */
export class Instance {
  readonly port: number;
  readonly temporalPort: number;
  private supervisor: ChildProcess | undefined;
  private log = '';

  private constructor(port: number, temporalPort: number) {
    this.port = port;
    this.temporalPort = temporalPort;
  }

  /** Brings one up. This process works on the same database and server from then on. */
  static async start(): Promise<Instance> {
    const one = new Instance(await freePort(), await freePort());
    process.env['HEARTH_TEMPORAL_PORT'] = String(one.temporalPort);
    await one.up();
    return one;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Starts it (again); returns when it says that it is ready. */
  async up(): Promise<void> {
    this.log = '';
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: 'production',
      HEARTH_PORT: String(this.port),
      HEARTH_TEMPORAL_PORT: String(this.temporalPort),
      HEARTH_LOG_LEVEL: 'warn',
    };
    const child = spawn(process.execPath, ['--import', 'tsx', 'bin/start.ts'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.supervisor = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.log += text));
    }
    const ready = () => {
      if (child.exitCode !== null) throw new Error(`Hearth ended at its start:\n${this.log}`);
      return this.log.includes('Hearth is ready');
    };
    await until(ready, { what: 'Hearth to be ready' }).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.log}`);
    });
  }

  /** Kills with SIGKILL; returns when the system has forgotten the process. */
  async kill(victim: Victim): Promise<void> {
    const marks = victim === 'all' ? this.everything() : [this.mark(victim)];
    for (const { pid } of marks) process.kill(pid, 'SIGKILL');
    await until(() => !marks.some(isSameProcess), { what: `the end of ${victim}` });
  }

  /** Until what was killed runs again: by the supervisor's own doing, or by a start of all. */
  async back(victim: Victim): Promise<void> {
    if (victim === 'all') return this.up();
    const again = `${victim} is back`;
    await until(() => this.log.includes(again), { what: again }).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.log}`);
    });
    this.log = this.log.replaceAll(again, '');
  }

  /** Holds the Temporal server still: it is there, and answers nobody. */
  freezeTemporal(): void {
    process.kill(this.mark('temporal').pid, 'SIGSTOP');
  }

  thawTemporal(): void {
    process.kill(this.mark('temporal').pid, 'SIGCONT');
  }

  async stop(): Promise<void> {
    const child = this.supervisor;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  private content(): LockContent {
    return JSON.parse(readFileSync(lockFile(process.env['HEARTH_DATA'] ?? ''), 'utf8')) as LockContent;
  }

  private mark(part: Part): ProcessMark {
    const found = this.content().children[part];
    if (!found) throw new Error(`${part} does not run:\n${this.log}`);
    return found;
  }

  private everything(): ProcessMark[] {
    const { pid, mark, children } = this.content();
    return [{ pid, mark }, ...Object.values(children)].filter(isSameProcess);
  }
}
