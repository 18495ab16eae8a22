/** The browser that `bin/setup` found, and assertions that wait. */
import { readFileSync } from 'node:fs';
import { chromium, expect as plain, type Browser } from '@playwright/test';

/** Web-first assertions with room for a busy machine: they wait until it is so. */
export const expect = plain.configure({ timeout: 30_000 });

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

function foundBySetup(): string {
  return (JSON.parse(readFileSync('.hearth/browser.json', 'utf8')) as { path: string }).path;
}

/** Starts Chromium, Chrome or Edge. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROME_PATH'] ?? foundBySetup(), args: ARGUMENTS });
}
