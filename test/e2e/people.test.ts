/** People: an invite, coming in with it, what each role sees, another role, out again. */
import type { Page } from '@playwright/test';
import { beforeAll, expect as same, test } from 'vitest';
import { expect } from './support/browser.ts';
import { choose } from './support/canvas.ts';
import { isOpenToAll } from './support/inspect.ts';
import { db } from './support/many-flows.ts';
import { apiOf, OWNER, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const PASSWORD = 'another long password';
const hearth = useProduct();
let owner: Page;

beforeAll(async () => {
  owner = await hearth().newPage();
  await signUp(owner, hearth());
});

async function comeIn({ code, name }: { code: string; name: string }): Promise<Page> {
  const page = await hearth().newPage({ provokes: /status of (401|403)/ });
  await page.goto('/join');
  await page.getByLabel('Invite code').fill(code);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Email').fill(`${name.toLowerCase()}@example.org`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/flows$/);
  return page;
}

test('an invite is made by keyboard, shown once, and lets one person in', async () => {
  await owner.goto('/settings/people');
  await expect(owner.getByText('Nobody is invited')).toBeVisible();
  await owner.getByRole('button', { name: 'Invite somebody' }).first().focus();
  await owner.keyboard.press('Enter');
  const dialog = owner.getByRole('dialog', { name: 'Invite somebody' });
  await expect(dialog.getByLabel('Who is it for?')).toBeFocused();
  await owner.keyboard.type('for Bo');
  await owner.keyboard.press('Tab');
  await owner.keyboard.press('Enter');
  await owner.getByRole('option', { name: 'Editor' }).focus();
  await owner.keyboard.press('Enter');
  await dialog.getByLabel('Who is it for?').focus();
  await owner.keyboard.press('Enter');
  const made = owner.getByRole('dialog', { name: 'Pass this code on' });
  const code = (await made.getByRole('region', { name: 'invite code' }).innerText()).trim();
  same(code).toMatch(/^[2-9A-HJ-NP-Z]{5}(-[2-9A-HJ-NP-Z]{5}){3}$/);
  await made.getByRole('button', { name: 'I have passed it on' }).click();
  await expect(owner.getByText(code)).toHaveCount(0);

  const bo = await comeIn({ code, name: 'Bo' });
  await expect(bo.getByRole('button', { name: 'New flow' }).first()).toBeVisible();
  await bo.goto('/settings/people');
  await expect(bo.getByText('You are here as Editor.')).toBeVisible();
  await expect(bo.getByRole('button', { name: 'Invite somebody' })).toHaveCount(0);

  await owner.reload();
  await expect(owner.getByRole('region', { name: 'Invites' }).getByText('Bo came in')).toBeVisible();
  const again = await hearth().newPage({ provokes: /status of 410/ });
  await again.goto('/join');
  await again.getByLabel('Invite code').fill(code);
  await again.getByLabel('Your name').fill('Second');
  await again.getByLabel('Email').fill('second@example.org');
  await again.getByLabel('Password').fill(PASSWORD);
  await again.getByRole('button', { name: 'Join' }).click();
  await expect(again.getByText('This code was used already.')).toBeVisible();
});

test('another role holds at once; a removed person is out at once', async () => {
  const api = apiOf(owner, hearth());
  const { code } = await api.invites.create.mutate({ role: 'viewer', note: '', hours: 1 });
  const cleo = await comeIn({ code, name: 'Cleo' });
  await expect(cleo.getByRole('button', { name: 'New flow' })).toHaveCount(0);

  await owner.goto('/settings/people');
  await choose(owner, owner.getByRole('combobox', { name: 'Role of Cleo' }), 'Runner');
  await owner.getByRole('alertdialog').getByRole('button', { name: 'Change role' }).click();
  await expect(owner.getByRole('combobox', { name: 'Role of Cleo' })).toHaveText('Runner');
  await cleo.reload();
  await expect(cleo.getByRole('button', { name: 'Stop everything' })).toBeVisible();

  await owner.getByRole('button', { name: 'Remove Cleo' }).click();
  await owner.getByRole('alertdialog').getByRole('button', { name: 'Remove person' }).click();
  await expect(owner.getByText('cleo@example.org')).toHaveCount(0);
  // Her own page finds out by itself.
  await cleo.reload().catch(() => undefined);
  await expect(cleo).toHaveURL(/\/sign-in/);
});

test('the last owner can be neither changed nor removed', async () => {
  await owner.goto('/settings/people');
  await expect(owner.getByRole('combobox', { name: 'Role of Ada' })).toBeDisabled();
  await expect(owner.getByRole('button', { name: 'Remove Ada' })).toBeDisabled();
});

const ROLES = [
  { role: 'viewer', may: [], not: ['New flow', 'Stop everything'] },
  { role: 'editor', may: ['New flow'], not: ['Stop everything'] },
  { role: 'runner', may: ['Stop everything'], not: ['New flow'] },
  { role: 'approver', may: [], not: ['New flow', 'Stop everything'] },
  { role: 'admin', may: ['New flow', 'Stop everything'], not: [] },
] as const;

test.for(ROLES)('as $role the pages show what one may do, and say why not the rest', async ({ role, may, not }) => {
  const { code } = await apiOf(owner, hearth()).invites.create.mutate({ role, note: '', hours: 1 });
  const page = await comeIn({ code, name: `A${role}` });
  for (const name of may) await expect(page.getByRole('button', { name }).first()).toBeVisible();
  for (const name of not) await expect(page.getByRole('button', { name })).toHaveCount(0);
  const isAdmin = role === 'admin';
  await page.goto('/settings/audit');
  await expect(
    isAdmin ? page.getByRole('button', { name: 'Export' }) : page.getByText('The record is for admins.'),
  ).toBeVisible();
  await page.goto('/settings/policy');
  await expect(
    isAdmin ? page.getByRole('button', { name: 'Add rule' }) : page.getByText('Only an admin can change these rules.'),
  ).toBeVisible();
  await page.goto('/connections');
  await expect(page.getByRole('heading', { level: 1, name: 'Connections' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'New connection' })).toHaveCount(isAdmin ? 1 : 0);
});

test('who is away names somebody who decides meanwhile, and takes it back', async () => {
  const day = (ahead: number) => new Date(Date.now() + ahead * 24 * 3600_000).toISOString().slice(0, 10);
  await owner.goto('/settings#delegates');
  const section = owner.getByRole('region', { name: 'Who decides for you' });
  await choose(owner, section.getByRole('combobox', { name: 'Who' }), 'Aapprover');
  await section.getByLabel('First day').fill(day(1));
  await section.getByLabel('Last day').fill(day(8));
  await section.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(section.getByText('Aapprover decides for you')).toBeVisible();
  await section.getByRole('button', { name: 'End it for Aapprover' }).click();
  await expect(section.getByText('Aapprover decides for you')).toHaveCount(0);
});

test('who signed in long ago is asked for the password again, once, before what has consequences', async () => {
  const page = await hearth().newPage({ provokes: /status of 403/ });
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/flows$/);
  await db(hearth().dataDir).oldSessions();
  await page.goto('/settings/people');
  const invite = async () => {
    await page.getByRole('button', { name: 'Invite somebody' }).first().click();
    const field = page.getByRole('dialog', { name: 'Invite somebody' }).getByLabel('Who is it for?');
    await field.fill('for Dee');
    // A window that has just closed may still be giving its focus back.
    await field.press('Enter');
  };
  await invite();
  const asked = page.getByRole('dialog', { name: 'Is it you?' });
  await expect(asked.getByLabel('Password')).toBeFocused();
  await isOpenToAll(page, 'the password once more');
  await page.keyboard.type('not the password');
  await page.keyboard.press('Enter');
  await expect(asked.getByText('That is not your password.')).toBeVisible();
  await asked.getByLabel('Password').fill(OWNER.password);
  await asked.getByLabel('Password').press('Enter');
  const made = page.getByRole('dialog', { name: 'Pass this code on' });
  await made.getByRole('button', { name: 'I have passed it on' }).click();
  // For a while that was it.
  await invite();
  await expect(made).toBeVisible();
  await db(hearth().dataDir).oldSessions();
  await made.getByRole('button', { name: 'I have passed it on' }).click();
  // Who does not answer has done nothing.
  await invite();
  await expect(asked.getByLabel('Password')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Give your password again to do this.')).toBeVisible();
  same((await apiOf(owner, hearth()).invites.list.query()).filter(({ note }) => note === 'for Dee')).toHaveLength(2);
});
