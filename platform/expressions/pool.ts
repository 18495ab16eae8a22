/**
 * Evaluates JSONata in processes of their own. An expression and the data it meets may both be hostile: one that takes
 * too long or too much is killed and replaced, and the others go on. A worker thread would not do: Node ends the whole
 * process when a thread asks for one large text beyond its limit (docs/decisions/008-expressions-in-processes.md).
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { Invalid } from '#lib/errors.ts';
import { isTooDeep } from '#lib/value.ts';
import type { Json } from '#lib/value.ts';

const MAX_PROCESSES = 2;
const TIME_LIMIT_MS = 1000;
/** The process stops by itself at the limit; should it not, it is killed this much later. */
const GRACE_MS = 300;
const MEMORY_MB = 64;
// By the folder that every process of Hearth starts in: Next copies a file named by `import.meta.url` away from its own.
const EVALUATOR = resolve('platform/expressions/evaluator.mjs');
const MAX_INPUT_BYTES = 16 * 1024 * 1024;
const LIMITS = { timeoutMs: TIME_LIMIT_MS, maxResultBytes: 4 * 1024 * 1024, maxDepth: 200 };
/** A process is replaced after this many evaluations, so that what one leaves behind cannot pile up. */
const MAX_USES = 5000;

type Failure = { name: string; message: string };
type Answer = { value: Json } | { error: Failure };
type Message = { ready: true } | { id: number; answer: string };
type Task = { source: string; values: string; settle: (answer: Answer) => void };
type Evaluator = { process: ChildProcess; ready: boolean; uses: number; task?: Task; timer?: NodeJS.Timeout };

const TOO_SLOW: Failure = { name: 'TooSlow', message: 'The expression took longer than 1 s and was stopped.' };
const CRASHED: Failure = {
  name: 'TooLarge',
  message: `The expression needed more than ${MEMORY_MB} MB and was stopped.`,
};
const STOPPED: Failure = { name: 'Stopped', message: 'Hearth is shutting down.' };

class Pool {
  private readonly queue: Task[] = [];
  private readonly evaluators = new Set<Evaluator>();
  private closed = false;

  run(task: Omit<Task, 'settle'>): Promise<Answer> {
    return new Promise((settle) => {
      this.queue.push({ ...task, settle });
      this.next();
    });
  }

  /** Keeps one process waiting, and a second while there is more to do than one can. */
  next(): void {
    for (const evaluator of this.evaluators) {
      const task = evaluator.ready && !evaluator.task ? this.queue.shift() : undefined;
      if (task) this.give(evaluator, task);
    }
    const starting = [...this.evaluators].filter((evaluator) => !evaluator.ready).length;
    const wanted = this.evaluators.size === 0 || this.queue.length > starting;
    if (!this.closed && wanted && this.evaluators.size < MAX_PROCESSES) this.start();
    this.hold();
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const task of this.queue.splice(0)) task.settle({ error: STOPPED });
    await Promise.all([...this.evaluators].map((evaluator) => this.end(evaluator, STOPPED)));
  }

  private start(): void {
    const child = fork(/* turbopackIgnore: true */ EVALUATOR, [JSON.stringify(LIMITS)], {
      execArgv: [`--max-old-space-size=${MEMORY_MB}`, '--max-semi-space-size=8', '--stack-size=900'],
      // Not our loaders, flags and secrets; and nobody needs to read V8's last words.
      env: { NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const evaluator: Evaluator = { process: child, ready: false, uses: 0 };
    this.evaluators.add(evaluator);
    child.on('message', (message) => this.hear(evaluator, message as Message));
    child.on('error', (error) => void this.end(evaluator, { name: 'ExpressionFailed', message: error.message }));
    child.on('exit', () => void this.end(evaluator, CRASHED));
  }

  private hear(evaluator: Evaluator, message: Message): void {
    if ('ready' in message) evaluator.ready = true;
    else if (message.id === evaluator.uses) this.finish(evaluator, JSON.parse(message.answer) as Answer);
    this.next();
  }

  private finish(evaluator: Evaluator, answer: Answer): void {
    clearTimeout(evaluator.timer);
    evaluator.task?.settle(answer);
    delete evaluator.task;
    if (evaluator.uses >= MAX_USES || ('error' in answer && answer.error.name === 'TooSlow'))
      void this.end(evaluator, STOPPED);
  }

  private give(evaluator: Evaluator, task: Task): void {
    evaluator.task = task;
    evaluator.uses += 1;
    evaluator.timer = setTimeout(() => void this.end(evaluator, TOO_SLOW), TIME_LIMIT_MS + GRACE_MS);
    evaluator.process.send({ id: evaluator.uses, source: task.source, values: task.values });
  }

  private async end(evaluator: Evaluator, error: Failure): Promise<void> {
    if (!this.evaluators.delete(evaluator)) return;
    clearTimeout(evaluator.timer);
    evaluator.task?.settle({ error });
    // One that never stood would be started again for ever.
    if (!evaluator.ready) this.queue.shift()?.settle({ error });
    const { process: child } = evaluator;
    const gone = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    const ended = gone ? undefined : new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    this.next();
    await ended;
  }

  /** Work in hand keeps our own process alive; a pool at rest does not. */
  private hold(): void {
    for (const { process: child, task } of this.evaluators) {
      const busy = task !== undefined || this.queue.length > 0;
      if (busy) child.ref();
      else child.unref();
      if (busy) child.channel?.ref();
      else child.channel?.unref();
    }
  }
}

let pool: Pool | undefined;

/** Starts a process ahead, so that the first expression of a run does not wait for it. */
export function warmPool(): void {
  pool ??= new Pool();
  pool.next();
}

/**
 * Evaluates a compiled expression: `values[i]` is `$r<i>` (or `$o<i>`). Throws `Invalid` whose `name` says the cause:
 * TooSlow, TooLarge, TooDeep, NotData, NotANumber, NotAllowed, ExpressionFailed.
 */
export async function evaluateExpression({ source, values }: { source: string; values: Json[] }): Promise<Json> {
  if (values.some(isTooDeep))
    throw failure({ name: 'TooDeep', message: 'The values of the expression are nested too deeply.' });
  const text = JSON.stringify(values);
  if (text.length > MAX_INPUT_BYTES)
    throw failure({ name: 'TooLarge', message: 'The values of the expression are larger than 16 MB.' });
  pool ??= new Pool();
  const answer = await pool.run({ source, values: text });
  if ('error' in answer) throw failure(answer.error);
  return answer.value;
}

function failure({ name, message }: Failure): Invalid {
  const error = new Invalid(message);
  error.name = name;
  return error;
}

/** Ends the processes; the next evaluation starts new ones. */
export async function closePool(): Promise<void> {
  const ended = pool;
  pool = undefined;
  await ended?.close();
}
