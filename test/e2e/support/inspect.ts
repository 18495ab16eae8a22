/** What every page owes to the people who use it. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './browser.ts';

/** Colours that change do so over a frame or two, even where motion is reduced. */
function settled(): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  return frame()
    .then(frame)
    .then(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
    .then(() => undefined);
}

/** Nothing that axe calls serious or critical. `where` tells which page it was. */
export async function isOpenToAll(page: Page, where: string): Promise<void> {
  await page.evaluate(settled);
  // Pages have no frames; the legacy way needs no page of its own.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(
        (node) => `${where}: ${id} (${help}) at ${node.target.join(' ')}\n  ${node.any[0]?.message ?? node.html}`,
      ),
    );
  expect(grave).toEqual([]);
}

/** The page is as wide as the window, and no wider. */
export async function hasRoom(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
}
