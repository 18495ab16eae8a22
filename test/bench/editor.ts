/** The drawing with many steps: what a frame of a drag costs, and what a first look at the editor loads. */
import type { Browser, CDPSession, Page } from '@playwright/test';
import { card } from '../e2e/support/canvas.ts';
import { expect } from '../e2e/support/browser.ts';
import { apiOf } from '../e2e/support/owner.ts';
import type { Json } from '#lib/value.ts';
import { chain, draw } from '../support/draw.ts';
import type { Figure } from './measure.ts';
import { scriptFigures } from './scripts.ts';

const STEPS = 500;
const FRAMES = 120;
const FRAME_BAR_MS = 8;

/** Drags one step of a large drawing, in a page that is signed in. */
export async function editorFigures(page: Page, { url }: { url: string }): Promise<Figure[]> {
  const flowId = await largeFlow(page, url);
  await page.goto(`${url}/flows/${flowId}`);
  await expect(card(page, 's0')).toBeVisible();
  const frame = percentile(await dragFrames(page), 0.95);
  return [
    {
      what: `a drag frame among ${STEPS} steps, main thread, p95`,
      value: `${frame.toFixed(1)} ms`,
      bar: `at most ${FRAME_BAR_MS} ms`,
      within: frame <= FRAME_BAR_MS,
    },
    ...(await scriptFigures(page, { url, flowId })),
  ];
}

/** A browser of the usual size, whose pages ask the product. */
export async function openPage(browser: Browser, { url }: { url: string }): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
  return context.newPage();
}

async function largeFlow(page: Page, url: string): Promise<string> {
  const ids = Array.from({ length: STEPS - 1 }, (_, index) => `s${index}`);
  const steps = ids.map((id): [string, [string, Record<string, Json>]] => [id, ['set', { fields: { n: 1 } }]]);
  const nodes = { start: ['manual'] as [string], ...Object.fromEntries(steps) };
  const flow = draw({ nodes, wires: chain('start', ...ids) });
  // In rows, as a person would lay them out: the first ones are in sight.
  const columns = 25;
  for (const [index, node] of flow.nodes.entries())
    node.position = { x: (index % columns) * 360, y: Math.floor(index / columns) * 200 };
  return (await apiOf(page, { url }).flows.create.mutate({ flow })).id;
}

/** Milliseconds that the main thread works for each move of the mouse, up to the next frame. */
async function dragFrames(page: Page): Promise<number[]> {
  const box = await card(page, 's0').getByRole('heading').boundingBox();
  if (!box) throw new Error('The step is not on the screen.');
  const metrics = await page.context().newCDPSession(page);
  await metrics.send('Performance.enable');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const frames: number[] = [];
  for (let frame = 0; frame < FRAMES; frame += 1) {
    const before = await busyMs(metrics);
    await page.mouse.move(x + 2 * frame, y + frame);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    frames.push((await busyMs(metrics)) - before);
  }
  await page.mouse.up();
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
