/** The browser that `bin/setup` found, and assertions that wait. */
import { readFileSync } from 'node:fs';
import { chromium, expect as plain, type Browser, type Locator } from '@playwright/test';

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

/** Closes a window by its key, once it has the focus: before that nobody listens to keys. */
export async function closeByKey(panel: Locator): Promise<void> {
  await expect.poll(() => panel.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await panel.page().keyboard.press('Escape');
  await expect(panel).toBeHidden();
}
