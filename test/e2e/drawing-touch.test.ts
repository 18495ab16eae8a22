/** Drawing with fingers, on a phone: one moves, two zoom, a card follows, a wire is drawn. */
import type { CDPSession, Page } from '@playwright/test';
import { beforeAll, expect as plain, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { card, middleOf, output } from './support/canvas.ts';
import { openFlow, savedFlow, wire } from './support/drawing.ts';
import { signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

type Point = { x: number; y: number };

const hearth = useProduct();
let page: Page;
let touch: CDPSession;

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
  await page.setViewportSize({ width: 390, height: 844 });
  touch = await page.context().newCDPSession(page);
  await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
});

const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Point[]) =>
  touch.send('Input.dispatchTouchEvent', { type, touchPoints });

/** Fingers go from where they are put down to where they are lifted, in small steps. */
async function swipe(...fingers: { from: Point; to: Point }[]): Promise<void> {
  const at = (share: number) =>
    fingers.map(({ from, to }) => ({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }));
  await send('touchStart', at(0));
  for (let step = 1; step <= 8; step += 1) await send('touchMove', at(step / 8));
  await send('touchEnd', []);
}

const two = () => {
  const flow = draw({ nodes: { start: ['manual'], one: ['set', { fields: { n: 1 } }] }, wires: [] });
  for (const [index, node] of flow.nodes.entries()) node.position = { x: 0, y: index * 260 };
  return flow;
};
const transform = () =>
  page.locator('.react-flow__viewport').evaluate((element) => {
    const { m22: zoom, m41: x, m42: y } = new DOMMatrix(getComputedStyle(element).transform);
    return { zoom, x, y };
  });

test('one finger moves the drawing, two zoom it', async () => {
  await openFlow(page, hearth(), two());
  const before = await transform();
  await swipe({ from: { x: 340, y: 640 }, to: { x: 300, y: 560 } });
  await expect.poll(async () => (await transform()).y).toBeLessThan(before.y - 40);
  const moved = await transform();
  await swipe(
    { from: { x: 180, y: 620 }, to: { x: 120, y: 560 } },
    { from: { x: 220, y: 660 }, to: { x: 300, y: 740 } },
  );
  await expect.poll(async () => (await transform()).zoom).toBeGreaterThan(moved.zoom * 1.2);
});

test('a finger moves a card and draws a wire to another', async () => {
  const id = await openFlow(page, hearth(), two());
  const from = await middleOf(card(page, 'one').getByRole('heading'));
  await swipe({ from, to: { x: from.x + 40, y: from.y + 60 } });
  const flow = await savedFlow(page, hearth(), id);
  plain(flow.nodes[1]?.position.y).toBeGreaterThan(280);
  await swipe({ from: await middleOf(output(page, { step: 'start' })), to: await middleOf(card(page, 'one')) });
  await expect(wire(page, 'start', 'one')).toBeAttached();
});
