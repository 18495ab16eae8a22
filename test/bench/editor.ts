/** The drawing with many steps: what a frame of a drag costs, and what a first look at the editor loads. */
import type { Browser, Page } from '@playwright/test';
import { card } from '../e2e/support/canvas.ts';
import { expect } from '../e2e/support/browser.ts';
import { apiOf } from '../e2e/support/owner.ts';
import type { Json } from '#lib/value.ts';
import { chain, draw } from '../support/draw.ts';
import { median, ms, type Figure } from './measure.ts';
import { countRenders, markPainted, takeRenders } from './renders.ts';
import { scriptFigures } from './scripts.ts';

const STEPS = 500;
/** The flow is laid out in rows of so many. */
const COLUMNS = 25;
const FRAMES = 120;
/** Moves in one direction, and how far each goes: at least to the next point of the grid. */
const WAY = 30;
const STEP_PX = 12;
const FRAME_BAR_MS = 8;
/** The moved card itself, and the two wires at it. */
const RENDERS_BAR = 3;
const MANY_STEPS = 1000;
const OPEN_BAR_MS = 1000;
const OPENINGS = 5;

/** Drags one step of a large drawing and opens a larger one, in a browser that is signed in. */
export async function editorFigures(page: Page, { url }: { url: string }): Promise<Figure[]> {
  const flowId = await largeFlow(page, { url, steps: STEPS });
  const address = `${url}/flows/${flowId}?view=drawing`;
  const frame = await timedDrag(await page.context().newPage(), address);
  const renders = await countedDrag(await page.context().newPage(), address);
  const opened = await openings(await page.context().newPage(), { url });
  return [
    {
      what: `a drag frame among ${STEPS} steps, main thread, p95`,
      value: `${frame.toFixed(1)} ms`,
      bar: `at most ${FRAME_BAR_MS} ms`,
      within: frame <= FRAME_BAR_MS,
    },
    {
      what: 'cards and wires that render while one is dragged',
      value: String(renders.length),
      bar: 'the moved one and its wires',
      within: renders.length > 0 && renders.length <= RENDERS_BAR,
    },
    {
      what: `a flow of ${MANY_STEPS} steps, from its data to its picture`,
      value: ms(opened),
      bar: 'under 1 s',
      within: opened < OPEN_BAR_MS,
    },
    ...(await scriptFigures(page, { url, flowId })),
  ];
}

/** What the main thread works for a frame of a drag, nothing else being measured. */
async function timedDrag(page: Page, address: string): Promise<number> {
  const metrics = await page.context().newCDPSession(page);
  // Of the thread itself: what else the machine does meanwhile does not count.
  await metrics.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => {
    const { metrics: all } = await metrics.send('Performance.getMetrics');
    return 1000 * (all.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
  const frames: number[] = [];
  let before = NaN;
  await dragAbout(page, {
    address,
    frame: async () => {
      const now = await busy();
      if (!Number.isNaN(before)) frames.push(now - before);
      before = now;
    },
  });
  await page.close();
  return percentile(frames, 0.95);
}

/** Which cards and wires render in the same drag. */
async function countedDrag(page: Page, address: string): Promise<string[]> {
  await countRenders(page);
  const rendered = new Set<string>();
  let isFirst = true;
  await dragAbout(page, {
    address,
    frame: async () => {
      // What the press itself rendered is no part of a frame.
      const some = Object.keys(await takeRenders(page));
      if (!isFirst) some.forEach((one) => rendered.add(one));
      isFirst = false;
    },
  });
  await page.close();
  return [...rendered];
}

/** Milliseconds from when the last of the flow's data has come to when its cards have been painted. */
async function openings(page: Page, { url }: { url: string }): Promise<number> {
  const flowId = await largeFlow(page, { url, steps: MANY_STEPS });
  await markPainted(page, { 'hearth-card': '.react-flow__node-card' });
  const taken: number[] = [];
  for (let round = 0; round < OPENINGS; round += 1) {
    await page.goto('about:blank');
    await page.goto(`${url}/flows/${flowId}`);
    await expect(card(page, inSight(MANY_STEPS))).toBeVisible();
    taken.push(await page.evaluate(sinceData));
  }
  return median(taken);
}

/** Runs in the page, which has marked when the first card was painted. */
function sinceData(): number {
  const painted = performance.getEntriesByName('hearth-card').at(-1)?.startTime ?? Infinity;
  const come = (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
    .filter(({ name, responseEnd }) => name.includes('flows.get') && responseEnd <= painted)
    .map(({ responseEnd }) => responseEnd);
  return painted - Math.max(0, ...come);
}

/** A browser of the usual size, whose pages ask the product. */
export async function openPage(browser: Browser, { url }: { url: string }): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
  return context.newPage();
}

/** A step of the second column in the middle row: a flow that does not fit is first shown from there. */
function inSight(steps: number): string {
  return `s${Math.floor((steps / COLUMNS - 1) / 2) * COLUMNS}`;
}

async function largeFlow(page: Page, { url, steps: count }: { url: string; steps: number }): Promise<string> {
  const ids = Array.from({ length: count - 1 }, (_, index) => `s${index}`);
  const steps = ids.map((id): [string, [string, Record<string, Json>]] => [id, ['set', { fields: { n: 1 } }]]);
  const nodes = { start: ['manual'] as [string], ...Object.fromEntries(steps) };
  const flow = draw({ nodes, wires: chain('start', ...ids) });
  // In rows, as a person would lay them out.
  for (const [index, node] of flow.nodes.entries())
    node.position = { x: (index % COLUMNS) * 360, y: Math.floor(index / COLUMNS) * 200 };
  return (await apiOf(page, { url }).flows.create.mutate({ flow })).id;
}

/** Moves a card to and fro within the window, a frame for each move. Throws if it did not follow. */
async function dragAbout(page: Page, { address, frame }: { address: string; frame: () => Promise<void> }) {
  await page.goto(address);
  const moved = card(page, inSight(STEPS));
  const box = await moved.getByRole('heading').boundingBox();
  if (!box) throw new Error('The step is not on the screen.');
  const [x, y] = [box.x + 30, box.y + box.height / 2];
  // Playwright's own mouse asks the page with every move whether something is carried.
  const input = await page.context().newCDPSession(page);
  const mouse = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', by: number) =>
    input.send('Input.dispatchMouseEvent', {
      type,
      x: x + by,
      y: y + by / 2,
      button: 'left',
      buttons: 1,
      clickCount: 1,
    });
  await page.mouse.move(x, y);
  await page.evaluate(countMoves, inSight(STEPS));
  await mouse('mousePressed', 0);
  await mouse('mouseMoved', STEP_PX);
  for (let step = 0; step < FRAMES; step += 1) {
    // There and back again: at its border the window would begin to scroll.
    await mouse('mouseMoved', STEP_PX * (WAY - Math.abs((step % (2 * WAY)) - WAY)));
    await frame();
  }
  const moves = await page.evaluate(() => (window as unknown as { hearthMoves: number }).hearthMoves);
  await mouse('mouseReleased', 0);
  if (moves < FRAMES * 0.9) throw new Error(`The card moved in ${moves} of ${FRAMES} frames only.`);
}

/** Runs in the page: counts how often a card gets another place. */
function countMoves(id: string): void {
  const counted = Object.assign(window, { hearthMoves: 0 });
  const element = document.querySelector(`.react-flow__node[data-id="${id}"]`);
  const observer = new MutationObserver(() => (counted.hearthMoves += 1));
  if (element) observer.observe(element, { attributes: true, attributeFilter: ['style'] });
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
