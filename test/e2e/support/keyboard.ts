/** Hearth without a mouse: the focus goes from stop to stop, can always be seen and is never lost. */
import type { Locator, Page } from '@playwright/test';
import { expect } from './browser.ts';

const MOST_STOPS = 90;

/** What is wrong with where the focus is; null when one sees it. */
function focusProblem(): string | null {
  const at = document.activeElement;
  if (at === null || at === document.body) return 'The focus is nowhere.';
  const told = `${at.tagName.toLowerCase()} "${(at.getAttribute('aria-label') ?? at.textContent ?? '').trim().slice(0, 60)}"`;
  // A wire is a line: it takes another colour and width.
  if (at.matches('.react-flow__edge')) return null;
  const box = at.getBoundingClientRect();
  if (box.width === 0 || box.height === 0) return `${told} has the focus and no size.`;
  if (box.bottom < 0 || box.right < 0 || box.top > innerHeight || box.left > innerWidth)
    return `${told} has the focus outside of the window.`;
  const isMarked = (element: Element) =>
    [null, '::after'].some((part) => {
      const style = getComputedStyle(element, part);
      return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    });
  // A field in a frame of its own may mark the frame; a line of a drawing marks what is drawn in it.
  const marked = isMarked(at) || (at.parentElement && isMarked(at.parentElement)) || [...at.children].some(isMarked);
  return marked ? null : `${told} has the focus and nothing shows it.`;
}

export type Keyboard = {
  /** Presses Tab until it is there. */
  tabTo: (goal: Locator) => Promise<void>;
  /** Goes there and presses Enter. */
  press: (goal: Locator) => Promise<void>;
  type: (text: string) => Promise<void>;
  key: (...keys: string[]) => Promise<void>;
  /** The focus is somewhere, and one sees where. */
  keepsFocus: (when: string) => Promise<void>;
  /** Where on the way the focus was lost or not to be seen. */
  problems: () => string[];
};

/** The hands of somebody without a mouse. */
export function keyboardOf(page: Page): Keyboard {
  const found = new Set<string>();
  const note = async () => {
    const what = await page.evaluate(focusProblem);
    if (what) found.add(`${new URL(page.url()).pathname.replace(/[0-9a-f-]{32,}/, '…')}: ${what}`);
  };
  const tabTo = async (goal: Locator) => {
    await expect(goal).toBeVisible();
    const isThere = () => goal.evaluate((element) => element === document.activeElement);
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      if (await isThere()) return note();
      await page.keyboard.press('Tab');
      // After the last stop the browser's own bar would have its turn.
      if (await page.evaluate(() => document.activeElement !== document.body)) await note();
    }
    throw new Error(`Tab does not lead to ${String(goal)} within ${MOST_STOPS} stops.`);
  };
  return {
    tabTo,
    press: async (goal) => {
      await tabTo(goal);
      await page.keyboard.press('Enter');
    },
    type: (text) => page.keyboard.type(text),
    key: async (...keys) => {
      for (const one of keys) await page.keyboard.press(one);
    },
    keepsFocus: async (when) => {
      const isKept = () => page.evaluate(() => document.activeElement !== document.body);
      await expect.poll(isKept, { message: `The focus is lost: ${when}` }).toBe(true);
      await note();
    },
    problems: () => [...found],
  };
}
