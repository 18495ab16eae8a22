/** One set-up at a time in this folder: two builds at once would overwrite each other's files. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './progress.mjs';

const FILE = '.hearth/setup.lock';
const LOOK_AGAIN_MS = 500;

/**
 * Runs `work` while no other set-up runs.
 * @param {() => Promise<void>} work
 */
export async function alone(work) {
  mkdirSync('.hearth', { recursive: true });
  let told = false;
  while (!take()) {
    if (!told) say('hearth: waiting for another set-up in this folder to end');
    told = true;
    await pause(LOOK_AGAIN_MS);
  }
  try {
    await work();
  } finally {
    rmSync(FILE, { force: true });
  }
}

function take() {
  try {
    writeFileSync(FILE, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!holderLives()) rmSync(FILE, { force: true });
    return false;
  }
}

function holderLives() {
  try {
    process.kill(Number(readFileSync(FILE, 'utf8')), 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
