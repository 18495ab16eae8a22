/** A flow of a few steps, open in the editor, and what tests of drawing look at. */
import type { Locator, Page } from '@playwright/test';
import type { Flow } from '#lib/flow.ts';
import { expect } from './browser.ts';
import { card } from './canvas.ts';
import { apiOf } from './owner.ts';

type At = { url: string };

const UNMOVED = 'matrix(1, 0, 0, 1, 0, 0)';

/** Makes a flow and opens it with its canvas ready for keys. */
export async function openFlow(page: Page, at: At, flow: Flow): Promise<string> {
  const { id } = await apiOf(page, at).flows.create.mutate({ flow });
  await page.goto(`/flows/${id}?view=drawing`);
  const [first] = flow.nodes;
  await expect(
    first ? card(page, first.name) : page.getByRole('heading', { name: 'What starts this flow?' }),
  ).toBeVisible();
  // The first view is shown a moment later, and would be over what the key shows.
  if (first) await expect(page.locator('.react-flow__viewport')).not.toHaveCSS('transform', UNMOVED);
  await page.keyboard.press('1');
  return id;
}

/** A flow in a row with room between the steps: ids are names. */
export function inRow(flow: Flow, gap = 400): Flow {
  return { ...flow, nodes: flow.nodes.map((node, index) => ({ ...node, position: { x: index * gap, y: 0 } })) };
}

export function wire(page: Page, from: string, to: string): Locator {
  return page.getByRole('group', { name: `Edge from ${from} to ${to}`, exact: true });
}

/** Drags with the mouse, in small steps; `hold` looks at what shows before the button is let go. */
export async function drag(
  page: Page,
  way: { from: { x: number; y: number }; to: { x: number; y: number } },
  hold?: () => Promise<void>,
): Promise<void> {
  await page.mouse.move(way.from.x, way.from.y);
  await page.mouse.down();
  await page.mouse.move(way.from.x + 8, way.from.y + 4);
  await page.mouse.move(way.to.x, way.to.y, { steps: 8 });
  await hold?.();
  await page.mouse.up();
}

/** The drawing as it is saved. */
export async function savedFlow(page: Page, at: At, id: string): Promise<Flow> {
  await expect(page.locator('[data-save="saved"]')).toBeVisible();
  return (await apiOf(page, at).flows.get.query({ id })).draft;
}

export function picker(page: Page, name: string): Locator {
  return page.getByRole('dialog', { name });
}
