/** The editor as a person uses it: by names of steps and outputs, with the mouse. */
import type { Locator, Page } from '@playwright/test';
import { expect } from './browser.ts';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A step on the canvas. */
export function card(page: Page, name: string): Locator {
  return page.getByRole('group', { name: new RegExp(`^${escaped(name)}, `) });
}

/** An output of a step, the dot that wires begin at. */
export function output(page: Page, { step, port = 'Next' }: { step: string; port?: string }): Locator {
  return card(page, step).getByTitle(new RegExp(`^${escaped(port)}: drag`));
}

/** Puts the whole drawing before one's eyes: the settings of a step lie over a part of it. */
export async function showAll(page: Page): Promise<void> {
  const close = page.getByRole('button', { name: 'Close the settings' });
  if (await close.isVisible()) await close.click();
  await page.getByRole('button', { name: 'Show everything' }).click();
}

/** Selects a step, from a view of the whole drawing; what comes back are its settings. */
export async function select(page: Page, step: string): Promise<Locator> {
  await showAll(page);
  await card(page, step).getByRole('heading', { name: step }).click();
  const settings = page.getByRole('complementary', { name: `Settings of ${step}` });
  await expect(settings).toBeVisible();
  return settings;
}

/** The list of steps at the left. */
export function palette(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Steps to add' });
}

/** A type of step in a list of them. */
export function stepType(list: Page | Locator, title: string): Locator {
  return list.getByRole('option', { name: new RegExp(`^${escaped(title)}`) });
}

/** The middle of something on the screen, once it stands still: a drawing finds its place a moment after it is seen. */
export async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const middle = async () => {
    const box = await locator.boundingBox();
    if (!box) throw new Error('It is not on the screen.');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  for (let before = await middle(); ;) {
    await locator.evaluate(
      () => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(() => then(null)))),
    );
    const now = await middle();
    if (now.x === before.x && now.y === before.y) return now;
    before = now;
  }
}

/** Draws a wire with the mouse, from an output to a step. */
export async function drawWire(page: Page, from: { step: string; port?: string }, to: string): Promise<void> {
  const start = await middleOf(output(page, from));
  const end = await middleOf(card(page, to));
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  // The first small step tells the canvas that this is a drag and no click.
  await page.mouse.move(start.x + 12, start.y + 4);
  await page.mouse.move(end.x, end.y, { steps: 8 });
  await page.mouse.up();
}

/** Waits until the draft is stored. */
export async function saved(page: Page): Promise<void> {
  await expect(page.locator('[data-save="saved"]')).toBeVisible();
}

/** Makes the draft the version that triggers start. */
export async function publish(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Publish/ }).click();
  await page
    .getByRole('dialog', { name: 'Publish' })
    .getByRole('button', { name: /^Publish/ })
    .click();
  await expect(page.getByText(/^Version \d+ is live\.$/)).toBeVisible();
}

/** The address of a published webhook, copied with the button made for it. */
export async function webhookAddress(page: Page, step: string): Promise<string> {
  const settings = await select(page, step);
  await settings.getByRole('button', { name: 'Copy webhook address' }).click();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Picks one of a few in a drop-down. */
export async function choose(page: Page, field: Locator, option: string): Promise<void> {
  await field.click();
  await page.getByRole('option', { name: new RegExp(`^${escaped(option)}`) }).click();
}

/** Puts a value of an earlier step into a field by picking it from the list beside the field. */
export async function pickData(form: Locator, { into, value }: { into: string; value: string }): Promise<void> {
  await form.getByRole('button', { name: `Insert data from earlier steps into ${into}`, exact: true }).click();
  const picker = form.page().getByRole('dialog', { name: 'Values of earlier steps' });
  await picker.getByRole('textbox', { name: 'Find a value' }).fill(value);
  await picker.getByRole('button', { name: new RegExp(`^${escaped(value)}\\b`) }).click();
}
