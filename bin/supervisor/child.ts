/** One child process that is kept running: started, checked, started again with growing pauses, ended in order. */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import type { Output } from '#bin/supervisor/output.ts';

export type Program = {
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** How long it may drain after SIGTERM. */
  graceMs: number;
  /** With `ipc` a child says itself when it is ready; otherwise (and from then on) `isHealthy` tells. */
  ipc: boolean;
  /** Its stdout says nothing that anybody needs. */
  quiet?: boolean;
  /** What it reads from standard input at each start. */
  input?: () => string;
  isHealthy?: () => Promise<boolean>;
};

export type ChildEvents = {
  output: Output;
  onPid: (name: string, pid: number | undefined) => void;
  /** It ended with a code that says: the settings are wrong, trying again is no use. */
  onHopeless: (name: string) => void;
};

/** EX_CONFIG of sysexits.h. */
const BAD_SETTINGS = 78;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const CALM_AFTER_MS = 60_000;
const CHECK_EVERY_MS = 10_000;
const STARTUP_CHECK_EVERY_MS = 100;
// Patient: a machine that is overloaded for a minute is not helped by a restart.
const UNHEALTHY_CHECKS = 6;

/** The pause before a start: doubled each time, from half a second to half a minute. */
export function pauseBefore(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1), LONGEST_PAUSE_MS);
}

export class Child {
  readonly name: string;
  /** Settles when it is ready for the first time. */
  readonly firstReady: Promise<void>;
  readonly #program: Program;
  readonly #events: ChildEvents;
  #process: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #failures = 0;
  #stopped = false;
  #restarting = false;
  #ready = false;
  #settleFirstReady: () => void = () => undefined;
  #pause: NodeJS.Timeout | undefined;

  constructor(program: Program, events: ChildEvents) {
    this.name = program.name;
    this.#program = program;
    this.#events = events;
    this.firstReady = new Promise((resolve) => (this.#settleFirstReady = resolve));
  }

  start(): void {
    const { command, args, env, ipc, name, quiet, input } = this.#program;
    // The leash of a child without IPC is its stdin.
    const out = quiet ? 'ignore' : 'pipe';
    const stdio: StdioOptions = ipc ? [input ? 'pipe' : 'ignore', out, 'pipe', 'ipc'] : ['pipe', out, 'pipe'];
    // Its own process group: Ctrl-C in the terminal reaches the supervisor alone, which ends the children in order.
    const child = spawn(command, args, { env, stdio, detached: true });
    this.#process = child;
    if (input) giveInput(child, input());
    this.#ready = false;
    const startedAt = Date.now();
    if (child.stdout) this.#events.output.follow(name, child.stdout);
    if (child.stderr) this.#events.output.follow(name, child.stderr);
    this.#events.onPid(name, child.pid);
    this.#ended = new Promise((resolve) => {
      const over = (code: number | null, signal: NodeJS.Signals | null) => {
        child.stdin?.destroy();
        if (this.#process === child) this.#onExit({ code, signal, lived: Date.now() - startedAt });
        resolve();
      };
      child.once('exit', over);
      child.once('error', (error) => {
        this.#events.output.say(`${name} cannot be started: ${error.message}`, 'error');
        if (child.pid === undefined) over(null, null);
      });
    });
    if (ipc) child.on('message', (message) => isReadyMessage(message) && this.#becomeReady(child));
    void this.#watch(child);
  }

  /** Ends it: asks, waits for as long as it may drain, kills. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#pause);
    await this.#end(this.#program.graceMs);
  }

  /** Starts it anew, as after a change of its code. */
  async restart(): Promise<void> {
    if (this.#stopped || this.#restarting) return;
    this.#restarting = true;
    clearTimeout(this.#pause);
    await this.#end(this.#program.graceMs);
    this.#restarting = false;
    if (!this.#stopped) this.start();
  }

  kill(): void {
    this.#stopped = true;
    clearTimeout(this.#pause);
    this.#process?.kill('SIGKILL');
  }

  async #end(graceMs: number): Promise<void> {
    const child = this.#process;
    if (child === undefined) return;
    child.kill('SIGTERM');
    const impatience = setTimeout(() => {
      this.#events.output.say(`${this.name} does not end, killing it`, 'warn');
      child.kill('SIGKILL');
    }, graceMs);
    await this.#ended;
    clearTimeout(impatience);
  }

  #onExit({ code, signal, lived }: { code: number | null; signal: NodeJS.Signals | null; lived: number }): void {
    this.#process = undefined;
    this.#events.onPid(this.name, undefined);
    if (this.#stopped || this.#restarting) return;
    if (code === BAD_SETTINGS) return this.#events.onHopeless(this.name);
    this.#failures = this.#ready && lived > CALM_AFTER_MS ? 1 : this.#failures + 1;
    const pause = pauseBefore(this.#failures);
    const how = signal === null ? `with code ${code}` : `by ${signal}`;
    this.#events.output.say(`${this.name} ended ${how}, starting it again in ${pause / 1000} s`, 'warn');
    this.#pause = setTimeout(() => this.start(), pause);
  }

  #becomeReady(child: ChildProcess): void {
    if (this.#process !== child || this.#ready) return;
    this.#ready = true;
    if (this.#failures > 0) this.#events.output.say(`${this.name} is back`);
    this.#settleFirstReady();
  }

  /** Until it is ready, looks often when nothing else tells; afterwards kills what has failed several checks in a row. */
  async #watch(child: ChildProcess): Promise<void> {
    const { isHealthy, ipc, name } = this.#program;
    if (isHealthy === undefined) return;
    let unhealthy = 0;
    while (this.#process === child) {
      await pause(this.#ready ? CHECK_EVERY_MS : STARTUP_CHECK_EVERY_MS);
      if (this.#process !== child || (!this.#ready && ipc)) continue;
      const healthy = await isHealthy();
      if (healthy && !this.#ready) this.#becomeReady(child);
      unhealthy = healthy || !this.#ready ? 0 : unhealthy + 1;
      if (unhealthy < UNHEALTHY_CHECKS || this.#stopped) continue;
      this.#events.output.say(`${name} does not answer, killing it`, 'warn');
      child.kill('SIGKILL');
      return;
    }
  }
}

function giveInput(child: ChildProcess, text: string): void {
  // One that dies before it has read it is told of by its end.
  child.stdin?.on('error', () => {});
  child.stdin?.end(text);
}

function isReadyMessage(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
