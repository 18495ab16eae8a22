/** The page of a long run: how soon it shows what there is, the first time that anybody asks for it. */
import type { Page } from '@playwright/test';
import { longRun } from '../support/long-run.ts';
import { median, ms, type Figure } from './measure.ts';
import { markPainted } from './renders.ts';

/** Two steps in each, and three around them. */
const ROUNDS = 2500;
const STEPS = 5000;
const OPENINGS = 5;
const BAR_MS = 1000;
/** Lines of the window and some around it, however many there are. */
const ROWS_BAR = 100;

/** Opens runs that nobody has looked at yet, each by its address, in a browser that is signed in. */
export async function runPageFigures(signedIn: Page, { url }: { url: string }): Promise<Figure[]> {
  const page = await signedIn.context().newPage();
  // The last step of all, and its card.
  await markPainted(page, { 'hearth-list': '[id="step-after"]', 'hearth-drawing': '.react-flow__node-card' });
  const opened: number[] = [];
  const unfolded: number[] = [];
  let rows = 0;
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    const { runId } = await longRun(ROUNDS);
    await page.goto('about:blank');
    await page.goto(`${url}/runs/${runId}`);
    await page.waitForFunction(isPainted);
    opened.push(await page.evaluate(lastPainted));
    unfolded.push(await page.evaluate(unfold));
    rows = await page.locator('ol > li').count();
  }
  await page.close();
  const [whole, loop] = [median(opened), median(unfolded)];
  return [
    {
      what: `a run of ${STEPS} steps, from its address to its picture`,
      value: ms(whole),
      bar: 'under 1 s',
      within: whole < BAR_MS,
    },
    { what: `its ${ROUNDS} rounds, unfolded`, value: ms(loop), bar: 'under 1 s', within: loop < BAR_MS },
    { what: 'lines that are drawn of them', value: String(rows), bar: `under ${ROWS_BAR}`, within: rows < ROWS_BAR },
  ];
}

/** These run in the page. */
function isPainted(): boolean {
  return ['hearth-list', 'hearth-drawing'].every((name) => performance.getEntriesByName(name).length > 0);
}

function lastPainted(): number {
  const marks = performance.getEntriesByType('mark').filter(({ name }) => name.startsWith('hearth-'));
  return Math.max(...marks.map(({ startTime }) => startTime));
}

/** Opens the loop; the milliseconds until its first round is painted, with what it did. */
async function unfold(): Promise<number> {
  const begun = performance.now();
  document.querySelector<HTMLElement>('[id="step-each"] > button')?.click();
  await new Promise<void>((resolve) => {
    const look = () => {
      if (document.querySelector('[data-round="0"]')) requestAnimationFrame(() => setTimeout(resolve));
      else requestAnimationFrame(look);
    };
    look();
  });
  return performance.now() - begun;
}
