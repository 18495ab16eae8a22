/**
 * Everything a fresh clone needs before a command, in steps that are skipped once done. It runs before any package is
 * installed, so it uses nothing but Node.
 *   node bin/setup.mjs start | dev | test | check | cli
 */
import { buildPages, bundleWorkflows, compileProcesses } from './setup/builds.mjs';
import { findBrowser } from './setup/browser.mjs';
import { alone } from './setup/lock.mjs';
import { installPackages } from './setup/packages.mjs';
import { generateClient } from './setup/prisma.mjs';
import { runSteps, say, SetupFailed } from './setup/progress.mjs';
import { temporalCli } from './setup/temporal.mjs';

const OLDEST_NODE = [20, 19];

const always = [installPackages, generateClient];

/** @type {Record<string, import('./setup/progress.mjs').Step[]>} */
const MODES = {
  start: [...always, temporalCli({ alwaysLocal: false }), compileProcesses, bundleWorkflows, buildPages],
  dev: [...always, temporalCli({ alwaysLocal: false }), bundleWorkflows],
  test: [...always, temporalCli({ alwaysLocal: true }), findBrowser, compileProcesses, bundleWorkflows, buildPages],
  check: always,
  cli: [...always, compileProcesses],
};

/** @param {string} version such as v20.19.0 */
function isTooOld(version) {
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

async function main() {
  if (isTooOld(process.version)) {
    say(
      `Hearth needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.version}. Get one at https://nodejs.org.`,
    );
    return 1;
  }
  if (process.platform === 'win32') {
    say('Hearth runs on Windows inside WSL2 (https://learn.microsoft.com/windows/wsl/install), not on Windows itself.');
    return 1;
  }
  const mode = process.argv[2] ?? '';
  const steps = Object.hasOwn(MODES, mode) ? MODES[mode] : undefined;
  if (steps === undefined) {
    say(`Usage: node bin/setup.mjs ${Object.keys(MODES).join('|')}`);
    return 2;
  }
  for (const step of steps) if (!(await step.done())) return finish(steps);
  return 0;
}

/** @param {import('./setup/progress.mjs').Step[]} steps */
async function finish(steps) {
  try {
    await alone(async () => void (await runSteps(steps)));
    return 0;
  } catch (error) {
    if (error instanceof SetupFailed) return 1;
    throw error;
  }
}

process.exitCode = await main();
