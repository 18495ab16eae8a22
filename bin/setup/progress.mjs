/** Shows what set-up does. Everything goes to stderr: the answer of a command on stdout stays clean. */
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const TAIL_LINES = 40;

/**
 * @typedef {object} Step
 * @property {string} title what it does, as in "Building the web pages"
 * @property {() => boolean | Promise<boolean>} done whether there is nothing to do
 * @property {() => void | Promise<void>} run
 * @property {string} hint what the person can do when it fails
 */

/** A failure that has been told to the person already. */
export class SetupFailed extends Error {}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs the steps that are not done. Returns how many ran.
 * @param {Step[]} steps
 */
export async function runSteps(steps) {
  let ran = 0;
  for (const step of steps) {
    if (await step.done()) continue;
    ran += 1;
    await runStep(step);
  }
  return ran;
}

/** @param {Step} step */
async function runStep(step) {
  const started = performance.now();
  say(`hearth: ${step.title} ...`);
  try {
    await step.run();
  } catch (error) {
    say(
      `\nhearth: ${step.title} failed.\n\n${error instanceof Error ? error.message : String(error)}\n\n${step.hint}\n`,
    );
    throw new SetupFailed(step.title, { cause: error });
  }
  say(`hearth: ${step.title}: done (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

/**
 * Runs a program and returns what it wrote to stdout; throws with the end of its output when it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, timeoutMs?: number }} [options]
 * @returns {Promise<string>}
 */
export function execute(program, args, { env = {}, timeoutMs = 15 * 60_000 } = {}) {
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
  });
  let out = '';
  let all = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
    all += chunk;
  });
  child.stderr.on('data', (chunk) => (all += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`Cannot run ${program}: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(out);
      const tail = all.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
      const how =
        signal === null ? `ended with code ${code}` : `was ended by ${signal} (time limit ${timeoutMs / 1000} s)`;
      reject(new Error(`${tail}\n\n${[program, ...args].join(' ')} ${how}`));
    });
  });
}
