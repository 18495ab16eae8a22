/** The gallery as a person uses it: a flow begun from a template, and its run looked at. */
import type { Locator, Page } from '@playwright/test';
import { expect } from './browser.ts';
import * as canvas from './canvas.ts';

/** Makes a flow from a template of the gallery; ends in the editor. */
export async function beginWith(page: Page, template: string): Promise<void> {
  await page.goto('/flows');
  await page.getByRole('button', { name: 'New flow' }).first().click();
  await page.getByRole('button', { name: new RegExp(`^${template}`) }).click();
  const create = page.getByRole('dialog', { name: template }).getByRole('button', { name: 'Create the flow' });
  const name = page.getByRole('textbox', { name: 'Name of the flow' });
  await expect(create.or(name)).toBeVisible();
  if (await create.isVisible()) await create.click();
  await expect(name).toHaveValue(template);
}

/** Runs the draft with this input. */
export async function testRun(page: Page, input: Record<string, unknown>, beginAt?: string): Promise<void> {
  await page.getByRole('button', { name: 'Test run' }).click();
  const dialog = page.getByRole('dialog', { name: 'Test run' });
  if (beginAt) await canvas.choose(page, dialog.getByRole('combobox', { name: 'Begin at' }), beginAt);
  await dialog.getByRole('textbox', { name: 'Input' }).fill(JSON.stringify(input));
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** The question in the inbox. */
export async function question(page: Page, name: string): Promise<Locator> {
  await page.goto('/inbox');
  const request = page.getByRole('article', { name });
  await expect(request).toBeVisible();
  return request;
}

/** Opens the newest run of a flow. */
export async function openRun(page: Page, flow: string): Promise<void> {
  await page.goto('/runs');
  await page.getByRole('main').getByRole('link', { name: flow }).first().click();
  await expect(page).toHaveURL(/\/runs\//);
}

/** The status at the head of the run page. */
export async function endsAs(page: Page, status: string): Promise<void> {
  await expect(page.getByRole('main').getByText(status, { exact: true }).first()).toBeVisible();
}

/** Opens a step of the run page; what comes back is all that is shown of it. */
export async function stepOf(page: Page, name: string): Promise<Locator> {
  const step = page
    .getByRole('region', { name: 'Steps' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: new RegExp(`Done ${name}`) }) });
  await step.getByRole('button', { name: new RegExp(name) }).click();
  return step;
}

type Made = { kind: string; fields: Record<string, string> };

/** Makes a connection on its page: names of fields and what to fill in. */
export async function connect(page: Page, { kind, fields }: Made): Promise<void> {
  await page.goto('/connections');
  await page.getByRole('button', { name: 'New connection' }).first().click();
  await page.getByRole('button', { name: kind }).click();
  const form = page.getByRole('dialog', { name: kind });
  for (const [name, value] of Object.entries(fields)) {
    const field = form.getByLabel(new RegExp(`^${name}`)).first();
    if (!(await field.isVisible())) await form.getByText('More settings').click();
    await field.fill(value);
  }
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
}
