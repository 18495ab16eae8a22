/** What every page owes to the people who use it. */
import axe from 'axe-core';
import type { Page } from '@playwright/test';
import { expect } from './browser.ts';

/**
 * Colours that change do so over a frame or two, even where motion is reduced.
 * What turns for ever (a spinner, a skeleton) never finishes, and a window that is not drawn has no frames:
 * neither is waited for without end.
 */
function settled(): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const ends = (animation: Animation) => animation.effect?.getComputedTiming().endTime !== Infinity;
  const moving = () => document.getAnimations().filter((one) => ends(one) && one.playState !== 'finished');
  const still = async () => {
    // A colour that is inherited reaches what is within one change after the other: each begins when the last one ends.
    do {
      await frame();
      await frame();
      await Promise.allSettled(moving().map(({ finished }) => finished));
    } while (moving().length > 0);
  };
  const longEnough = new Promise((resolve) => setTimeout(resolve, 5_000));
  return Promise.race([still(), longEnough]).then(() => undefined);
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What the same page can get wrong in another colour scheme: the rules that look at colours. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** Without the style sheets, which only rules want that are not among these, and without naming what is as it should be. */
async function violationsOf(values: string[]): Promise<axe.Result[]> {
  const { axe } = window as unknown as { axe: { run: (on: Document, how: object) => Promise<axe.AxeResults> } };
  const type = values[0]?.startsWith('wcag') ? 'tag' : 'rule';
  const how = { runOnly: { type, values }, resultTypes: ['violations'], preload: false };
  return (await axe.run(document, how)).violations;
}

/**
 * Nothing that axe calls serious or critical, by WCAG 2.2 AA and axe's best practices. `where` tells which page it was.
 * `colours`: the page was looked at whole before, only its colours are others now.
 */
export async function isOpenToAll(page: Page, where: string, { colours = false } = {}): Promise<void> {
  await page.evaluate(settled);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const grave = (await page.evaluate(violationsOf, colours ? RULES_OF_COLOUR : RULES))
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
