/** What a first look at a page loads. */
import type { Page } from '@playwright/test';
import { expect } from '../e2e/support/browser.ts';
import type { Figure } from './measure.ts';

const EDITOR_BAR_KB = 450;
const PAGE_BAR_KB = 200;

const PAGES = [
  '/flows',
  '/runs',
  '/inbox',
  '/chat',
  '/connections',
  '/tables',
  '/variables',
  '/settings',
  '/settings/people',
  '/settings/policy',
  '/settings/health',
  '/settings/usage',
  '/settings/skills',
  '/settings/audit',
  '/docs',
];

/** The scripts of the editor and of the heaviest other page, compressed as they come over the wire. */
export async function scriptFigures(
  signedIn: Page,
  { url, flowId }: { url: string; flowId: string },
): Promise<Figure[]> {
  // A first look: what was kept of an earlier one, by the browser or the installed app, would be told at its full size.
  const storageState = await signedIn.context().storageState();
  const context = await signedIn.context().browser()?.newContext({ storageState, serviceWorkers: 'block' });
  if (!context) throw new Error('There is no browser.');
  const page = await context.newPage();
  const editor = await scriptKilobytes(page, `${url}/flows/${flowId}`);
  const others: { path: string; size: number }[] = [];
  for (const path of PAGES) others.push({ path, size: await scriptKilobytes(page, `${url}${path}`) });
  await context.close();
  const heaviest = others.toSorted((a, b) => b.size - a.size)[0] ?? { path: 'none', size: NaN };
  return [
    figure('JavaScript on first load of the editor, compressed', editor, EDITOR_BAR_KB),
    figure(`the same of the heaviest other page (${heaviest.path})`, heaviest.size, PAGE_BAR_KB),
  ];
}

function figure(what: string, kilobytes: number, bar: number): Figure {
  return { what, value: `${Math.round(kilobytes)} kB`, bar: `under ${bar} kB`, within: kilobytes < bar };
}

/** What the page loads by itself until it can be used. */
async function scriptKilobytes(page: Page, address: string): Promise<number> {
  await page.goto(address);
  await expect(page.getByRole('main')).toBeVisible();
  await quiet(page);
  const bytes = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => name.endsWith('.js') || name.includes('.js?'))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );
  return bytes / 1024;
}

/** No script has come for a second. The network itself is never idle: the shared worker's request stays open. */
async function quiet(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const last = Math.max(0, ...performance.getEntriesByType('resource').map(({ startTime }) => startTime));
    return performance.now() - last > 1000;
  });
}
