/** From signing in to a decided run without a mouse; and the pages for eyes that need forced colours or no motion. */
import type { Page } from '@playwright/test';
import { beforeAll, expect as plain, test } from 'vitest';
import { expect } from './support/browser.ts';
import { card, saved } from './support/canvas.ts';
import { hasRoom, isOpenToAll } from './support/inspect.ts';
import { keyboardOf, type Keyboard } from './support/keyboard.ts';
import { apiOf, OWNER, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let hands: Keyboard;

beforeAll(async () => {
  const first = await hearth().newPage();
  await signUp(first, hearth());
  await first.context().close();
  page = await hearth().newPage();
  hands = keyboardOf(page);
});

const button = (name: string | RegExp) => page.getByRole('button', { name });

async function signIn(): Promise<void> {
  await page.goto('/sign-in');
  await hands.tabTo(page.getByLabel('Email'));
  await hands.type(OWNER.email);
  await hands.tabTo(page.getByLabel('Password'));
  await hands.type(OWNER.password);
  await hands.key('Enter');
  await expect(page).toHaveURL(/\/flows$/);
}

async function addAfter(words: string, name: string): Promise<void> {
  await hands.key('n');
  const list = page.getByRole('dialog', { name: 'Add a step' });
  await expect(list.getByRole('combobox')).toBeFocused();
  await hands.type(words);
  await expect(list.getByRole('option').first()).toContainText(name);
  await hands.key('Enter');
  await expect(card(page, name)).toBeVisible();
  await hands.keepsFocus(`after ${name} was added`);
}

async function drawFlow(): Promise<void> {
  await hands.press(button('New flow').first());
  await hands.press(button(/^Empty flow/));
  await hands.press(button(/^Start by hand/));
  await hands.keepsFocus('after the first step');
  await hands.tabTo(card(page, 'Start by hand'));
  await addAfter('if', 'If');
  await hands.tabTo(card(page, 'If'));
  await addAfter('ask a person', 'Ask a person');
}

async function fillForms(): Promise<void> {
  await hands.tabTo(card(page, 'If'));
  await hands.key('Enter');
  const step = page.getByRole('dialog', { name: 'Step If' });
  await expect(step).toBeVisible();
  await hands.keepsFocus('in the opened step');
  await hands.press(step.getByRole('button', { name: 'Condition', exact: true }));
  await hands.tabTo(step.getByRole('textbox', { name: 'Condition 1: Value', exact: true }));
  await hands.type('yes');
  await hands.tabTo(step.getByRole('combobox', { name: 'Condition 1: Comparison' }));
  await hands.key('Enter');
  // What is typed before the list has the focus chooses without it, letter by letter.
  await expect(page.locator('[role="option"]:focus')).toBeVisible();
  await hands.type('exists');
  await expect(page.getByRole('option', { name: 'exists', exact: true })).toBeFocused();
  await hands.key('Enter');
  await hands.keepsFocus('after a comparison was chosen');
  await hands.key('Escape');
  await expect(step).toBeHidden();
  await hands.keepsFocus('after the step was closed');
  await hands.tabTo(card(page, 'Ask a person'));
  const settings = page.getByRole('complementary', { name: 'Settings of Ask a person' });
  await hands.key('Space');
  await hands.tabTo(settings.getByRole('textbox', { name: 'Question' }));
  await hands.type('Shall it go on?');
  await expect(button(/problem/)).toBeHidden();
  await saved(page);
}

async function tryAndPublish(): Promise<void> {
  await hands.press(button('Test run').first());
  const dialog = page.getByRole('dialog', { name: 'Test run' });
  await hands.press(dialog.getByRole('button', { name: 'Run', exact: true }));
  await expect(dialog).toBeHidden();
  await hands.keepsFocus('after the test was started');
  await hands.press(button(/^Publish/).first());
  const box = page.getByRole('dialog', { name: 'Publish' });
  await hands.press(box.getByRole('button', { name: /^Publish/ }));
  await expect(page.getByText('Version 1 is live.')).toBeVisible();
}

async function decide(): Promise<void> {
  await hands.press(page.getByRole('link', { name: 'Open the whole run' }));
  await hands.press(page.getByRole('link', { name: 'Open in the inbox' }));
  await hands.press(button('Approve'));
  await expect(button('Approve')).toBeHidden();
}

test('a flow is drawn, tried, published, run and approved with the keyboard alone', async () => {
  await signIn();
  await drawFlow();
  await fillForms();
  await tryAndPublish();
  await decide();
  await hands.press(page.getByRole('link', { name: /^Runs/ }).first());
  await hands.press(page.getByRole('link', { name: 'New flow' }).first());
  await expect(page.getByText('Done').first()).toBeVisible();
  await hands.tabTo(page.getByRole('button', { name: /^Run again/ }));
  plain(hands.problems()).toEqual([]);
});

const LOOKS = [{ forcedColors: 'active' }, { contrast: 'more' }] as const;

test('the main pages can be used in forced colours and with more contrast, and stand still where that is asked for', async () => {
  const flow = (await apiOf(page, hearth()).flows.list.query())[0]?.id ?? '';
  const run = (await apiOf(page, hearth()).runs.list.query({ limit: 1 })).items[0]?.id ?? '';
  for (const at of ['/flows', `/flows/${flow}`, `/runs/${run}`, '/inbox', '/settings']) {
    await page.goto(at);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const look of LOOKS) {
      await page.emulateMedia({ forcedColors: null, contrast: null, ...look, reducedMotion: 'reduce' });
      await isOpenToAll(page, `${at} with ${JSON.stringify(look)}`);
    }
    await hasRoom(page);
    await page.emulateMedia({ forcedColors: null, contrast: null, reducedMotion: 'reduce' });
    const moving = () =>
      page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
    await expect.poll(moving, { message: `${at} moves` }).toBe(0);
  }
});
