/** The drawing with many steps: what a frame of a drag costs, and what a first look at the editor loads. */
import type { Browser, CDPSession, Page } from '@playwright/test';
import { card } from '../e2e/support/canvas.ts';
import { expect } from '../e2e/support/browser.ts';
import { apiOf } from '../e2e/support/owner.ts';
import type { Json } from '#lib/value.ts';
import { chain, draw } from '../support/draw.ts';
import { median, ms, type Figure } from './measure.ts';
import { countRenders, takeRenders } from './renders.ts';
import { scriptFigures } from './scripts.ts';

const STEPS = 500;
/** The flow is laid out in rows of so many. */
const COLUMNS = 25;
const FRAMES = 120;
const FRAME_BAR_MS = 8;
/** The moved card itself, and the two wires at it. */
const RENDERS_BAR = 3;
const MANY_STEPS = 1000;
const OPEN_BAR_MS = 1000;
const OPENINGS = 5;

/** Drags one step of a large drawing and opens a larger one, in a page that is signed in. */
export async function editorFigures(page: Page, { url }: { url: string }): Promise<Figure[]> {
  await countRenders(page);
  const flowId = await largeFlow(page, { url, steps: STEPS });
  await page.goto(`${url}/flows/${flowId}`);
  await expect(card(page, inSight(STEPS))).toBeVisible();
  const frame = percentile(await dragFrames(page), 0.95);
  const renders = Object.keys(await takeRenders(page));
  await page.mouse.up();
  const opened = await openings(page, { url });
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
      within: renders.length <= RENDERS_BAR,
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

/** Milliseconds from when the last of the flow's data has come to when its cards have been painted. */
async function openings(page: Page, { url }: { url: string }): Promise<number> {
  const flowId = await largeFlow(page, { url, steps: MANY_STEPS });
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

/** Milliseconds that the main thread works for each move of the mouse, up to the next frame. */
async function dragFrames(page: Page): Promise<number[]> {
  const box = await card(page, inSight(STEPS)).getByRole('heading').boundingBox();
  if (!box) throw new Error('The step is not on the screen.');
  const metrics = await page.context().newCDPSession(page);
  await metrics.send('Performance.enable');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 6, y + 6);
  await takeRenders(page);
  const frames: number[] = [];
  for (let frame = 0; frame < FRAMES; frame += 1) {
    const before = await busyMs(metrics);
    await page.mouse.move(x + 2 * frame, y + frame);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    frames.push((await busyMs(metrics)) - before);
  }
  return frames;
}

async function busyMs(metrics: CDPSession): Promise<number> {
  const { metrics: all } = await metrics.send('Performance.getMetrics');
  return 1000 * (all.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
