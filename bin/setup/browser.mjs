/** A browser for the tests: one that is there, else Playwright's, else Debian's. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execute, say } from './progress.mjs';

/** Where tests read which browser to start: `{"path": "..."}`. */
export const BROWSER_FILE = '.hearth/browser.json';

// Without a window to draw in: the same engine, a fifth less work. The others do as well.
const NAMES = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'msedge',
  'microsoft-edge',
];
const MAC_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The first browser found: CHROME_PATH, then the PATH, then the applications folder of macOS.
 * @param {Record<string, string | undefined>} env
 * @returns {string | undefined}
 */
export function existingBrowser(env) {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const given = env['CHROME_PATH'] ? [env['CHROME_PATH']] : [];
  return [...given, ...onPath, ...(process.platform === 'darwin' ? MAC_APPS : [])].find(isExecutable);
}

async function playwrightBrowser() {
  await execute(process.execPath, ['node_modules/playwright-core/cli.js', 'install', '--no-shell', 'chromium'], {
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' },
    timeoutMs: 10 * 60_000,
  });
  return playwrightPath();
}

async function playwrightPath() {
  const { chromium } = await import('playwright-core');
  return chromium.executablePath();
}

async function debianBrowser() {
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!isDebianRoot) throw new Error('apt-get is only used as root on Debian or Ubuntu');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await execute('apt-get', ['update'], { env });
  /** @param {string} name */
  const install = (name) => execute('apt-get', ['install', '-y', '--no-install-recommends', name], { env });
  // Older releases have the whole one only.
  await install('chromium-headless-shell').catch(() => install('chromium'));
  return existingBrowser(process.env) ?? '';
}

async function obtain() {
  const existing = existingBrowser(process.env);
  if (existing !== undefined) return existing;
  const reasons = [];
  for (const way of [playwrightBrowser, debianBrowser]) {
    try {
      const path = await way();
      if (isExecutable(path)) return path;
      reasons.push(`${path} is not there after the installation`);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
      say('hearth: that way brought no browser, trying the next');
    }
  }
  throw new Error(reasons.join('\n\n'));
}

/** @type {import('./progress.mjs').Step} */
export const findBrowser = {
  title: 'Finding a browser for the tests',
  done: () => {
    if (!existsSync(BROWSER_FILE)) return false;
    const { path } = JSON.parse(readFileSync(BROWSER_FILE, 'utf8'));
    return isExecutable(path) && (!process.env['CHROME_PATH'] || process.env['CHROME_PATH'] === path);
  },
  run: async () => {
    const path = await obtain();
    mkdirSync('.hearth', { recursive: true });
    writeFileSync(BROWSER_FILE, JSON.stringify({ path }));
  },
  hint: 'Install Chrome, Chromium or Edge, or set CHROME_PATH to one, then run npm test again.',
};
