/** `npm run check`: every check, all of them even when one fails, and at the end which failed. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const ROOMS = 'activities app bin components lib messages nodes platform prisma server worker workflows test'.split(
  ' ',
);

/** @typedef {{ name: string, script: string, args: string[] }} Check */

/** @type {Check[]} */
const CHECKS = [
  { name: 'types', script: 'typescript/bin/tsc', args: ['--noEmit', '-p', '.'] },
  { name: 'ESLint', script: 'eslint/bin/eslint.js', args: ['--max-warnings', '0', '.'] },
  {
    name: 'Prettier',
    script: 'prettier/bin/prettier.cjs',
    args: ['--check', '--log-level', 'warn', '--cache', '--cache-location', 'node_modules/.cache/prettier-check', '.'],
  },
  { name: 'rooms', script: 'dependency-cruiser/bin/dependency-cruise.mjs', args: cruise('.dependency-cruiser.mjs') },
  {
    name: 'rooms at run time',
    script: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: cruise('.dependency-cruiser.runtime.mjs'),
  },
  { name: 'unused code', script: 'knip/bin/knip.js', args: ['--no-progress'] },
];

/** @param {string} config */
function cruise(config) {
  return ['--config', config, ...ROOMS.filter((room) => existsSync(room))];
}

/**
 * @param {Check} check
 * @returns {Promise<{ check: Check, ok: boolean, output: string, seconds: string }>}
 */
function run(check) {
  const started = performance.now();
  const child = spawn(process.execPath, [`node_modules/${check.script}`, ...check.args]);
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      resolve({ check, ok: code === 0, output, seconds });
    });
  });
}

/** @type {string[]} */
const failed = [];
const started = performance.now();
const waiting = [...CHECKS];

async function runOneAfterAnother() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const result = await run(check);
    console.log(`${result.ok ? 'ok    ' : 'FAILED'}  ${check.name} (${result.seconds} s)`);
    if (result.ok) continue;
    failed.push(check.name);
    console.log(result.output.trimEnd());
  }
}

// Two at once: more would only fight over memory on a small machine.
await Promise.all([runOneAfterAnother(), runOneAfterAnother()]);

const total = ((performance.now() - started) / 1000).toFixed(0);
console.log(
  failed.length === 0 ? `\nAll checks passed in ${total} s.` : `\nFailed: ${failed.join(', ')}. (${total} s)`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
